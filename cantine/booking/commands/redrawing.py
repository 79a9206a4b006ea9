"""Dates to come when a plan begins, changes, pauses or ends: what each uses in advance is what its person has by then."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from cantine.billing.queries import ChargeLine, charges_of, due_charges
from cantine.billing.rules import State as Asked
from cantine.booking import rules
from cantine.booking.commands.charging import SELLER, charge_dates
from cantine.booking.models import Booking, Occurrence
from cantine.booking.queries.prices import source_of
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.memberships import commands as memberships
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

STANDING = (rules.State.CONFIRMED, rules.State.HELD, rules.State.REQUESTED)


def redraw_coming(*, actor: Actor, now: datetime, place: PlaceRef, person_ids: Iterable[int]) -> None:
    """Make the dates to come of these persons use what they have by now, the first ones first: what a plan that ended had paid for is
    paid for by another one, or asked for. What a document took, or a quote promised, stands. Said again, it changes nothing. Records
    what memberships and billing record. Refusals: none.
    """
    authorize(actor, "booking.redraw", Target(place.organisation_id, place.id))
    with transaction.atomic():
        rows = Occurrence.objects.filter(
            organisation_id=place.organisation_id, place_id=place.id, person_id__in=sorted(set(person_ids)),
            starts_at__gt=now, state__in=STANDING,
        )  # fmt: skip
        found = _free_to_move(place, list(rows.select_for_update(no_key=True).order_by("starts_at", "pk")))
        if not found:
            return
        charges = charges_of(organisation_id=place.organisation_id, sources=[source_of(row.uuid) for row in found])
        drew = {source for source, charge in charges.items() if charge.price.drawn}
        memberships.unwind(actor=SELLER, now=now, place=place, sources=sorted(drew))
        _charge_anew(place, found, drew, now)


def _charge_anew(place: PlaceRef, rows: Sequence[Occurrence], drew: set[str], now: datetime) -> None:
    """Booking by booking, that of the first date first."""
    bookings = Booking.objects.in_bulk({row.booking_id for row in rows})
    for key in dict.fromkeys(row.booking_id for row in rows):
        mine = [row for row in rows if row.booking_id == key]
        pairs = [(row, card) for row in mine if (card := places.resource_by_id(row.resource_id)) is not None]
        charge_dates(pairs, booking=bookings[key], place=place, now=now, again=True, drew=drew)


def _free_to_move(place: PlaceRef, rows: Sequence[Occurrence]) -> list[Occurrence]:
    """Those whose charge no document took and no quote promised."""
    if not rows:
        return []
    charges = charges_of(organisation_id=place.organisation_id, sources=[source_of(row.uuid) for row in rows])
    days = [charge.day for charge in charges.values()]
    due = (
        {each.source: each for each in due_charges(place, first_day=min(days), last_day=max(days))} if days else {}
    )  # fmt: skip
    return [row for row in rows if not _is_bound(charges.get(source_of(row.uuid)), due)]


def _is_bound(charge: ChargeLine | None, due: Mapping[str, ChargeLine]) -> bool:
    if charge is None or charge.standing.state is not Asked.DUE or not charge.price.net_cents:
        return False
    waits = due.get(charge.source)
    return waits is None or waits.promised_until is not None
