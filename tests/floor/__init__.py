"""Fixtures that every test may ask for: the database as the application sees it, time, jobs, people, a browser."""
