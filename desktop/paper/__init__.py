"""The PDF and spreadsheet engine: furniture, styles, tagging, encryption, metadata.

Here: how released text becomes a page or a cell. It takes ``Released`` text and plain furniture, nothing else.
Not here: which document says what (``disclosure``, ``reports``), deciding what may be read (``redaction``).
"""
