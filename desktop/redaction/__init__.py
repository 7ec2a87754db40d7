"""Names, identifiers, marks, profiles, release and the leak gate.

Here: everything that decides what an audience may read, and the check of finished files. The one maker of
``Released`` text. Not here: layout (``paper``), the store, Qt.
"""
