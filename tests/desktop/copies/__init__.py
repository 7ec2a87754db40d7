"""Redacted copies of imported documents: pixels, places, and what may never be in them."""
