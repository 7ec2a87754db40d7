"""What leaves or comes back whole: working packs, event packs, merge, backups, archives, a case in
a vault of its own.

Not here: single documents (``reports``), the index (``disclosure``).
"""
