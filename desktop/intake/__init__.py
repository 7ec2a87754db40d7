"""Reading files in: PDF, Word, spreadsheets, e-mail, images, text.

Here: bytes in, text and parts out, always in a child process (``desktop.isolation``).
Not here: keeping what was read (``casework.material``), redaction, Qt.
"""
