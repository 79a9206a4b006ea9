"""The waiting list as a person sees it, and what the letters and links of its offers need."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cantine.booking import rules
from cantine.booking.models import Waiting
from cantine.booking.queries.links import link_of
from cantine.core import scoping
from cantine.kernel import Interval

LIVE = (rules.WaitState.WAITING, rules.WaitState.OFFERED)


@dataclass(frozen=True)
class WaitingCard:
    """Somebody waits, or is offered until ``offered_until``."""

    id: int
    uuid: UUID
    place_id: int
    organisation_id: int
    resource_id: int
    resource_name: str
    resource_slug: str
    person_id: int
    interval: Interval
    quantity: int
    asked_at: datetime
    state: rules.WaitState
    offered_until: datetime | None
    booking_id: int | None

    @property
    def starts_at(self) -> datetime:
        return self.interval.starts_at

    @property
    def ends_at(self) -> datetime:
        return self.interval.ends_at

    @property
    def offered(self) -> bool:
        return self.state is rules.WaitState.OFFERED

    @property
    def offer_link(self) -> str:
        """The path of the page where an offer is answered."""
        return f"/offre/{link_of(self.uuid, purpose='offer')}/"


def waiting_of(*, person_id: int, now: datetime) -> list[WaitingCard]:
    """What a person waits for, and what is offered to them, in every place; the nearest first."""
    with scoping.unscoped("a person's own lines name the rooms of every place"):
        rows = Waiting.objects.filter(person_id=person_id, state__in=LIVE, starts_at__gt=now)
        return [_card(row) for row in rows.select_related("resource").order_by("starts_at", "id")]


def waiting_by_uuid(uuid: UUID) -> WaitingCard | None:
    """One line of the scope that is open."""
    row = Waiting.objects.filter(uuid=uuid).select_related("resource").first()
    return _card(row) if row else None


def own_waiting(uuid: UUID, *, person_id: int) -> WaitingCard | None:
    """One of a person's own lines, in whatever place."""
    with scoping.unscoped("a person's own line names its room and its place"):
        row = Waiting.objects.filter(uuid=uuid, person_id=person_id).select_related("resource").first()
        return _card(row) if row else None


def offer_of_booking(booking_id: int) -> WaitingCard | None:
    """The line of the waiting list that a booking was made to answer, unless it was taken up since."""
    rows = Waiting.objects.filter(booking_id=booking_id).exclude(state=rules.WaitState.TAKEN)
    row = rows.select_related("resource").first()
    return _card(row) if row else None


def how_many_wait(*, resource_id: int, interval: Interval) -> int:
    """How many were there first for any part of this time."""
    rows = Waiting.objects.filter(resource_id=resource_id, state__in=LIVE)
    return rows.filter(starts_at__lt=interval.ends_at, ends_at__gt=interval.starts_at).count()


def _card(row: Waiting) -> WaitingCard:
    return WaitingCard(
        id=row.pk, uuid=row.uuid, place_id=row.place_id, organisation_id=row.organisation_id,
        resource_id=row.resource_id, resource_name=row.resource.name, resource_slug=row.resource.slug,
        person_id=row.person_id, interval=Interval(row.starts_at, row.ends_at), quantity=row.quantity,
        asked_at=row.asked_at, state=rules.WaitState(row.state), offered_until=row.offered_until,
        booking_id=row.booking_id,
    )  # fmt: skip
