"""The encrypted store: vault folder, keys, database, blobs, search, audit, backup.

Here: everything that touches the disk of a vault. Not here: rules of casework, Qt, anything of ``desktop``.
What leaves is frozen dataclasses (``records``).
"""
