"""One script a schema step."""
