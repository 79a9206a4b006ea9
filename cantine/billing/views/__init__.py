"""Pages of what is owed, of documents and of money: one command each."""
