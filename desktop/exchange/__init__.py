"""What leaves or comes back whole: working packs, event packs, hand-over bundles, backups, merge.

Not here: single documents (``reports``), the index (``disclosure``).
"""
