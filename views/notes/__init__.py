"""Writing: the editor of notes and conversations, its margin, its keys, and what was kept when the power failed."""
