"""Forms of memberships: they read what was typed; whether it may be is for the commands."""
