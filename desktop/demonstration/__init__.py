"""The demonstration: an invented review built through the services that a user calls.

Here: the script and the files it brings in. Not here: short cuts past the services.
"""
