"""Occupations as people read them: who holds which space until when, who waits, what was seen at entry and exit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Value

from cantine.booking.models import Occupation, OccupationWish, StatePhoto, StateReport
from cantine.booking.rules import occupations as rules
from cantine.core import scoping
from cantine.places.queries import PlaceRef, ResourceCard


@dataclass(frozen=True)
class OccupationCard:
    """``occupant`` is the organisation's name, else the person's: for the eyes of the team and of the occupant."""

    uuid: UUID
    place_id: int
    resource_id: int
    resource_name: str
    resource_slug: str
    occupant: str
    person_id: int | None
    quantity: int
    people: int
    starts_on: date
    ends_on: date | None
    agreement: str
    moved_from: UUID | None

    def standing(self, today: date) -> rules.Standing:
        return rules.standing_on(today, starts_on=self.starts_on, ends_on=self.ends_on)

    def holds(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


_COLUMNS = (
    "uuid", "place_id", "resource_id", "resource__name", "resource__slug", "customer__name", "person__name",
    "person__email", "person_id", "quantity", "people", "starts_on", "ends_on", "agreement", "moved_from__uuid",
)  # fmt: skip


def occupations_of(place: PlaceRef, *, since: date | None = None) -> list[OccupationCard]:
    """Those of the place, by space then by day; ``since`` leaves out what ended before it. One statement."""
    which = Q(place_id=place.id)
    if since is not None:
        which &= Q(ends_on__isnull=True) | Q(ends_on__gte=since)
    return _cards(which)


def occupations_of_person(*, person_id: int, today: date) -> list[OccupationCard]:
    """Mine that run or will, in every place of the scope."""
    return _cards(Q(person_id=person_id) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today)))


def occupation_by_uuid(place: PlaceRef, uuid: UUID) -> OccupationCard | None:
    return next(iter(_cards(Q(place_id=place.id, uuid=uuid))), None)


@dataclass(frozen=True)
class WishCard:
    uuid: UUID
    place_id: int
    who: str
    person_id: int | None
    customer_id: int | None
    what: str
    resource_id: int | None
    from_day: date
    note: str
    asked_at: datetime


def wishes_of(place: PlaceRef, *, language: str = "fr") -> list[WishCard]:
    """Those who wait, in their order."""
    return _wishes(OccupationWish.objects.filter(place_id=place.id, closed_at=None), language)


@dataclass(frozen=True)
class OwnOccupations:
    """What a person occupies and waits for, in every place, with the reports of each occupation."""

    occupations: list[OccupationCard]
    wishes: list[WishCard]
    reports: dict[UUID, list["ReportCard"]]


def own_occupations(*, person_id: int, language: str = "fr") -> OwnOccupations:
    """Opens the doors that it needs: their own rows first, then the tenancies that these name."""
    with scoping.own(person_id):
        held = Occupation.objects.filter(person_id=person_id).values_list("organisation_id", "pk", Value(False))
        wished = OccupationWish.objects.filter(person_id=person_id, closed_at=None)
        own = list(held.union(wished.values_list("organisation_id", "pk", Value(True)), all=True))
    mine, waits = ([pk for _, pk, wish in own if wish is which] for which in (False, True))
    if not own:
        return OwnOccupations([], [], {})
    with scoping.scope({organisation for organisation, _, _ in own}):
        reports: dict[UUID, list[ReportCard]] = {}
        rows = (
            StateReport.objects.filter(occupation_id__in=mine).select_related("occupation").prefetch_related("photos")
        )
        for row in rows.order_by("signed_at", "pk"):
            reports.setdefault(row.occupation.uuid, []).append(_report(row))
        return OwnOccupations(
            _cards(Q(pk__in=mine)) if mine else [],
            _wishes(OccupationWish.objects.filter(pk__in=waits), language) if waits else [],
            reports,
        )


@dataclass(frozen=True)
class ReportCard:
    uuid: UUID
    moment: rules.Moment
    lines: tuple[rules.StateLine, ...]
    note: str
    signed_for_place: str
    signed_for_occupant: str
    signed_at: datetime
    photos: tuple["StatePhotoCard", ...] = ()


@dataclass(frozen=True)
class StatePhotoCard:
    """A picture of a report; ``width`` and ``height`` are those of the original."""

    uuid: UUID
    position: int
    width: int
    height: int


def reports_of(occupation: UUID) -> list[ReportCard]:
    """At entry, then at exit, with their pictures; two statements."""
    rows = StateReport.objects.filter(occupation__uuid=occupation).prefetch_related("photos")
    return [_report(row) for row in rows.order_by("signed_at", "id")]


def owner_of_photo(place: PlaceRef, photo: UUID) -> tuple[int | None] | None:
    """Whose occupation a picture is of, in a tuple; None for a picture that is not of this place."""
    row = StatePhoto.objects.filter(uuid=photo, report__occupation__place_id=place.id)
    found: tuple[int | None] | None = row.values_list("report__occupation__person_id").first()
    return found


@dataclass(frozen=True)
class Stretch:
    """``halves`` half months of a timeline in a row with one occupation, or free (None)."""

    card: OccupationCard | None
    halves: int


def timeline_of(resource: ResourceCard, cards: Sequence[OccupationCard], *, year: int) -> list[Stretch]:
    """The twenty-four half months of a year in one space: each is whose who holds its middle day."""
    mine = [card for card in cards if card.resource_id == resource.id]
    stretches: list[Stretch] = []
    for month in range(1, 13):
        for middle in (8, 23):
            day = date(year, month, middle)
            holder = next((card for card in mine if card.holds(day)), None)
            if stretches and stretches[-1].card == holder:
                stretches[-1] = Stretch(holder, stretches[-1].halves + 1)
            else:
                stretches.append(Stretch(holder, 1))
    return stretches


def free_from(resource: ResourceCard, cards: Sequence[OccupationCard], *, today: date) -> date | None:
    """The first day from today on which nobody holds the space; None while somebody holds it without an end."""
    day = today
    for card in sorted((card for card in cards if card.resource_id == resource.id), key=lambda each: each.starts_on):
        if card.holds(day):
            if card.ends_on is None:
                return None
            day = card.ends_on + timedelta(days=1)
    return day


def _wishes(rows: "QuerySet[OccupationWish]", language: str) -> list[WishCard]:
    name = "kind__name_en" if language.startswith("en") else "kind__name_fr"
    columns = (
        "uuid", "place_id", "customer__name", "person__name", "person__email", "person_id", "customer_id", name,
        "resource__name", "resource_id", "from_day", "note", "asked_at",
    )  # fmt: skip
    return [
        WishCard(
            uuid, place_id, customer or person or email or "", person_id, customer_id, kind or room or "", room_id, day,
            note, at,
        )
        for (
            uuid, place_id, customer, person, email, person_id, customer_id, kind, room, room_id, day, note, at,
        ) in rows.order_by("position", "id").values_list(*columns)
    ]  # fmt: skip


def _report(row: StateReport) -> ReportCard:
    return ReportCard(
        row.uuid, rules.Moment(row.moment), tuple(_line(line) for line in row.lines), row.note, row.signed_for_place,
        row.signed_for_occupant, row.signed_at,
        tuple(
            StatePhotoCard(each.uuid, each.position, each.width, each.height)
            for each in sorted(row.photos.all(), key=lambda each: each.position)
        ),
    )  # fmt: skip


def _line(line: dict[str, Any]) -> rules.StateLine:
    return rules.StateLine(item=line["item"], condition=rules.Condition(line["condition"]), note=line["note"])


def _cards(which: Q) -> list[OccupationCard]:
    rows = Occupation.objects.filter(which).order_by("resource__position", "resource_id", "starts_on", "id")
    return [
        OccupationCard(
            uuid, place_id, resource_id, room, slug, customer or person or email or "", person_id, quantity, people,
            starts, ends, agreement, moved,
        )
        for (
            uuid, place_id, resource_id, room, slug, customer, person, email, person_id, quantity, people, starts,
            ends, agreement, moved,
        ) in rows.values_list(*_COLUMNS)
    ]  # fmt: skip
