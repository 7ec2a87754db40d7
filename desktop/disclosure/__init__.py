"""The disclosure index: describing, checking, numbering, issuing, schedules, requests, proceedings.

Here: the rules of the index after an entry exists. Not here: making the entry (``casework.entries``), layout
engine (``paper``), Qt.
"""
