"""The window, on real widgets."""
