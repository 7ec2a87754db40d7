"""The manual in the window: chapters at the left, words at the right. What it says stands in ``resources/manual``."""
