"""What is owed, before any document: each act sold is a charge, whose price was frozen when the act was made."""
