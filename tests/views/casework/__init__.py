"""The pages of casework, driven by keys."""
