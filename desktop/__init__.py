"""The application: what Caseward does.

Here: the rooms listed in the README, from redaction at the bottom to the command line at the top.
Not here: widgets (``views``), SQL (``storage``), data (``resources``). Only ``__main__`` imports ``views``.
"""
