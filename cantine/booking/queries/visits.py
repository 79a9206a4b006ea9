"""Who is here, who came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from cantine.booking import rules
from cantine.booking.models import DayOpening, Device, Occurrence, OpeningCode, Visit, VisitorCard
from cantine.core import scoping
from cantine.core.secrets import digest
from cantine.kernel import Interval
from cantine.kernel.interval import merged
from cantine.memberships import queries as rights
from cantine.places import queries as places
from cantine.places.queries import PlaceRef


@dataclass(frozen=True)
class VisitCard:
    """One visit for the team of the place; ``name`` is the person's, whatever they show to others."""

    id: int
    uuid: UUID
    person_id: int | None
    name: str
    day: date
    arrived_at: datetime
    left_at: datetime | None
    how: str
    count: int
    resource: str

    @property
    def presence(self) -> rules.Presence:
        return rules.Presence(
            arrived_at=self.arrived_at, left_at=self.left_at, person=self.person_id, count=self.count,
            headcount=self.how == rules.How.HEADCOUNT,
        )  # fmt: skip


_COLUMNS = (
    "id", "uuid", "person_id", "person__name", "person__email", "day", "arrived_at", "left_at", "how", "count",
    "occurrence__resource__name",
)  # fmt: skip


def people_here(*, place_id: int) -> list[VisitCard]:
    """Open visits, the latest arrival first."""
    return _cards(Visit.objects.filter(place_id=place_id, left_at=None).order_by("-arrived_at", "-pk"))


def count_here(*, place_id: int) -> int:
    return Visit.objects.filter(place_id=place_id, left_at=None).aggregate(total=Sum("count"))["total"] or 0


def visits_between(*, place_id: int, first_day: date, last_day: date) -> list[VisitCard]:
    """The visits of these days, both included, in the order of arrival."""
    rows = Visit.objects.filter(place_id=place_id, day__gte=first_day, day__lte=last_day)
    return _cards(rows.order_by("arrived_at", "pk"))


def visits_during(*, place_id: int, window: Interval, after: int = 0, most: int = 500) -> list[VisitCard]:
    """Those who arrived during ``window``, in the order in which it was noted, from the one after ``after``."""
    rows = Visit.objects.filter(
        place_id=place_id, arrived_at__gte=window.starts_at, arrived_at__lt=window.ends_at, pk__gt=after
    )
    return _cards(rows.order_by("pk")[:most])


def visits_of_day(*, place_id: int, day: date) -> list[VisitCard]:
    """The visits of a day and those still open from before, in the order of arrival; one statement."""
    rows = Visit.objects.filter(Q(day=day) | Q(left_at=None), place_id=place_id)
    return _cards(rows.order_by("arrived_at", "pk"))


def somebody_came(*, occurrence_id: int, person_id: int | None, place_id: int, during: Interval) -> bool:
    """Whether a visit is known for this date: tied to it, or of its person while it ran."""
    seen = Q(place_id=place_id, person_id=person_id, arrived_at__lt=during.ends_at) & (
        Q(left_at=None) | Q(left_at__gt=during.starts_at)
    )
    return Visit.objects.filter(
        Q(occurrence_id=occurrence_id) | seen if person_id else Q(occurrence_id=occurrence_id)
    ).exists()


def find_visit(uuid: UUID, *, place_id: int) -> VisitCard | None:
    return next(iter(_cards(Visit.objects.filter(uuid=uuid, place_id=place_id))), None)


def day_of_visit(visit_id: int) -> date | None:
    """The day that a visit counts for; None once it was taken out."""
    return Visit.objects.filter(pk=visit_id).values_list("day", flat=True).first()


def open_visits_of(person_id: int) -> dict[int, datetime]:
    """Where a person is now, by place, and since when; in their own rows."""
    rows = Visit.objects.filter(person_id=person_id, left_at=None)
    return dict(rows.values_list("place_id", "arrived_at"))


def attendance_by_day(
    *, place: PlaceRef, first_day: date, last_day: date, now: datetime
) -> dict[date, rules.Attendance]:
    """How many came, for the days on which anybody did."""
    by_day: dict[date, list[rules.Presence]] = {}
    for card in visits_between(place_id=place.id, first_day=first_day, last_day=last_day):
        by_day.setdefault(card.day, []).append(card.presence)
    return {day: rules.attendance_of(visits, now=now) for day, visits in sorted(by_day.items())}


def seats_booked_on(place: PlaceRef, *, day: date, person_ids: Iterable[int]) -> dict[int, list[Interval]]:
    """By person, when they had a seat booked on a day, that part of it which is of that day."""
    starts_at, ends_at = (datetime.combine(each, time(), tzinfo=place.zone) for each in (day, day + rules.A_DAY))
    rows = Occurrence.objects.filter(
        organisation_id=place.organisation_id, place_id=place.id, person_id__in=list(person_ids), starts_at__lt=ends_at,
        ends_at__gt=starts_at, state__in=[rules.State.CONFIRMED, rules.State.NO_SHOW],
        resource__kind__code__in=rights.seat_kinds_of(place),
    )  # fmt: skip
    found: dict[int, list[Interval]] = {}
    for person_id, first, last in rows.order_by("starts_at").values_list("person_id", "starts_at", "ends_at"):
        found.setdefault(person_id, []).append(Interval(max(first, starts_at), min(last, ends_at)))
    return found


@dataclass(frozen=True)
class Expected:
    """Somebody with a booking today, as the tablet may say it: initials only."""

    person_id: int
    initials: str
    starts_at: datetime


def expected_named(*, place: PlaceRef, text: str, today: Interval, most: int = 6) -> list[Expected]:
    """Those with a booking today one of whose names begins with ``text``, two letters at least."""
    wanted = text.strip()
    if len(wanted) < 2:
        return []
    rows = Occurrence.objects.filter(
        Q(person__name__istartswith=wanted) | Q(person__name__icontains=f" {wanted}"),
        place_id=place.id, state__in=sorted(rules.TAKING), starts_at__lt=today.ends_at, ends_at__gt=today.starts_at,
    )  # fmt: skip
    found: dict[int, Expected] = {}
    for person_id, name, starts_at in rows.order_by("starts_at").values_list("person_id", "person__name", "starts_at"):
        found.setdefault(person_id, Expected(person_id, initials_of(name), starts_at))
    return list(found.values())[:most]


def initials_of(name: str) -> str:
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())


def card_bearer(text: str, *, place_id: int) -> int | None:
    """Whose printed card it is."""
    rows = VisitorCard.objects.filter(place_id=place_id, digest=digest(text.strip()), revoked_at=None)
    return rows.values_list("person_id", flat=True).first()


@dataclass(frozen=True)
class DayState:
    """Who opened today, and whether it is closed."""

    opened_at: datetime
    opened_by: int | None
    closed_at: datetime | None


def day_state(*, place_id: int, day: date) -> DayState | None:
    row = DayOpening.objects.filter(place_id=place_id, day=day).first()
    return DayState(row.opened_at, row.opened_by_id, row.closed_at) if row else None


@dataclass(frozen=True)
class DeviceCard:
    """A device for the manager's list, and for the policy that lets it act."""

    id: int
    uuid: UUID
    organisation_id: int
    place_id: int
    kind: rules.DeviceKind
    name: str
    paired_at: datetime | None
    last_seen_at: datetime | None
    waiting: bool


def devices_of(*, place_id: int) -> list[DeviceCard]:
    rows = Device.objects.filter(place_id=place_id, revoked_at=None)
    return [_device(row) for row in rows.order_by("name", "pk")]


def find_device(*, secret: str = "", uuid: UUID | None = None) -> DeviceCard | None:
    """The device of this cookie, or of this address: the caller opened ``unscoped``, for the device names its tenant."""
    which = Q(uuid=uuid) if uuid else Q(digest=digest(secret))
    row = Device.objects.filter(which, revoked_at=None).first() if secret or uuid else None
    return _device(row) if row else None


def openers_with_code(*, place_id: int) -> frozenset[int]:
    """The persons who hold a code that opens this place."""
    rows = OpeningCode.objects.filter(place_id=place_id, revoked_at=None)
    return frozenset(rows.values_list("person_id", flat=True))


def _device(row: Device) -> DeviceCard:
    return DeviceCard(
        row.pk, row.uuid, row.organisation_id, row.place_id, rules.DeviceKind(row.kind), row.name, row.paired_at,
        row.last_seen_at, bool(row.pairing_digest),
    )  # fmt: skip


def _cards(rows: "QuerySet[Visit]") -> list[VisitCard]:
    return [
        VisitCard(pk, uuid, person, name or email or "", day, arrived, left, how, count, room or "")
        for pk, uuid, person, name, email, day, arrived, left, how, count, room in rows.values_list(*_COLUMNS)
    ]


def last_closing(place: PlaceRef, *, now: datetime) -> datetime | None:
    """When the place, with the latest of its rooms, last closed: None while it is open, or if it never closed of late."""
    hours, today = places.hours_of(place), place.today(now)
    opened = merged(
        interval
        for resource_id in hours.openings
        for interval in hours.open_intervals(
            resource_id=resource_id, first_day=today - timedelta(days=7), last_day=today
        )
        if interval.starts_at <= now
    )
    last = opened[-1].ends_at if opened else None
    return last if last is not None and last <= now else None


def places_with_visitors() -> list[int]:
    """Places where somebody has not said that they left."""
    with scoping.unscoped("a job chooses its tenants"):
        return sorted(set(Visit.objects.filter(left_at=None).values_list("place_id", flat=True)))
