"""Attempts to get out what should be withheld."""
