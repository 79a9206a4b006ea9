"""The planning of the team: turns, days on which nobody opens, hours given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from cantine.kernel import Interval, folded
from cantine.people import queries as people
from cantine.places.models import HoursGiven, Role, Shift
from cantine.places.queries.hours import Hours, hours_of
from cantine.places.queries.refs import PlaceRef
from cantine.places.rules.team import OPENING, ShiftState, Turn, Unopened, unopened

TAKERS = ("manager", "host", "volunteer")


@dataclass(frozen=True)
class ShiftCard:
    """One turn; ``name`` is the person's, for the eyes of the team and its volunteers; ``manned`` when that person may
    still open on that day: a turn kept by somebody whose role has ended is nobody's.
    """

    uuid: UUID
    place_id: int
    day: date
    starts: time
    ends: time
    duty: str
    note: str
    person_id: int | None
    name: str
    state: ShiftState
    swap_asked: bool
    swap_for: UUID | None
    swap_for_person_id: int | None
    manned: bool

    @property
    def turn(self) -> Turn:
        return Turn(day=self.day, starts=self.starts, ends=self.ends, duty=self.duty, manned=self.manned)

    @property
    def minutes(self) -> int:
        return self.turn.minutes

    def interval(self, *, timezone: str) -> Interval:
        return self.turn.interval(timezone=timezone)


_COLUMNS = (
    "uuid", "place_id", "day", "starts", "ends", "duty", "note", "person_id", "person__name", "person__email", "state",
    "swap_asked_at", "swap_for__uuid", "swap_for__person_id", "manned",
)  # fmt: skip


def shifts_between(place: PlaceRef, *, first_day: date, last_day: date) -> list[ShiftCard]:
    """The turns that begin on these days, both included, in time order; one statement."""
    return _cards(Q(place_id=place.id, day__range=(first_day, last_day)))


def shifts_of_person(*, person_id: int, today: date, limit: int = 20) -> list[ShiftCard]:
    """A person's coming turns, in every place of the scope."""
    return _cards(Q(person_id=person_id, day__gte=today, state=ShiftState.PLANNED))[:limit]


def open_shifts(place: PlaceRef, *, today: date, days: int = 14) -> list[ShiftCard]:
    """The turns to come that somebody can take: nobody's, or offered by whoever has them."""
    coming = Q(place_id=place.id, day__range=(today, today + timedelta(days=days)), state=ShiftState.PLANNED)
    return _cards(coming & (Q(person__isnull=True) | Q(swap_asked_at__isnull=False)))


def days_without_opener(
    place: PlaceRef, *, first_day: date, last_day: date, hours: Hours | None = None
) -> list[Unopened]:
    """The open days, both ends included, whose opening no turn of opening duty covers; three statements at most.

    A place that never planned an opening turn keeps no planning of its team: it is not warned.
    """
    return team_ahead(place, first_day=first_day, last_day=last_day, hours=hours).unopened


@dataclass(frozen=True)
class TeamAhead:
    """The turns of the first day, and the days with nobody to open them."""

    turns: list[ShiftCard]
    unopened: list[Unopened]


def team_ahead(place: PlaceRef, *, first_day: date, last_day: date, hours: Hours | None = None) -> TeamAhead:
    """One statement, beside the hours: the last opening turn ever planned comes with those of these days, for without
    one the place keeps no planning of its team.
    """
    one, here = timedelta(days=1), Q(place_id=place.id)
    ever = Shift.objects.filter(here, duty=OPENING).order_by("-day", "-pk").values("pk")[:1]
    shifts = _cards(here & (Q(day__range=(first_day - one, last_day)) | Q(pk__in=ever)))
    turns = [shift for shift in shifts if shift.day == first_day]
    opening = [shift.turn for shift in shifts if shift.duty == OPENING]
    if not opening:
        return TeamAhead(turns, [])
    opened = (hours or hours_of(place)).open_intervals(resource_id=None, first_day=first_day - one, last_day=last_day)
    return TeamAhead(
        turns,
        unopened(
            open_intervals=opened, turns=opening, first_day=first_day, last_day=last_day, timezone=place.timezone
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Taker:
    id: int
    name: str


def shift_takers(place: PlaceRef, *, today: date) -> dict[int, Taker]:
    """Those who may have a turn here today, by name: managers, hosts and volunteers."""
    here = Q(place_id=place.id) | Q(place_id=None, organisation_id=place.organisation_id)
    held = Role.objects.filter(
        here & (Q(until__isnull=True) | Q(until__gte=today)), since__lte=today, role__in=TAKERS
    ).values_list("person_id", "person__name", "person__email")
    found = {person: Taker(person, name or email) for person, name, email in held}
    return dict(sorted(found.items(), key=lambda pair: folded(pair[1].name)))


@dataclass(frozen=True)
class Given:
    """What one person gave in a year: the number entered by hand, else what the shifts kept add up to."""

    person_id: int
    name: str
    kept_minutes: int
    by_hand: int | None

    @property
    def minutes(self) -> int:
        return self.kept_minutes if self.by_hand is None else self.by_hand * 60


def hours_given(place: PlaceRef, *, year: int) -> list[Given]:
    """Everybody who gave hours in ``year``, by name; three statements."""
    kept: dict[int, int] = {}
    rows = Shift.objects.filter(
        place_id=place.id, day__range=(date(year, 1, 1), date(year, 12, 31)), state=ShiftState.KEPT,
        person__isnull=False,
    )  # fmt: skip
    for person_id, day, starts, ends in rows.values_list("person_id", "day", "starts", "ends"):
        kept[person_id] = kept.get(person_id, 0) + Turn(day=day, starts=starts, ends=ends).minutes
    by_hand = dict(HoursGiven.objects.filter(place_id=place.id, year=year).values_list("person_id", "hours"))
    known = people.persons_of({*kept, *by_hand})
    given = [Given(pk, person.shown, kept.get(pk, 0), by_hand.get(pk)) for pk, person in known.items()]
    return sorted(given, key=lambda each: folded(each.name))


def total_minutes(given: Iterable[Given]) -> int:
    return sum(each.minutes for each in given)


def all_place_ids() -> list[tuple[int, int]]:
    """(organisation, place) of every place, for a job that serves them one by one; needs ``unscoped``."""
    from cantine.places.models import Place

    return list(Place.objects.order_by("id").values_list("organisation_id", "id"))


def _cards(which: Q) -> list[ShiftCard]:
    here = Q(place_id=OuterRef("place_id")) | Q(place_id=None, organisation_id=OuterRef("organisation_id"))
    may = Role.objects.filter(
        here & (Q(until=None) | Q(until__gte=OuterRef("day"))), since__lte=OuterRef("day"),
        person_id=OuterRef("person_id"), role__in=TAKERS,
    )  # fmt: skip
    rows = Shift.objects.filter(which).annotate(manned=Exists(may)).order_by("day", "starts", "duty", "id")
    return [_card(row) for row in rows.values_list(*_COLUMNS)]


def _card(row: tuple[Any, ...]) -> ShiftCard:
    uuid, place_id, day, starts, ends, duty, note, person_id, name, email, state, asked, wanted, wanted_of, manned = row
    return ShiftCard(
        uuid=uuid, place_id=place_id, day=day, starts=starts, ends=ends, duty=duty, note=note, person_id=person_id,
        name=name or email or "", state=ShiftState(state), swap_asked=asked is not None, swap_for=wanted,
        swap_for_person_id=wanted_of, manned=manned,
    )  # fmt: skip


__all__ = [
    "Given", "ShiftCard", "Taker", "all_place_ids", "days_without_opener", "hours_given", "open_shifts",
    "shift_takers", "shifts_between", "shifts_of_person", "total_minutes",
]  # fmt: skip
