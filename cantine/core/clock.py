"""The one clock. Views, tasks and the command line read it; everything below takes ``now`` as a parameter."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251
