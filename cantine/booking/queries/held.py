"""Options that wait for something else: what they take, and what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from cantine.booking import rules
from cantine.booking.models import Booking, Occurrence
from cantine.booking.queries.prices import source_of
from cantine.kernel import Interval
from cantine.places.queries import PlaceRef


@dataclass(frozen=True)
class HeldDate:
    """A date that was held for something, whatever became of it."""

    held_for: str
    uuid: UUID
    resource_slug: str
    resource_name: str
    interval: Interval
    state: rules.State

    @property
    def source(self) -> str:
        """How its charge names it."""
        return source_of(self.uuid)


def held_dates(place: PlaceRef, *, held_for: Iterable[str]) -> list[HeldDate]:
    """In the order of time; one statement, however many things they wait for."""
    rows = Occurrence.objects.filter(
        organisation_id=place.organisation_id, place_id=place.id, booking__held_for__in=list(held_for)
    )
    columns = ("booking__held_for", "uuid", "resource__slug", "resource__name", "starts_at", "ends_at", "state")
    return [
        HeldDate(reference, uuid, slug, name, Interval(starts_at, ends_at), rules.State(state))
        for reference, uuid, slug, name, starts_at, ends_at, state in rows.order_by("starts_at", "pk").values_list(
            *columns
        )
    ]


def held_for(booking_id: int) -> str:
    """What an option waits for; "" where it has an hour of its own."""
    return Booking.objects.filter(pk=booking_id).values_list("held_for", flat=True).first() or ""
