"""Pages of what the tax office is told."""
