"""Tests of the documents of a review."""
