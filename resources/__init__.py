"""Data only: markers, profiles, terminology, templates, theme, icons, fonts, demonstration.

Read with ``importlib.resources.files("resources")``. Not here: code.
"""

BUILD_YEAR = 2026
"""The year in which this release was made. Bank holidays are taken as known to the end of the year after it."""
