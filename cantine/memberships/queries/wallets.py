"""What somebody may use during some days, as it is spent by several acts that are priced one after the other."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from cantine.core import sql
from cantine.memberships.queries.allowances import MINE, caps_of
from cantine.memberships.rules import Purse, Use, first_used
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Drawn as PriceDrawn
from cantine.pricing.rules import Entitlement, Unit

# For somebody’s organisation only what it pays for itself; for oneself all that one has.
_OVER_DAYS = f"""
SELECT a.id, a.unit, a.balance, a.begins_on, a.expires_on, a.right, a.overage_cents, a.name_fr, a.person_id IS NULL
FROM memberships_allowance a
WHERE a.organisation_id = %(organisation)s AND a.place_id = %(place)s AND a.use = %(use)s AND {MINE}
  AND (a.balance > 0 OR a.overage_cents IS NOT NULL)
  AND (%(customer)s::bigint IS NULL OR a.customer_id = %(customer)s)
  AND a.begins_on <= %(last_day)s AND (a.expires_on IS NULL OR a.expires_on >= %(day)s)
ORDER BY a.id
"""  # noqa: S608  words of our own


@dataclass
class Wallet:
    """What somebody may use during some days, as it is spent: for several acts that are priced one after the other."""

    _lines: list[tuple[Purse, date, str]]
    _caps: dict[str, Decimal]
    _past: dict[int, int] = field(default_factory=dict)

    def on(self, day: date) -> tuple[Entitlement, ...]:
        """What serves on a day, in the order in which it is drawn; used up, a plan still says what one more costs."""
        serving = {purse.key: (purse, name) for purse, begins_on, name in self._lines if _serves(purse, begins_on, day)}
        return tuple(
            Entitlement(str(purse.key), serving[purse.key][1], purse.unit, self._most(purse), self._past.get(purse.key))
            for purse in first_used(purse for purse, _name in serving.values())
            if self._most(purse) > 0 or purse.key in self._past
        )

    def spend(self, drawn: Iterable[PriceDrawn]) -> Decimal:
        """A price used these; returns how much in all."""
        taken = {int(each.code): each.quantity for each in drawn}
        self._lines = [
            (replace(purse, left=purse.left - taken.get(purse.key, Decimal(0))), begins_on, name)
            for purse, begins_on, name in self._lines
        ]
        for purse, _begins_on, _name in self._lines:
            if purse.right in self._caps:
                self._caps[purse.right] -= taken.get(purse.key, Decimal(0))
        return sum(taken.values(), Decimal(0))

    def _most(self, purse: Purse) -> Decimal:
        return min(purse.left, self._caps.get(purse.right, purse.left))


def wallet_of(
    place: PlaceRef, *, person_id: int | None, use: Use, first_day: date, last_day: date, customer_id: int | None = None,
    lock: bool = False,
) -> Wallet:  # fmt: skip
    """What somebody may use for themselves, or for an organisation that pays for it, during these days; under a lock until the
    transaction ends if asked. One statement, two where something is shared."""
    said = {
        "organisation": place.organisation_id, "place": place.id, "person": person_id, "use": use.value,
        "day": first_day, "last_day": last_day, "customer": customer_id,
    }  # fmt: skip
    rows = sql.rows(_OVER_DAYS + (" FOR NO KEY UPDATE OF a" if lock else ""), said) if person_id is not None else []
    shared = any(row[-1] for row in rows)
    caps = caps_of(place, person_id=person_id, day=first_day) if shared and person_id is not None else {}
    return Wallet(
        [
            (Purse(key, Unit(unit), left, expires_on, right), begins_on, name)
            for key, unit, left, begins_on, expires_on, right, _over, name, _shared in rows
        ],
        caps,
        {row[0]: row[6] for row in rows if row[6] is not None},
    )


def _serves(purse: Purse, begins_on: date, day: date) -> bool:
    return begins_on <= day and (purse.expires_on is None or day <= purse.expires_on)
