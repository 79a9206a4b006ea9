"""Whom a bearer string speaks for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cantine.core import sql
from cantine.core.secrets import digest
from cantine.people.rules.tokens import PREFIX, TOUCH_SECONDS

HOLDER = """
SELECT t.id, t.person_id, t.levels, t.last_used_at FROM people_apitoken t JOIN people_person p ON p.id = t.person_id
WHERE t.digest = %s AND t.revoked_at IS NULL AND t.expires_at > %s AND p.is_active
"""


@dataclass(frozen=True)
class TokenHolder:
    """``touch_due``: call ``commands.touch_token``. Idempotency keys and rate limits go by ``key``."""

    token_id: int
    person_id: int
    levels: frozenset[str]
    touch_due: bool

    @property
    def key(self) -> str:
        return f"token:{self.token_id}"


def actor_key_of(secret: str, *, now: datetime) -> TokenHolder | None:
    """The holder of a live token, or None: unknown, revoked, too old, or of somebody who is gone. One query."""
    values = values_of_token(secret, now=now)
    row = values and sql.row(HOLDER, values)
    return holder_of(row, now=now) if row else None


def values_of_token(secret: str, *, now: datetime) -> list[Any] | None:
    """What ``HOLDER`` is asked with, also as a part of a larger statement; None for what is no token."""
    return [digest(secret), now] if secret.startswith(PREFIX) else None


def holder_of(row: sql.Row, *, now: datetime) -> TokenHolder:
    pk, person_id, levels, used = row
    return TokenHolder(
        pk, person_id, frozenset(levels.split(",")), used is None or now - used >= timedelta(seconds=TOUCH_SECONDS)
    )
