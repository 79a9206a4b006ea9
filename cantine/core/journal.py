"""The seal of the Journal: batches chained by digest, so that a row edited or cut by hand is found.

A batch takes only rows that no running transaction can still precede (their transaction id is below the oldest one in
progress), so nothing slips in behind a seal. The actor is left out of the digest: it is
dropped at the end of retention.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from cantine.core import scoping
from cantine.core.models import JournalEntry, JournalSeal

_SETTLED = """
SELECT id, organisation_id, place_id, name, data, at FROM core_journalentry
WHERE id > %s AND transaction_id < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY id LIMIT %s
"""
_RANGE = (
    "SELECT id, organisation_id, place_id, name, data, at FROM core_journalentry WHERE id BETWEEN %s AND %s ORDER BY id"
)
_LOCK = 0x5EA1


def seal(*, now: datetime, limit: int = 10_000) -> JournalSeal | None:
    """Chain the next batch of settled rows; None when there is nothing to seal."""
    with scoping.unscoped("the seal covers every tenant"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = JournalSeal.objects.order_by("-last_id").first()
        rows = _rows(_SETTLED, [last.last_id if last else 0, limit])
        if not rows:
            return None
        previous = last.digest if last else ""
        return JournalSeal.objects.create(
            first_id=rows[0][0], last_id=rows[-1][0], entries=len(rows), previous=previous,
            digest=_digest(previous, rows), sealed_at=now,
        )  # fmt: skip


def broken_seals() -> list[JournalSeal]:
    """The seals that no longer match their rows, or their predecessor."""
    with scoping.unscoped("the seal covers every tenant"):
        broken, previous = [], ""
        for stamp in JournalSeal.objects.order_by("last_id"):
            rows = _rows(_RANGE, [stamp.first_id, stamp.last_id])
            if stamp.previous != previous or stamp.digest != _digest(stamp.previous, rows):
                broken.append(stamp)
            previous = stamp.digest
        return broken


def forget_actor(*, person_id: int) -> None:
    """Drop who acted from every entry of a person who is being erased: the one change that the trigger allows."""
    JournalEntry.objects.filter(actor_person_id=person_id).update(actor_person_id=None, actor_name="")


def _rows(sql: str, parameters: list[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _digest(previous: str, rows: Iterable[tuple[Any, ...]]) -> str:
    chain = hashlib.sha256(previous.encode())
    for row_id, organisation_id, place_id, name, data, at in rows:
        plain = data if isinstance(data, str) else json.dumps(data)
        body = [row_id, organisation_id, place_id, name, json.loads(plain), at.timestamp()]
        chain.update(json.dumps(body, sort_keys=True, separators=(",", ":")).encode())
    return chain.hexdigest()
