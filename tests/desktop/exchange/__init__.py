"""Packs out and back, and the merge."""
