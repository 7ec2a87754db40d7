"""The command line, as a person would type it."""
