"""What imports cannot see (``architecture``), whole paths of a person (``journeys``), and the floor of all tests."""
