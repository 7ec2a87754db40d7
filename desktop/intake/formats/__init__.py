"""The parsers. Imported in a child process alone: nothing here may run beside the vault key.

Here: one module a format, each taking bytes and filling a ``Found``. Not here: limits, the choice of what to keep.
"""
