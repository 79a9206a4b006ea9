"""What can go wrong with the embedded server, said so that the reader knows what to do."""


class ClusterError(Exception):
    """The embedded PostgreSQL cannot run; the message says why and what to do about it."""
