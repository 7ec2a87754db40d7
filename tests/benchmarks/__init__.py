"""Figures as ratios to a yardstick measured beside them."""
