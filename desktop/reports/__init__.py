"""The documents of a review, one module each.

Here: what each document says and from which records. Not here: the layout engine (``paper``), the index
(``disclosure``), words a board edits (``resources/templates``).
"""
