"""Pages of online payments: the payer's, the team's, those of practice, and the door where providers knock."""
