"""What somebody has left, and the ledger of it: own allowances, and those of the rights that they are a user of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from cantine.core import sql
from cantine.memberships.rules import EntryKind, Purse, Use
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Unit

MINE = """(a.person_id = %(person)s OR a.right IN (SELECT u.right FROM memberships_rightuser u
  WHERE u.place_id = a.place_id AND u.person_id = %(person)s AND u.since <= %(day)s
    AND (u.until IS NULL OR u.until >= %(day)s)))"""
# Days that an organisation bought in advance pay for what is booked in its name, whoever books it; ``customer`` is that one.
OURS = "(a.customer_id = %(customer)s::bigint AND a.right LIKE 'bulk:%%' AND a.person_id IS NULL)"
# What an organisation pays for several serves rooms that are booked in its name; a room for oneself, what is one’s own.
FOR_WHOM = """(a.use <> 'room' OR a.person_id IS NOT NULL OR a.customer_id IS NULL
  OR a.customer_id = %(customer)s::bigint)"""
# The day that was asked for; else that of the place, now: at half past midnight in Paris, UTC is still the day before.
DAY_THERE = """coalesce(%(day)s::date, (%(now)s::timestamptz AT TIME ZONE
  (SELECT h.timezone FROM places_place h WHERE h.id = a.place_id))::date)"""
_COLUMNS = """
SELECT a.uuid, a.place_id, a.use, a.unit, a.name_fr, a.name_en, a.right, a.begins_on, a.expires_on, a.granted, a.balance,
  a.person_id IS NULL
FROM memberships_allowance a WHERE
"""
_LEFT = f"""{_COLUMNS} {MINE} AND (%(organisations)s::bigint[] IS NULL OR a.organisation_id = ANY(%(organisations)s))
  AND a.begins_on <= %(day)s AND (a.expires_on IS NULL OR a.expires_on >= %(day)s)
  AND (%(place)s::bigint IS NULL OR a.place_id = %(place)s)
ORDER BY a.use, a.expires_on NULLS LAST, a.balance, a.id
""".replace("%(day)s", DAY_THERE)
_BY_RIGHT = """ a.organisation_id = %s AND a.place_id = %s AND a.right = %s AND a.begins_on <= %s
  AND (a.expires_on IS NULL OR a.expires_on >= %s)
ORDER BY a.begins_on, a.use, a.id"""
# An allowance that an act already draws from is there whatever its days: what it gave may be given back.
_SERVES = f"""(a.use = %(use)s AND ({MINE} OR {OURS}) AND {FOR_WHOM} AND a.begins_on <= %(day)s
  AND (a.expires_on IS NULL OR a.expires_on >= %(day)s))"""
_PURSES = f"""
SELECT a.id, a.unit, a.balance, a.expires_on, a.right, a.overage_cents, a.name_fr, a.name_en, {_SERVES}, a.person_id IS NULL
FROM memberships_allowance a
WHERE a.organisation_id = %(organisation)s AND a.place_id = %(place)s
  AND (%(customer)s::bigint IS NULL OR a.customer_id = %(customer)s) AND ({_SERVES}
  OR a.id IN (SELECT e.allowance_id FROM memberships_allowanceentry e
          WHERE e.organisation_id = %(organisation)s AND e.source = %(source)s))
ORDER BY a.id
"""  # noqa: S608  words of our own
_STANDING = """
SELECT allowance_id, -sum(quantity), count(*) FILTER (WHERE kind = 'draw'), count(*) FILTER (WHERE kind = 'give_back')
FROM memberships_allowanceentry WHERE organisation_id = %(organisation)s AND source = %(source)s
  AND kind IN ('draw', 'give_back') GROUP BY allowance_id
"""
_CAPS = """
SELECT u.right, u.cap + coalesce((SELECT sum(e.quantity) FROM memberships_allowanceentry e
    JOIN memberships_allowance a ON a.id = e.allowance_id
    WHERE a.place_id = u.place_id AND a.right = u.right AND e.person_id = u.person_id
      AND e.kind IN ('draw', 'give_back') AND e.source <> %(source)s
      AND e.day >= date_trunc('month', %(day)s::date) AND e.day < date_trunc('month', %(day)s::date) + interval '1 month'), 0)
FROM memberships_rightuser u
WHERE u.place_id = %(place)s AND u.person_id = %(person)s AND u.cap IS NOT NULL
"""
# What is left after each line is counted in the order of days, so that the lines add up to the number on top; what is kept for a
# day to come is among them, what will be given is not.
_STATEMENT = """
SELECT e.id, e.kind, e.quantity, e.left_then, e.name, e.day, e.at, e.source, a.use, a.unit, a.name_fr, a.name_en, a.place_id,
  e.day > %(day)s
FROM (SELECT *, sum(quantity) OVER (PARTITION BY allowance_id ORDER BY day, id) AS left_then FROM memberships_allowanceentry
  WHERE allowance_id IN (SELECT m.allowance_id FROM memberships_allowanceentry m WHERE m.person_id = %(person)s)) e
JOIN memberships_allowance a ON a.id = e.allowance_id
WHERE e.person_id = %(person)s AND (%(organisations)s::bigint[] IS NULL OR e.organisation_id = ANY(%(organisations)s))
  AND (%(place)s::bigint IS NULL OR a.place_id = %(place)s)
  AND (e.day <= %(day)s OR (e.kind IN ('draw', 'give_back') AND e.source <> 'withheld'))
  AND (%(before)s::bigint IS NULL
       OR (e.day, e.id) < (SELECT b.day, b.id FROM memberships_allowanceentry b WHERE b.id = %(before)s))
ORDER BY e.day DESC, e.id DESC LIMIT %(most)s
""".replace("%(day)s", DAY_THERE)
_OVER = "SELECT DISTINCT place_id FROM memberships_allowance WHERE balance > 0 AND expires_on < %s ORDER BY 1"
_DRAWING = """
SELECT source FROM memberships_allowanceentry WHERE organisation_id = %s AND source = ANY(%s) AND kind IN ('draw', 'give_back')
GROUP BY source HAVING sum(quantity) < 0 ORDER BY source
"""
PAGE = 50


@dataclass(frozen=True)
class AllowanceLine:
    """What is left of one allowance; ``shared`` with the other users of its right."""

    uuid: UUID
    place_id: int
    use: Use
    unit: Unit
    name_fr: str
    name_en: str
    right: str
    begins_on: date
    expires_on: date | None
    granted: Decimal
    balance: Decimal
    shared: bool


@dataclass(frozen=True)
class EntryLine:
    """A line of somebody's statement: what moved, why, and what was left then; ``coming`` is kept for a day to come."""

    id: int
    kind: EntryKind
    quantity: Decimal
    balance: Decimal
    name: str
    day: date
    at: datetime
    source: str
    use: Use
    unit: Unit
    name_fr: str
    name_en: str
    place_id: int
    coming: bool


@dataclass(frozen=True)
class Held:
    """An allowance as a command needs it; one that does not serve on the day is there because the act draws from it."""

    purse: Purse
    overage_cents: int | None
    name_fr: str
    name_en: str
    serves: bool


@dataclass(frozen=True)
class Standing:
    """What an act draws from an allowance by now, and how many times it drew and gave back."""

    quantity: Decimal
    draws: int
    returns: int


def allowances_of(
    *, organisation_ids: list[int] | None, person_id: int, day: date | None = None, now: datetime | None = None,
    place_id: int | None = None,
) -> list[AllowanceLine]:  # fmt: skip
    """Those that serve on a day, or ``now`` on the day of each place, what expires first first; ``organisation_ids`` None is every
    tenancy that the open door shows. One statement."""
    said = {"person": person_id, "day": day, "now": now, "organisations": organisation_ids, "place": place_id}
    return [_allowance(row) for row in sql.rows(_LEFT, said)]


def allowances_of_right(place: PlaceRef, *, right: str, day: date) -> list[AllowanceLine]:
    """Those that a right gives and that serve on a day, in the order of their days; one statement."""
    return [
        _allowance(row) for row in sql.rows(_COLUMNS + _BY_RIGHT, [place.organisation_id, place.id, right, day, day])
    ]


def statement_of(
    *, organisation_ids: list[int] | None, person_id: int, day: date | None = None, now: datetime | None = None,
    place_id: int | None = None, before: int | None = None,
) -> list[EntryLine]:  # fmt: skip
    """A page of what somebody was given and used until a day, or until that of each place ``now``, the latest first, from before a
    line of theirs; and one line more where there is a next page."""
    said = {
        "person": person_id, "organisations": organisation_ids, "place": place_id, "before": before, "day": day,
        "now": now,
        "most": PAGE + 1,
    }  # fmt: skip
    return [_entry(row) for row in sql.rows(_STATEMENT, said)]


def purses_of(
    place: PlaceRef, *, person_id: int, use: Use, day: date, source: str = "", customer_id: int | None = None,
    lock: bool = False,
) -> list[Held]:  # fmt: skip
    """The allowances that somebody may draw for a use on a day, oldest first; under a lock until the transaction ends if
    asked: whoever draws from one of them queues."""
    said = {
        "organisation": place.organisation_id, "place": place.id, "person": person_id, "use": use.value, "day": day,
        "source": source, "customer": customer_id,
    }  # fmt: skip
    rows = sql.rows(_PURSES + (" FOR NO KEY UPDATE OF a" if lock else ""), said)
    return [
        Held(Purse(key, Unit(unit), left, expires_on, right, shared), overage, name_fr, name_en, serves)
        for key, unit, left, expires_on, right, overage, name_fr, name_en, serves, shared in rows
    ]


def drawing_sources(place: PlaceRef, *, sources: Sequence[str]) -> list[str]:
    """Those of these acts that use something by now."""
    return [source for (source,) in sql.rows(_DRAWING, [place.organisation_id, list(sources)])]


def standing_of(place: PlaceRef, *, source: str) -> dict[int, Standing]:
    """By allowance, what an act draws by now."""
    rows = sql.rows(_STANDING, {"organisation": place.organisation_id, "source": source})
    return {key: Standing(*rest) for key, *rest in rows}


def caps_of(place: PlaceRef, *, person_id: int, day: date, source: str = "") -> dict[str, Decimal]:
    """By right, what somebody may still use of it in the month of a day, where there is a limit; ``source`` apart."""
    said = {"place": place.id, "person": person_id, "day": day, "source": source}
    return {right: max(left, Decimal(0)) for right, left in sql.rows(_CAPS, said)}


def places_to_expire(*, today: date) -> list[int]:
    """Where something is left past its last day; the caller opened ``unscoped``."""
    return [place_id for (place_id,) in sql.rows(_OVER, [today])]


def _allowance(row: sql.Row) -> AllowanceLine:
    uuid, place_id, use, unit, *rest = row
    return AllowanceLine(uuid, place_id, Use(use), Unit(unit), *rest)


def _entry(row: sql.Row) -> EntryLine:
    pk, kind, *rest = row
    *found, use, unit, name_fr, name_en, place_id, coming = rest
    columns: list[Any] = [pk, EntryKind(kind), *found, Use(use), Unit(unit), name_fr, name_en, place_id, coming]
    return EntryLine(*columns)
