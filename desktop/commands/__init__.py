"""The command line: one module a command, results on standard output, words on standard error.

Here: reading arguments, calling services, exit status. Not here: rules, Qt.
"""
