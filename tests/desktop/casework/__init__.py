"""The board's own record, cases, people, material, notes and clocks."""
