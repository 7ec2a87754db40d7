"""Tests of redaction: names, identifiers, profiles, marks, release."""
