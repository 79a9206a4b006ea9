"""Pages of accounting: they translate HTTP, and call one command each."""
