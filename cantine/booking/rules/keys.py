"""Keys and badges lent."""

from datetime import date
from enum import StrEnum


class KeyKind(StrEnum):
    """The value is stored."""

    KEY = "key"
    BADGE = "badge"


def is_overdue(due: date | None, *, today: date) -> bool:
    """The day it is due is still in time."""
    return due is not None and due < today
