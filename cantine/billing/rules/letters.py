"""Which documents leave by mail unless somebody says otherwise: what was just issued and is still asked for."""

from datetime import date, timedelta

JUST = timedelta(days=7)


def leaves(*, issued_on: date, left_cents: int, gives_back: bool, today: date) -> bool:
    """What is old, paid, or gives money back waits for somebody to tick it."""
    return not gives_back and left_cents > 0 and today - issued_on < JUST
