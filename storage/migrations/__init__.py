"""Alembic scripts, imported only when a store is behind.

Not here: table declarations (``storage.tables``).
"""
