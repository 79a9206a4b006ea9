"""Pages of the request desk: one command each."""
