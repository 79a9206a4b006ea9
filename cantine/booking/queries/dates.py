"""Dates as people read them: mine in every place, those of one booking, those between two instants at a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from cantine.booking import rules
from cantine.booking.models import Occurrence
from cantine.core import scoping
from cantine.kernel import Interval

_COLUMNS = {
    "id": F("pk"),
    "occurrence_uuid": F("uuid"),
    "booking": F("booking_id"),
    "booking_uuid": F("booking__uuid"),
    "place": F("place_id"),
    "organisation": F("organisation_id"),
    "resource": F("resource_id"),
    "resource_uuid": F("resource__uuid"),
    "resource_slug": F("resource__slug"),
    "resource_name": F("resource__name"),
    "how_to_enter": F("resource__how_to_enter"),
    "owner": F("person_id"),
    "made_at": F("booking__made_at"),
    "title": F("booking__title"),
    "title_hidden": F("booking__title_hidden"),
    "note": F("booking__note"),
    "guests": F("booking__guests"),
    "rrule": F("booking__rrule"),
    "layout": F("booking__layout"),
    "guest_names": F("booking__guest_names"),
    "overridden": F("booking__overridden"),
    "made_by": F("booking__made_by_id"),
    "customer": F("booking__customer_id"),
    "customer_name": F("booking__customer__name"),
    "trial": F("booking__trial"),
    "held_for": F("booking__held_for"),
}
_ROW = (
    "starts_at", "ends_at", "state", "quantity", "expires_at", "sequence", "reason", "changed_at", "late", "state_before",
    "cancelled_by_id", "judged_from",
)  # fmt: skip


@dataclass(frozen=True)
class DateCard:
    """One dated occurrence with what its booking says; personal columns are for those who may see them."""

    id: int
    uuid: UUID
    booking_id: int
    booking_uuid: UUID
    place_id: int
    organisation_id: int
    resource_id: int
    resource_uuid: UUID
    resource_slug: str
    resource_name: str
    person_id: int | None
    starts_at: datetime
    ends_at: datetime
    state: rules.State
    quantity: int
    expires_at: datetime | None
    sequence: int
    reason: str
    made_at: datetime
    title: str
    title_hidden: bool
    note: str
    guests: int
    rrule: str
    layout: str
    guest_names: str
    overridden: tuple[str, ...]
    made_by_id: int | None
    customer_name: str | None
    changed_at: datetime
    late: bool
    state_before: str
    cancelled_by_id: int | None
    how_to_enter: str
    judged_from: datetime | None = None
    trial: bool = False
    customer_id: int | None = None
    held_for: str = ""

    @property
    def promised(self) -> bool:
        """A quote keeps it, or was accepted with it: it is not its person's alone to give up."""
        return bool(self.held_for)

    @property
    def interval(self) -> Interval:
        return Interval(self.starts_at, self.ends_at)

    @property
    def firm(self) -> bool:
        """Whether giving it up late counts."""
        return rules.is_firm(state=self.state, starts_at=self.starts_at, judged_from=self.judged_from)

    @property
    def takes(self) -> bool:
        return self.state in rules.TAKING


def cards(rows: "QuerySet[Occurrence]") -> list[DateCard]:
    """The rows as cards, in one statement."""
    return [_card(row) for row in rows.values(*_ROW, **{f"x_{name}": column for name, column in _COLUMNS.items()})]


def _card(row: dict[str, Any]) -> DateCard:
    return DateCard(
        id=row["x_id"], uuid=row["x_occurrence_uuid"], booking_id=row["x_booking"], booking_uuid=row["x_booking_uuid"],
        place_id=row["x_place"], organisation_id=row["x_organisation"], resource_id=row["x_resource"],
        resource_uuid=row["x_resource_uuid"], resource_slug=row["x_resource_slug"],
        resource_name=row["x_resource_name"], person_id=row["x_owner"], starts_at=row["starts_at"],
        ends_at=row["ends_at"], state=rules.State(row["state"]), quantity=row["quantity"],
        expires_at=row["expires_at"], sequence=row["sequence"], reason=row["reason"], made_at=row["x_made_at"],
        title=row["x_title"], title_hidden=row["x_title_hidden"], note=row["x_note"], guests=row["x_guests"],
        rrule=row["x_rrule"], layout=row["x_layout"], guest_names=row["x_guest_names"],
        overridden=tuple(row["x_overridden"]), made_by_id=row["x_made_by"],
        customer_name=row["x_customer_name"], changed_at=row["changed_at"], late=row["late"],
        state_before=row["state_before"], cancelled_by_id=row["cancelled_by_id"],
        how_to_enter=row["x_how_to_enter"], judged_from=row["judged_from"], trial=row["x_trial"],
        customer_id=row["x_customer"], held_for=row["x_held_for"],
    )  # fmt: skip


def dates_by_id(ids: Iterable[int]) -> list[DateCard]:
    """Some dates of the scope that is open, in time order."""
    return cards(Occurrence.objects.filter(pk__in=list(ids)).order_by("starts_at", "id"))


def places_with_dates_of(*, person_id: int) -> list[int]:
    """The places where a person has or had dates, of the scope that is open."""
    return sorted(set(Occurrence.objects.filter(person_id=person_id).values_list("place_id", flat=True)))


def dates_of(*, booking_id: int) -> list[int]:
    """The keys of a booking's dates."""
    return list(Occurrence.objects.filter(booking_id=booking_id).order_by("pk").values_list("pk", flat=True))


def date_by_uuid(uuid: UUID, *, place_id: int | None = None) -> DateCard | None:
    """One date of the scope that is open, by its public id."""
    rows = Occurrence.objects.filter(uuid=uuid)
    return next(iter(cards(rows.filter(place_id=place_id) if place_id else rows)), None)


def date_among_others(uuid: UUID, *, place_id: int) -> tuple[DateCard | None, list[DateCard]]:
    """One date of the scope that is open, and every date of its booking in time order; one statement."""
    mine = Occurrence.objects.filter(uuid=uuid, place_id=place_id).values("booking_id")
    every = cards(Occurrence.objects.filter(booking_id__in=mine).order_by("starts_at", "id"))
    return next((each for each in every if each.uuid == uuid), None), every


def dates_of_booking(uuid: UUID) -> list[DateCard]:
    """Every date of one booking, in time order."""
    return cards(Occurrence.objects.filter(booking__uuid=uuid).order_by("starts_at", "id"))


def coming_dates_of(*, person_id: int, now: datetime, limit: int = 50) -> list[DateCard]:
    """A person's dates that are not over, in every place, the nearest first."""
    with scoping.unscoped("a person's own dates name the rooms of every place"):
        rows = Occurrence.objects.filter(person_id=person_id, ends_at__gt=now, state__in=sorted(rules.TAKING))
        return cards(rows.order_by("starts_at", "id")[:limit])


def bookings_between(
    *, place_id: int, window: Interval, states: Iterable[rules.State] = rules.TAKING, person_id: int | None = None
) -> list[DateCard]:
    """The dates of a place that overlap ``window``, in time order."""
    which = Q(place_id=place_id, starts_at__lt=window.ends_at, ends_at__gt=window.starts_at, state__in=sorted(states))
    which &= Q(starts_at__gt=window.starts_at - rules.LONGEST_BOOKING)
    if person_id is not None:
        which &= Q(person_id=person_id)
    return cards(Occurrence.objects.filter(which).order_by("starts_at", "id"))
