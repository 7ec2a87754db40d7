"""Scripts of a shape of the store that is still to come, for tests alone."""
