"""The demonstration: built once a test run and looked at from all sides."""
