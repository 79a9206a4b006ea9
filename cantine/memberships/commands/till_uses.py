"""What a plan, a pass or a right gives of what the counter sells: whole pieces only, drawn with the sale and given back with it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

from cantine.billing.commands.counter.included import Use as Sold
from cantine.billing.rules.counter import MOST_PIECES, Included
from cantine.core.actor import system
from cantine.memberships import queries
from cantine.memberships.commands.drawing import Act, draw, give_back
from cantine.memberships.queries import Held
from cantine.memberships.rules import Need, Use, drawn_from
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Unit

TILL = system("memberships.till")
# A code; its names; what it is for, the unit that a piece is, and how much of each unit would pay for one.
USES: Mapping[str, tuple[str, str, Use, Unit, Mapping[Unit, Decimal]]] = {
    "print": ("Pages imprimées", "Printed pages", Use.PRINT, Unit.PIECE, {Unit.PIECE: Decimal(1)}),
    "guest": ("Invités", "Guests", Use.GUEST, Unit.PIECE, {Unit.PIECE: Decimal(1)}),
    "seat:day": ("Journées", "Days", Use.SEAT, Unit.DAY, {Unit.DAY: Decimal(1), Unit.HALF_DAY: Decimal(2)}),
    "seat:half_day": ("Demi-journées", "Half-days", Use.SEAT, Unit.HALF_DAY, {Unit.HALF_DAY: Decimal(1), Unit.DAY: Decimal("0.5")}),
}  # fmt: skip


class TillAllowances:
    """As the till asks it (``billing.commands.counter.included``)."""

    def uses(self, place: PlaceRef) -> Sequence[Sold]:
        return [Sold(code, each[0], each[1]) for code, each in USES.items()]

    def left(self, place: PlaceRef, *, person_id: int, codes: Sequence[str], day: date) -> Mapping[str, Included]:
        asked = {code: MOST_PIECES for code in codes if code in USES}
        return {
            code: found
            for code, pieces in asked.items()
            if (found := _included(place, person_id, code, pieces, day, lock=False)) is not None
        }

    def draw(
        self, place: PlaceRef, *, person_id: int, sale: UUID, asked: Mapping[str, int], now: datetime, replay: bool
    ) -> Mapping[str, Included]:
        """Two who draw the last one queue on its row, and the second finds none."""
        day, found = place.today(now), {}
        for code in sorted(asked.keys() & USES.keys()):
            included = _included(place, person_id, code, asked[code], day, lock=True)
            if included is None:
                continue
            found[code] = included
            if included.pieces:
                name, _en, use, _unit, _ways = USES[code]
                act = Act(source=source_of(sale, code), person_id=person_id, use=use, day=day, name=name)
                draw(actor=TILL, now=now, place=place, act=act, need=_need(code, included.pieces), replay=replay)
        return found

    def give_back(self, place: PlaceRef, *, sale: UUID, codes: Sequence[str], now: datetime, replay: bool) -> None:
        sources = [source_of(sale, code) for code in codes if code in USES]
        give_back(actor=TILL, now=now, place=place, sources=sources, replay=replay)


def source_of(sale: UUID, code: str) -> str:
    return f"counter.use:{sale}:{code}"


def _included(place: PlaceRef, person_id: int, code: str, pieces: int, day: date, *, lock: bool) -> Included | None:
    """How many of ``pieces`` somebody’s allowances pay for; None where they have none for this use."""
    use, unit = USES[code][2:4]
    held = queries.purses_of(place, person_id=person_id, use=use, day=day, lock=lock)
    if not held:
        return None
    caps = queries.caps_of(place, person_id=person_id, day=day)
    lacking = drawn_from(_need(code, pieces), (each.purse for each in held), caps=caps).lacking
    return Included(pieces - int(lacking.to_integral_value(rounding=ROUND_CEILING)), _over(held, unit))


def _need(code: str, pieces: int) -> Need:
    unit, ways = USES[code][3:]
    return Need(unit, {each: quantity * pieces for each, quantity in ways.items()})


def _over(held: Sequence[Held], unit: Unit) -> int | None:
    """What one more costs, where it is counted in this very unit."""
    return next(
        (each.overage_cents for each in held if each.overage_cents is not None and each.purse.unit is unit), None
    )
