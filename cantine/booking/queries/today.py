"""The day of a place as its team works it: who is expected, what waits for an answer, what is wrong, what is withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    F,
    IntegerField,
    JSONField,
    Q,
    QuerySet,
    UUIDField,
    Value,
)

from cantine.booking import rules
from cantine.booking.models import Blocking, Occurrence
from cantine.booking.queries.visits import VisitCard, visits_of_day
from cantine.kernel import Interval
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import Hours, PlaceRef, TeamAhead

AHEAD_DAYS = 14


@dataclass(frozen=True)
class Expected:
    """One date for the team: whose, where, and what it waits for."""

    uuid: UUID
    person_uuid: UUID | None
    person_id: int | None
    person: str
    email: str
    title: str
    resource: str
    resource_id: int
    starts_at: datetime
    ends_at: datetime
    state: rules.State
    quantity: int
    guests: int
    layout: str
    note: str
    overridden: list[str]
    expires_at: datetime | None
    booking_id: int
    held_for: str = ""

    @property
    def interval(self) -> Interval:
        return Interval(self.starts_at, self.ends_at)

    @property
    def name(self) -> str:
        return self.person or self.email or self.title

    @property
    def people(self) -> int:
        return rules.people_of(quantity=self.quantity, guests=self.guests)


EXPECTED_COLUMNS = (
    "uuid", "person__uuid", "person_id", "person__name", "person__email", "booking__title", "resource__name",
    "resource_id", "starts_at", "ends_at", "state", "quantity", "booking__guests", "booking__layout", "booking__note",
    "booking__overridden", "expires_at", "booking_id", "booking__held_for",
)  # fmt: skip
_STARTS_AT, _STATE, _WITHDRAWN = EXPECTED_COLUMNS.index("starts_at"), EXPECTED_COLUMNS.index("state"), "withdrawn"


@dataclass(frozen=True)
class Withdrawn:
    """A blocking that is not over."""

    uuid: UUID
    resource: str
    starts_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True)
class DayOfTeam:
    """All that the page of the day says. ``asked`` has one date a booking; ``stranded`` are on days closed since."""

    expected: list[Expected]
    asked: list[Expected]
    stranded: list[Expected]
    visits: list[VisitCard]
    withdrawn: list[Withdrawn]
    team: TeamAhead
    closed: place_rules.ClosedDay | None

    def arrival_of(self, each: Expected, *, now: datetime) -> rules.Arrival:
        own = [visit for visit in self.visits if visit.person_id is not None and visit.person_id == each.person_id]
        during = [
            Interval(visit.arrived_at, visit.left_at) for visit in own if visit.left_at not in {None, visit.arrived_at}
        ]
        return rules.arrival_of(
            interval=each.interval, here=any(visit.left_at is None for visit in own),
            came=rules.came_for(each.interval, during), now=now,
        )  # fmt: skip

    @property
    def here(self) -> list[VisitCard]:
        return [visit for visit in self.visits if visit.left_at is None]


def day_of_team(*, place: PlaceRef, now: datetime) -> DayOfTeam:
    """Four statements, whatever the number of dates: hours, what stands in the rooms, visits, turns."""
    today = place.today(now)
    last_day = today + timedelta(days=AHEAD_DAYS)
    hours = places.hours_of(place)
    rows, shut_rooms = _standing(place, hours, today, last_day, now)
    whole = place_rules.whole_day(today, timezone=place.timezone)
    shut = hours.closed_days(resource_id=None, first_day=today, last_day=today)
    return DayOfTeam(
        expected=[row for row in rows if row.state is rules.State.CONFIRMED and row.interval.overlaps(whole)],
        asked=_asked(rows, now),
        stranded=_stranded(rows, place=place, hours=hours, first_day=today, last_day=last_day, now=now),
        visits=visits_of_day(place_id=place.id, day=today),
        withdrawn=shut_rooms,
        team=places.team_ahead(place, first_day=today, last_day=last_day, hours=hours),
        closed=shut[0] if shut else None,
    )


def withdrawn(*, place: PlaceRef, now: datetime) -> list[Withdrawn]:
    """What is withdrawn now or will be, the nearest first."""
    columns = ("uuid", "resource__name", "starts_at", "ends_at", "reason")
    return [Withdrawn(*row) for row in _blockings(place, now).order_by("starts_at", "id").values_list(*columns)]


def dates_in_the_way(references: Iterable[str], *, place: PlaceRef) -> list[Expected]:
    """The dates among what a refusal names as taken, in time order."""
    rows = Occurrence.objects.filter(place_id=place.id, uuid__in=[UUID(each) for each in references])
    return [expected(*row) for row in rows.order_by("starts_at", "id").values_list(*EXPECTED_COLUMNS)]


def _standing(
    place: PlaceRef, hours: Hours, today: date, last_day: date, now: datetime
) -> tuple[list[Expected], list[Withdrawn]]:
    """The dates of today, all that waits for the place, those on days to come that are closed; and what is withdrawn now
    or will be. Both by their start; one statement."""
    closed = {each.day for each in hours.closed_days(resource_id=None, first_day=today, last_day=last_day)}
    closed |= {
        each.day
        for resource_id in hours.closures
        for each in hours.closed_days(resource_id=resource_id, first_day=today, last_day=last_day)
    }
    days = [today, *sorted(day for day in closed if today < day <= last_day)]
    spans = (place_rules.whole_day(day, timezone=place.timezone) for day in days)
    taking = Q(state__in=sorted(rules.TAKING)) & reduce(
        or_, (Q(starts_at__lt=span.ends_at, ends_at__gt=span.starts_at) for span in spans)
    )
    asked = Q(state__in=[rules.State.REQUESTED, rules.State.HELD], ends_at__gt=now)
    dates = Occurrence.objects.filter(taking | asked, place_id=place.id).values_list(*EXPECTED_COLUMNS, "id")
    found = sorted(
        dates.union(_in_the_same_columns(_blockings(place, now)), all=True), key=lambda row: (row[_STARTS_AT], row[-1])
    )
    return (
        [expected(*row[:-1]) for row in found if row[_STATE] != _WITHDRAWN],
        [_shut(*row[:-1]) for row in found if row[_STATE] == _WITHDRAWN],
    )


def _blockings(place: PlaceRef, now: datetime) -> QuerySet[Blocking]:
    return Blocking.objects.filter(place_id=place.id, lifted_at=None, ends_at__gt=now)


def _in_the_same_columns(blockings: QuerySet[Blocking]) -> Any:
    """As the dates have them: the reason is the title, and nobody booked."""
    nothing: dict[str, Any] = {
        "person__uuid": UUIDField(), "person_id": BigIntegerField(), "person__name": CharField(), "person__email": CharField(),
        "quantity": IntegerField(), "booking__guests": IntegerField(), "booking__layout": CharField(),
        "booking__note": CharField(), "booking__overridden": JSONField(), "expires_at": DateTimeField(),
        "booking_id": BigIntegerField(), "booking__held_for": CharField(),
    }  # fmt: skip
    told: dict[str, Any] = {name: Value(None, output_field=kind) for name, kind in nothing.items()}
    told |= {"state": Value(_WITHDRAWN, output_field=CharField()), "booking__title": F("reason")}
    names = {name: f"no_{name.replace('__', '_')}" for name in told}
    given = blockings.annotate(**{names[name]: value for name, value in told.items()})
    return given.values_list(*(names.get(name, name) for name in EXPECTED_COLUMNS), "id")


def _shut(*row: Any) -> Withdrawn:
    values = dict(zip(EXPECTED_COLUMNS, row, strict=True))
    return Withdrawn(
        values["uuid"], values["resource__name"], values["starts_at"], values["ends_at"], values["booking__title"]
    )


def _asked(rows: Iterable[Expected], now: datetime) -> list[Expected]:
    """One date a booking, the first; whatever ends soonest first."""
    waiting: dict[tuple[int, rules.State], Expected] = {}
    for row in rows:
        if row.state in {rules.State.REQUESTED, rules.State.HELD} and row.ends_at > now:
            waiting.setdefault((row.booking_id, row.state), row)
    return sorted(waiting.values(), key=lambda each: (each.expires_at or each.starts_at, each.starts_at))


def _stranded(
    rows: Iterable[Expected], *, place: PlaceRef, hours: Hours, first_day: date, last_day: date, now: datetime
) -> list[Expected]:
    @cache
    def closed(resource_id: int) -> frozenset[date]:
        days = hours.closed_days(resource_id=resource_id, first_day=first_day, last_day=last_day)
        return frozenset(each.day for each in days)

    return [
        row
        for row in rows
        if row.ends_at > now
        and rules.is_stranded(
            day=row.starts_at.astimezone(place.zone).date(), closed=closed(row.resource_id), lifted=row.overridden
        )
    ]


def expected(*row: Any) -> Expected:
    values = dict(zip(Expected.__dataclass_fields__, row, strict=True))
    return Expected(
        **{
            **values,
            "state": rules.State(values["state"]),
            "person": values["person"] or "",
            "email": values["email"] or "",
            "held_for": values["held_for"] or "",
        }
    )
