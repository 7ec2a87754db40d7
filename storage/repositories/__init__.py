"""Queries, one module per aggregate; they take a connection and give frozen records.

Not here: rules, transactions (``storage.store``).
"""
