"""Erasing a person: the days to think again, and the tombstone that stays so that bookings and counts stand."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

UNDO_DAYS = 7
INACTIVE_AFTER = timedelta(days=730)  # CNIL: two years without any sign of the person
FIRST_NOTICE, LAST_NOTICE = timedelta(days=30), timedelta(days=7)  # before the erasure


def due_at(asked_at: datetime) -> datetime:
    return asked_at + timedelta(days=UNDO_DAYS)


def tombstone_email(person: UUID) -> str:
    """An address that nobody can have (RFC 2606) and that says nothing of who it was."""
    return f"{person.hex}@erased.invalid"


def digest_of(person: UUID) -> str:
    """What a register of erasures holds of a person: 122 random bits went in, so nobody finds them from it."""
    return hashlib.sha256(str(person).encode()).hexdigest()
