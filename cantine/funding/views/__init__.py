"""Pages of the economy of a place."""
