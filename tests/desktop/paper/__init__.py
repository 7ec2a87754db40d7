"""Tests of the paper engine: what is laid out, how it reads without eyes, what the file tells."""
