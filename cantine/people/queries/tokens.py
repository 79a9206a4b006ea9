"""Whom a bearer string speaks for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cantine.core.secrets import digest
from cantine.people.models import ApiToken
from cantine.people.rules.tokens import PREFIX, TOUCH_SECONDS


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
    if not secret.startswith(PREFIX):
        return None
    row = ApiToken.objects.filter(
        digest=digest(secret), revoked_at__isnull=True, expires_at__gt=now, person__is_active=True
    ).values_list("pk", "person_id", "levels", "last_used_at").first()  # fmt: skip
    if row is None:
        return None
    pk, person_id, levels, used = row
    return TokenHolder(
        pk, person_id, frozenset(levels.split(",")), used is None or now - used >= timedelta(seconds=TOUCH_SECONDS)
    )
