"""Widgets and pages only.

Here: what is seen and pressed. Not here: SQL, files, threads, rules: pages call the services of ``desktop``
through ``desktop.qt`` and see the store as ``storage.records`` alone.
"""
