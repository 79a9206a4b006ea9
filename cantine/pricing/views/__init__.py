"""Pages of prices: they translate HTTP, and call one command each."""
