"""Small parts by themselves, and the rules of the project."""
