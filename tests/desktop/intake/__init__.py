"""Reading files in, tried with files of other programs and with hostile ones."""
