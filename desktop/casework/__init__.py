"""The board's own record, cases, people, agencies, material, notes, meetings, decisions, clocks.

Here: the rules for keeping casework, and the one place where a saved record makes its index entry (``entries``).
Not here: describing, numbering and issuing the index (``disclosure``), SQL, Qt.
"""

from desktop.casework import marks as marks  # it keeps marks in place whatever service changes a text
