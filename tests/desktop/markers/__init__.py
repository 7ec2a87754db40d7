"""The framework, its registers and stages, and the published wording."""
