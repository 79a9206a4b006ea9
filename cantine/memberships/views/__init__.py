"""Pages of memberships."""
