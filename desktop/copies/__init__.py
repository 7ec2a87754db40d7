"""Redacted copies of imported documents: facsimile (pixels) and transcript (laid out afresh).

Here: the two ways an imported document leaves. Not here: our own documents (``reports``, ``disclosure``).
"""
