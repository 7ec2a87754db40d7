"""A board at work in the window: cases, the board's own record, people, evidence, notes, and the overview of a case."""
