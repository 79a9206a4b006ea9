"""A real browser on a live server. A missing browser is a failure with a sentence, never a skip."""
