"""Idempotent writes: the same request under the same key gets the same answer, and is done once.

The key's row is inserted first, so a second request in parallel waits for the first one's commit; it lives in the same
transaction as the work, so a crash leaves neither.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cantine.core import sql
from cantine.core.models import KeptAnswer

KEPT_FOR = timedelta(days=7)
_TAKE = """
INSERT INTO core_keptanswer (actor_key, key, request_digest, kept_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (actor_key, key) DO NOTHING
"""
_KEEP = "UPDATE core_keptanswer SET status = %s, body = %s::jsonb WHERE actor_key = %s AND key = %s"


class KeyReused(Exception):
    """This Idempotency-Key was already used for another request. Use a new key for a new request."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any


def request_digest(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def begin(*, actor_key: str, key: str, digest: str, now: datetime) -> Answer | None:
    """Take the key. None: go on with the work, then ``keep``. An Answer: it was done, give that. Raises KeyReused."""
    if sql.run(_TAKE, [actor_key, key, digest, now]):
        return None
    row = KeptAnswer.objects.get(actor_key=actor_key, key=key)
    if row.request_digest != digest:
        raise KeyReused
    return Answer(row.status or 500, row.body)


def keep(*, actor_key: str, key: str, answer: Answer) -> None:
    sql.soon(_KEEP, [answer.status, json.dumps(answer.body), actor_key, key])


def forget(*, actor_key: str, key: str) -> None:
    """The work was refused and nothing was written: the key is free again."""
    KeptAnswer.objects.filter(actor_key=actor_key, key=key).delete()


def forget_caller(actor_keys: Iterable[str]) -> None:
    """Whoever asked is being erased: what they were answered goes with them."""
    KeptAnswer.objects.filter(actor_key__in=list(actor_keys)).delete()


def sweep(*, now: datetime) -> int:
    """Forget the answers that nobody will ask for again; returns how many."""
    return KeptAnswer.objects.filter(kept_at__lt=now - KEPT_FOR).delete()[0]
