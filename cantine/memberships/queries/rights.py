"""What several persons share: who uses it, how much in which month, and what organisations bought for their people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from cantine.core import sql
from cantine.memberships.models import RightUser
from cantine.memberships.queries.allowances import DAY_THERE
from cantine.memberships.rules import Use
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Unit

BULK = "bulk:"
_USERS = """
SELECT u.person_id, coalesce(nullif(p.name, ''), p.email, ''), u.cap, u.since, coalesce((
    SELECT -sum(e.quantity) FROM memberships_allowanceentry e JOIN memberships_allowance a ON a.id = e.allowance_id
    WHERE a.place_id = u.place_id AND a.right = u.right AND e.person_id = u.person_id
      AND e.kind IN ('draw', 'give_back') AND a.use = 'seat'
      AND e.day >= date_trunc('month', %(day)s::date) AND e.day < date_trunc('month', %(day)s::date) + interval '1 month'), 0)
FROM memberships_rightuser u JOIN people_person p ON p.id = u.person_id
WHERE u.place_id = %(place)s AND u.right = %(right)s AND (u.until IS NULL OR u.until >= %(day)s)
ORDER BY p.sort_name, u.id
"""
_USAGE = """
SELECT a.right, date_trunc('month', e.day)::date, a.use, a.unit, -sum(e.quantity)
FROM memberships_allowanceentry e JOIN memberships_allowance a ON a.id = e.allowance_id
WHERE a.right = ANY(%s) AND e.kind IN ('draw', 'give_back')
GROUP BY 1, 2, 3, 4 HAVING sum(e.quantity) <> 0 ORDER BY 2 DESC, 3, 4
"""
_BULK = """
SELECT a.uuid, a.right, a.place_id, a.name_fr, a.name_en, coalesce(o.name, ''), a.use, a.unit, a.granted, a.balance, a.expires_on
FROM memberships_allowance a LEFT JOIN people_organisation o ON o.id = a.customer_id
WHERE a.person_id IS NULL AND a.customer_id IS NOT NULL
"""
_OF_PLACE = " AND a.organisation_id = %s AND a.place_id = %s AND a.right LIKE 'bulk:%%' ORDER BY a.id DESC"
_ONE = " AND a.organisation_id = %s AND a.place_id = %s AND a.uuid = %s"
_OF_CUSTOMERS = f""" AND a.customer_id = ANY(%(customers)s) AND a.begins_on <= {DAY_THERE}
  AND (a.expires_on IS NULL OR a.expires_on >= {DAY_THERE})
ORDER BY a.place_id, a.id"""


@dataclass(frozen=True)
class UserLine:
    """Somebody who uses what others pay for; ``used`` is in this month, of seats."""

    person_id: int
    name: str
    cap: Decimal | None
    since: date
    used: Decimal


@dataclass(frozen=True)
class UsageLine:
    """How much of a right was used in a month, by whomever."""

    right: str
    month: date
    use: Use
    unit: Unit
    quantity: Decimal


@dataclass(frozen=True)
class SharedLine:
    """What an organisation has for its people."""

    uuid: UUID
    right: str
    place_id: int
    name_fr: str
    name_en: str
    who: str
    use: Use
    unit: Unit
    granted: Decimal
    balance: Decimal
    expires_on: date | None


def users_of(place: PlaceRef, *, right: str, day: date) -> list[UserLine]:
    """Those who use a right on a day or later, by name; one statement."""
    said = {"place": place.id, "right": right, "day": day}
    return [UserLine(*row) for row in sql.rows(_USERS, said)]


def users_by_right(place: PlaceRef, *, rights: Sequence[str], day: date) -> dict[str, list[int]]:
    """By right, the persons who use it on a day or later."""
    rows = RightUser.objects.filter(place_id=place.id, right__in=list(rights)).exclude(until__lt=day)
    found: dict[str, list[int]] = {}
    for right, person_id in rows.order_by("pk").values_list("right", "person_id"):
        found.setdefault(right, []).append(person_id)
    return found


def usage_of(rights: Sequence[str]) -> list[UsageLine]:
    """Month by month, the latest first: how much, and never who nor which day. In the rows that the open door shows."""
    return [
        UsageLine(right, month, Use(use), Unit(unit), quantity)
        for right, month, use, unit, quantity in sql.rows(_USAGE, [list(rights)])
    ]


def bulk_of(place: PlaceRef) -> list[SharedLine]:
    """What organisations bought for their people, the latest first."""
    return [_shared(row) for row in sql.rows(_BULK + _OF_PLACE, [place.organisation_id, place.id])]


def find_bulk(place: PlaceRef, *, allowance: UUID) -> SharedLine | None:
    rows = sql.rows(_BULK + _ONE, [place.organisation_id, place.id, allowance])
    return next((line for line in map(_shared, rows) if line.right.startswith(BULK)), None)


def shared_of_customers(customer_ids: Sequence[int], *, now: datetime) -> list[SharedLine]:
    """What these organisations have for their people on the day of each place, wherever the open door shows."""
    said = {"customers": list(customer_ids), "day": None, "now": now}
    rows = sql.rows(_BULK + _OF_CUSTOMERS, said) if customer_ids else []
    return [_shared(row) for row in rows]


def _shared(row: sql.Row) -> SharedLine:
    *names, use, unit, granted, balance, expires_on = row
    columns: list[object] = [*names, Use(use), Unit(unit), granted, balance, expires_on]
    return SharedLine(*columns)  # type: ignore[arg-type]  # the columns of the statement
