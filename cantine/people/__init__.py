"""Persons, organisations of every kind, and who belongs where. Persons stand above every tenant."""
