"""What is owed and on no document yet: by act, and by payer over some days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, Subquery

from cantine.billing.models import Charge, Invoice, Payer
from cantine.billing.rules import Asked, Standing, State, asked_of, document_from_json, given_back, is_to_mend
from cantine.kernel import Interval
from cantine.kernel.once import once
from cantine.places.queries import PlaceRef
from cantine.pricing.rules import Price, price_from_json


@dataclass(frozen=True)
class ChargeLine:
    """A charge as it stands. ``payer`` names a kind, ``organisation`` or ``person``, and its id; 0 when nobody is left.
    ``promised_until`` is the last day of its quote."""

    uuid: UUID
    source: str
    name: str
    day: date
    interval: Interval | None
    person_id: int | None
    customer_id: int | None
    standing: Standing
    frozen: dict[str, Any]
    paid_by: int | None = None
    promised_until: date | None = None

    def is_ripe(self, today: date) -> bool:
        """Whether it may be invoiced: its day came, and the last one of the quote that promised it."""
        return max(self.day, self.promised_until or self.day) <= today

    @once
    def price(self) -> Price:
        return price_from_json(self.frozen)

    @once
    def asked(self) -> Asked:
        return asked_of(self.price, self.standing, source=self.source)

    @property
    def payer(self) -> tuple[str, int]:
        """The organisation on whose behalf it was, else whoever pays for the person, else the person."""
        organisation = self.customer_id or self.paid_by
        return ("organisation", organisation) if organisation else ("person", self.person_id or 0)


CHARGE_COLUMNS = (
    "uuid", "source", "name", "day", "starts_at", "ends_at", "person_id", "customer_id", "state", "percent", "price",
)  # fmt: skip


# Whoever pays in the place of a person does from a day on, or for all that is not invoiced.
_LENT = Q(paid_from=None) | Q(paid_from__lte=OuterRef("day"))


def charges_of(*, organisation_id: int, sources: Iterable[str]) -> dict[str, ChargeLine]:
    """By source, those that have one; one statement."""
    rows = Charge.objects.filter(organisation_id=organisation_id, source__in=list(sources))
    return {line.source: line for line in map(charge_line, rows.values_list(*CHARGE_COLUMNS))}


def due_charges(place: PlaceRef, *, first_day: date, last_day: date) -> list[ChargeLine]:
    """What stands on these days, asks for something or offers it, and that no document took, in the order of time."""
    return _due(place, day__range=(first_day, last_day))


def due_with_before(place: PlaceRef, *, first_day: date, last_day: date) -> list[ChargeLine]:
    """The same, with what asks for something before these days; one statement."""
    return _due(place, Q(day__gte=first_day) | Q(net_cents__gt=0), day__lte=last_day)


def owed_by(place: PlaceRef, *, payer: tuple[str, int], last_day: date) -> list[ChargeLine]:
    """What one payer is asked for up to a day, and that no document took. What a quote promised waits for its last day, so
    that it is billed whole and its deposit taken off."""
    kind, key = payer
    whole = Q(quote=None) | Q(quote__last_day__lte=last_day)
    mine = Q(customer_id=key) if kind == "organisation" else Q(customer_id=None, person_id=key)
    lent = Q(customer_id=None, paid_by=key) if kind == "organisation" else Q(paid_by=None)
    who = mine | lent if kind == "organisation" else mine & lent
    return [each for each in _due(place, who, whole, day__lte=last_day) if each.asked.net_cents]


def owed_ahead(place: PlaceRef, *, payer: tuple[str, int], charges: Iterable[UUID]) -> list[ChargeLine]:
    """Of these, what one payer is asked for, whatever its day, and that no document took; what a quote promised is left out: it is
    billed whole. One statement."""
    rows = _due(place, Q(quote=None), uuid__in=list(charges))
    return [each for each in rows if each.payer == payer and each.asked.net_cents]


def deposits_on(organisation_id: int, *, charges: Iterable[UUID]) -> dict[UUID, tuple[str, int]]:
    """By charge, the deposit that the quote which promised it asked for: its number, its cents with VAT. One statement."""
    rows = Charge.objects.filter(organisation_id=organisation_id, uuid__in=list(charges), quote__deposit__isnull=False)
    found = rows.values_list("uuid", "quote__deposit__reference", "quote__deposit__gross_cents")
    return {uuid: (reference, cents) for uuid, reference, cents in found}


def coming_of_person(person_id: int) -> list[tuple[int, ChargeLine]]:
    """What a person is asked for and that no document took, in every place that the open door shows, with the key of the place; what
    an organisation pays for is not theirs. One statement."""
    lent = Payer.objects.filter(
        _LENT, organisation_id=OuterRef("organisation_id"), person_id=person_id, paid_by_id__isnull=False
    )
    rows = Charge.objects.filter(~Exists(lent), person_id=person_id, customer_id=None, state=State.DUE, invoice=None)
    rows = rows.filter(net_cents__gt=0).order_by("day", "starts_at", "pk")
    found = [(place_id, charge_line(tuple(row))) for place_id, *row in rows.values_list("place_id", *CHARGE_COLUMNS)]
    return [(place_id, line) for place_id, line in found if line.asked.net_cents]


def owed_by_payer(place: PlaceRef, *, last_day: date) -> dict[tuple[str, int], list[ChargeLine]]:
    """The same for every payer of a place; one statement."""
    whole = Q(quote=None) | Q(quote__last_day__lte=last_day)
    found: dict[tuple[str, int], list[ChargeLine]] = {}
    for each in _due(place, whole, day__lte=last_day):
        if each.asked.net_cents:
            found.setdefault(each.payer, []).append(each)
    return found


@dataclass(frozen=True)
class Moved:
    """A charge that asks for something else than the document that billed it: given up, moved, priced anew. ``lines`` are
    its places on that document; ``left_cents`` is what it still asks for after what was given back."""

    charge: ChargeLine
    invoice: UUID
    reference: str
    payer_name: str
    invoiced_cents: int
    left_cents: int
    lines: tuple[int, ...]

    @property
    def asked_cents(self) -> int:
        return self.charge.asked.net_cents

    @property
    def asks_less(self) -> bool:
        return self.asked_cents < self.left_cents


def moved_since(place: PlaceRef) -> list[Moved]:
    """What was invoiced and changed since, without VAT, the latest day first, save what credit notes let go; one
    statement."""
    rows = Charge.objects.filter(
        organisation_id=place.organisation_id, place_id=place.id, invoice__issued_at__isnull=False,
        changed_at__gt=F("invoice__issued_at"),
    )  # fmt: skip
    notes = Invoice.objects.filter(corrects_id=OuterRef("invoice_id")).exclude(issued_at=None).order_by("pk")
    rows = rows.annotate(notes=ArraySubquery(notes.values("content")))
    columns = (
        "invoice__uuid", "invoice__reference", "invoice__payer_name", "invoice__content__lines", "notes", *CHARGE_COLUMNS,
    )  # fmt: skip
    found = [_moved(row) for row in rows.order_by("-day", "pk").values_list(*columns)]
    return [each for each in found if each.lines and _is_to_mend(each)]


def _is_to_mend(each: Moved) -> bool:
    return is_to_mend(
        invoiced_cents=each.invoiced_cents, left_cents=each.left_cents, asked_cents=each.asked_cents
    )  # fmt: skip


def _moved(row: tuple[Any, ...]) -> Moved:
    invoice, reference, payer, lines, notes, *rest = row
    gone = given_back(document_from_json(each) for each in notes)
    charge = charge_line(tuple(rest))
    whole = {place: line["net_cents"] for place, line in enumerate(lines) if line["charge"] == str(charge.uuid)}
    left = {place: cents - gone.get(place, 0) for place, cents in whole.items() if cents > gone.get(place, 0)}
    return Moved(charge, invoice, reference, payer, sum(whole.values()), sum(left.values()), tuple(left))


def _due(place: PlaceRef, *conditions: Q, **days: Any) -> list[ChargeLine]:
    payer = Payer.objects.filter(_LENT, organisation_id=place.organisation_id, person_id=OuterRef("person_id"))
    rows = Charge.objects.filter(
        organisation_id=place.organisation_id, place_id=place.id, state=State.DUE, invoice=None, **days
    )
    rows = rows.filter(Q(net_cents__gt=0) | Q(offered_cents__gt=0))
    rows = rows.annotate(paid_by=Subquery(payer.values("paid_by_id"))).filter(*conditions)
    columns = (*CHARGE_COLUMNS, "paid_by", "quote__last_day")
    return [charge_line(row) for row in rows.order_by("day", "starts_at", "pk").values_list(*columns)]


def charge_line(row: tuple[Any, ...]) -> ChargeLine:
    uuid, source, name, day, starts_at, ends_at, person_id, customer_id, state, percent, frozen, *paid_by = row
    interval = Interval(starts_at, ends_at) if starts_at is not None else None
    return ChargeLine(
        uuid, source, name, day, interval, person_id, customer_id, Standing(State(state), percent), frozen,
        *paid_by,
    )  # fmt: skip
