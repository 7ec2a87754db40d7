"""Data only: markers, profiles, terminology, templates, theme, icons, fonts, demonstration.

Read with ``importlib.resources.files("resources")``. Not here: code.
"""
