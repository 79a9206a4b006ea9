"""What somebody may use during some days, as it is spent by several acts that are priced one after the other."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from cantine.core import sql
from cantine.memberships.queries.allowances import FOR_WHOM, MINE, OURS, caps_of
from cantine.memberships.queries.passes import SEATS, seat_kinds_of
from cantine.memberships.queries.subscriptions import SubscriptionLine, subscriptions_used
from cantine.memberships.rules import STEPS, Need, Purse, Use, drawn_from, first_used, grants_in, month_of, months_after
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Drawn as PriceDrawn
from cantine.pricing.rules import Entitlement, Part, Price, Unit, covered

# For somebody’s organisation only what it pays for itself; for oneself all that one has, but for the rooms of a team.
_OVER_DAYS = f"""
SELECT a.id, a.unit, a.balance, a.begins_on, a.expires_on, a.right, a.overage_cents, a.name_fr, a.name_en, a.person_id IS NULL,
  a.source, a.use
FROM memberships_allowance a
WHERE a.organisation_id = %(organisation)s AND a.place_id = %(place)s AND ({MINE} OR {OURS}) AND {FOR_WHOM}
  AND a.use = CASE WHEN %(kind)s::text IN ({SEATS}) THEN 'seat' ELSE 'room' END
  AND (a.balance > 0 OR a.overage_cents IS NOT NULL)
  AND (%(customer)s::bigint IS NULL OR a.customer_id = %(customer)s)
  AND a.begins_on <= %(last_day)s AND (a.expires_on IS NULL OR a.expires_on >= %(day)s)
ORDER BY a.id
"""  # noqa: S608  words of our own


@dataclass(frozen=True)
class _Line:
    """One allowance: its purse, from when it serves, its names, and what one more unit costs past it."""

    purse: Purse
    begins_on: date
    name_fr: str
    name_en: str
    past: int | None

    def serves(self, day: date) -> bool:
        return self.begins_on <= day and (self.purse.expires_on is None or day <= self.purse.expires_on)


@dataclass
class Wallet:
    """What somebody may use during some days, as it is spent: for several acts that are priced one after the other. It pays for
    rooms by the hour, or for seats by half-days (``use``)."""

    _lines: list[_Line]
    _caps: dict[str, Decimal]
    use: Use = field(default=Use.ROOM)

    def on(self, day: date) -> tuple[Entitlement, ...]:
        """What serves on a day, in the order in which it is drawn; used up, a plan still says what one more costs."""
        return tuple(
            Entitlement(
                str(line.purse.key), line.name_fr, line.purse.unit, self._most(line.purse), line.past, line.name_en
            )
            for line in self._serving(day)
            if self._most(line.purse) > 0 or line.past is not None
        )

    def pay(self, price: Price, need: Need, day: date) -> Price:
        """A price with what its units in advance pay for of ``need``, in the order in which a ledger draws it. What costs nothing
        uses nothing."""
        serving = self._serving(day)
        if not serving or not price.net_cents or not need.quantity:
            return price
        found = drawn_from(need, [line.purse for line in serving], caps=self._caps)
        by_key = {line.purse.key: line for line in serving}
        parts = [
            _part(by_key[take.key], take.quantity, Fraction(take.quantity) / Fraction(need.ways[by_key[take.key].purse.unit]))
            for take in found.takes
        ]  # fmt: skip
        return covered(price, parts, past=_past(serving, need, found.lacking) if found.lacking else None)

    def spend(self, drawn: Iterable[PriceDrawn]) -> Decimal:
        """A price used these; returns how much in all."""
        taken = {int(each.code): each.quantity for each in drawn}
        self._lines = [
            replace(line, purse=replace(line.purse, left=line.purse.left - taken.get(line.purse.key, Decimal(0))))
            for line in self._lines
        ]
        for line in self._lines:
            if line.purse.right in self._caps:
                self._caps[line.purse.right] -= taken.get(line.purse.key, Decimal(0))
        return sum(taken.values(), Decimal(0))

    def add(self, lines: Iterable[_Line]) -> None:
        """What will be there by then."""
        self._lines = [*self._lines, *lines]

    def _serving(self, day: date) -> list[_Line]:
        by_key = {line.purse.key: line for line in self._lines if line.serves(day)}
        return [by_key[purse.key] for purse in first_used(line.purse for line in by_key.values())]

    def _most(self, purse: Purse) -> Decimal:
        return min(purse.left, self._caps.get(purse.right, purse.left))


def wallet_of(
    place: PlaceRef, *, person_id: int | None, kind: str, first_day: date, last_day: date, customer_id: int | None = None,
    today: date | None = None, lock: bool = False,
) -> Wallet:  # fmt: skip
    """What somebody may use of a kind of resource, for themselves or for an organisation that pays for it, during these days; under
    a lock until the transaction ends if asked. One statement, two where something is shared. With ``today``, what plans will
    give in the months after it counts too, as ``commands.give_ahead`` gives it: three more where a day is in one of them."""
    said = {
        "organisation": place.organisation_id, "place": place.id, "person": person_id, "kind": kind, "day": first_day,
        "last_day": last_day, "customer": customer_id,
    }  # fmt: skip
    rows = sql.rows(_OVER_DAYS + (" FOR NO KEY UPDATE OF a" if lock else ""), said) if person_id is not None else []
    shared = any(row[9] for row in rows)
    caps = caps_of(place, person_id=person_id, day=first_day) if shared and person_id is not None else {}
    wallet = Wallet([_line(row) for row in rows], caps, Use(rows[0][11]) if rows else Use.ROOM)
    if person_id is not None and today is not None and month_of(last_day) > month_of(today):
        wallet.use = Use.SEAT if kind in seat_kinds_of(place) else Use.ROOM
        lines = subscriptions_used(place, person_id=person_id, customer_id=customer_id, day=today)
        known = {row[10] for row in rows}
        if customer_id is None and wallet.use is Use.ROOM:
            lines = [line for line in lines if not (line.plan.people_max > 1 and line.plan.shared and line.customer_id)]
        wallet.add(_coming(lines, wallet.use, months_after(today, until=last_day), known, person_id))
    return wallet


def _coming(
    lines: Iterable[SubscriptionLine], use: Use, months: Iterable[date], known: set[str], person_id: int
) -> list[_Line]:
    """What plans will give of a use in these months, but for what they gave already."""
    found: list[_Line] = []
    for line in lines:
        plan, suffix = line.plan, f":{person_id}" if line.plan.people_max > 1 and not line.plan.shared else ""
        for month in months:
            terms = line.terms(max(line.since, month))
            for each in grants_in(month, included=terms.included if terms else (), running=line.running):
                if each.use is use and f"{line.right}:{each.key}{suffix}" not in known:
                    shared = plan.people_max > 1 and plan.shared
                    key = -1 - len(found)
                    purse = Purse(key, each.unit, each.quantity, each.expires_on, line.right, shared)
                    found.append(_Line(purse, each.begins_on, plan.name_fr, plan.name_en, each.overage_cents))
    return found


def _line(row: sql.Row) -> _Line:
    key, unit, left, begins_on, expires_on, right, past, name_fr, name_en, shared, _source, _use = row
    return _Line(Purse(key, Unit(unit), left, expires_on, right, shared), begins_on, name_fr, name_en, past)


def _past(serving: list[_Line], need: Need, lacking: Decimal) -> Part | None:
    """What no unit in advance pays for, at the price of the plan that asks least for it; by started steps of its unit."""
    found = []
    for line in serving:
        unit = line.purse.unit
        if line.past is None or not need.ways.get(unit):
            continue
        exact = lacking * need.ways[unit] / need.quantity / STEPS[unit]
        quantity = exact.to_integral_value(rounding=ROUND_CEILING) * STEPS[unit]
        found.append(
            (quantity * line.past, line.purse.key, replace(_part(line, quantity, Fraction(0)), unit_cents=line.past))
        )
    return min(found, key=lambda each: each[:2])[2] if found else None


def _part(line: _Line, quantity: Decimal, share: Fraction) -> Part:
    return Part(str(line.purse.key), line.name_fr, line.name_en, line.purse.unit, quantity, share)
