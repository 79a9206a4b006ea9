"""What it costs, and why: categories, price lists and their versions, a price opened into its lines."""
