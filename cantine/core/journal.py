"""The seal of the Journal: batches chained by digest, so that a row edited or cut by hand is found.

A batch takes only rows that no running transaction can still precede (their transaction id is below the oldest one in
progress), so nothing slips in behind a seal. The actor is left out of the digest: it is
dropped at the end of retention.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
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
_UP_TO = "SELECT count(*) FROM core_journalentry WHERE id <= %s"
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


@dataclass(frozen=True)
class Chain:
    """The Journal as it was found. ``broken`` holds the ranges (first, last entry) whose seal does not match its rows or
    the seal before; ``strays`` counts the entries among them that no seal ever covered: slipped in afterwards.
    """

    seals: int
    entries: int
    broken: tuple[tuple[int, int], ...]
    strays: int

    @property
    def whole(self) -> bool:
        return not self.broken and not self.strays


def examined() -> Chain:
    """Every seal computed again from its rows."""
    with scoping.unscoped("the seal covers every tenant"):
        stamps, broken, previous = list(JournalSeal.objects.order_by("last_id")), [], ""
        for stamp in stamps:
            rows = _rows(_RANGE, [stamp.first_id, stamp.last_id])
            if stamp.previous != previous or stamp.digest != _digest(stamp.previous, rows):
                broken.append((stamp.first_id, stamp.last_id))
            previous = stamp.digest
        sealed = sum(stamp.entries for stamp in stamps)
        there = _rows(_UP_TO, [stamps[-1].last_id])[0][0] if stamps else 0
        return Chain(len(stamps), sealed, tuple(broken), 0 if broken else there - sealed)


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
