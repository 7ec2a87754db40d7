"""One module per area of tables, each column declared from the record it holds (``mapping``).

Not here: queries (``repositories``).
"""
