"""The mixed economy of a place: grants, costs, budget, what is given in kind, and what they make of a year."""
