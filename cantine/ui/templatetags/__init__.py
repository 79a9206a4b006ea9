"""What templates may ask of the house's look."""
