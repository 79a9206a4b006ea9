"""Django's PostgreSQL, whose connections are known to be dead without asking them (settings: ENGINE)."""
