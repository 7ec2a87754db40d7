"""A board at work in the window: cases and the overview of one, people, evidence and meetings; the board's own
details, bodies, who can open the vault, backups and activity."""
