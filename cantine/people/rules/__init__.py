"""What decides of persons and organisations, from values only: numbers, forms, consents, belongings, erasure."""
