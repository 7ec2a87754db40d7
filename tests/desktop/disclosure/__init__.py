"""Tests of the disclosure index."""
