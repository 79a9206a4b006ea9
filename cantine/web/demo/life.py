"""A fortnight of life around today, drawn from each date: the same day always shows the same bookings."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from cantine.booking import commands as booking
from cantine.booking.commands import DateWish, Details
from cantine.core.actor import Actor
from cantine.kernel import Interval, Refused
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.web.demo.people import GATHERINGS, MEETINGS

FORTNIGHT = timedelta(days=14)
ROOMS = ("salle-rouge", "salle-verte", "rouge-verte", "conference", "demonstration", "cabine")
STARTS = (time(9), time(9, 30), time(10), time(11), time(13, 30), time(14), time(15), time(16), time(17))


def live_through(
    *, actor: Actor, place: PlaceRef, resources: Mapping[str, ResourceCard], people: Sequence[int], day: date
) -> int:
    """Book what happens on ``day``, as asked for some days before; what does not fit is left out, as in life."""
    rng = Random(f"{place.slug} {day.isoformat()}")  # noqa: S311  a picture of life, not a secret
    made, busy = 0, dict[tuple[int, bool], list[Interval]]()
    for resource, starts, minutes, details in _wishes(rng, day, resources):
        starts_at = datetime.combine(day, starts, tzinfo=ZoneInfo(place.timezone))
        period = Interval(starts_at, starts_at + timedelta(minutes=minutes))
        asked_at = starts_at - timedelta(days=rng.randint(1, 9), minutes=rng.randint(1, 600))
        first, seated = rng.randrange(len(people)), bool(resource.seats)
        in_turn = (*people[first:], *people[:first])
        person = _free_person(in_turn, [busy.setdefault((one, seated), []) for one in in_turn], period)
        if person is None:
            continue
        try:
            booking.request_booking(
                actor=actor,
                now=asked_at,
                place=place,
                resource=resource,
                dates=[DateWish(interval=period)],
                details=details,
                person_id=person,
                replay=True,
            )
        except Refused:
            continue
        busy[person, seated].append(period)
        made += 1
    return made


def _free_person(in_turn: Sequence[int], taken: Sequence[Sequence[Interval]], period: Interval) -> int | None:
    """The first who is not already on such a thing: one may leave one's desk for a meeting, and sits at one desk at once."""
    pairs = zip(in_turn, taken, strict=True)
    return next((one for one, theirs in pairs if not any(period.overlaps(each) for each in theirs)), None)


def _wishes(
    rng: Random, day: date, resources: Mapping[str, ResourceCard]
) -> Iterator[tuple[ResourceCard, time, int, Details]]:
    if day.weekday() == 6:
        return
    quiet = day.weekday() == 5
    for _ in range(3 if quiet else rng.randint(9, 14)):
        resource = resources[rng.choice(ROOMS)]
        minutes = rng.choice((30, 60)) if resource.slug == "cabine" else rng.choice((60, 90, 120, 180))
        title = rng.choice(GATHERINGS if resource.slug in {"conference", "demonstration"} else MEETINGS)
        guests = min(rng.randint(1, 6), (resource.capacity or 2) - 1)
        yield (
            resource,
            rng.choice(STARTS),
            minutes,
            Details(title=title, guests=guests, title_hidden=rng.random() < 0.4),
        )
    if day.weekday() in {1, 3} or rng.random() < 0.2:
        yield (
            resources["conference"],
            time(18, 30),
            120,
            Details(title=rng.choice(GATHERINGS), guests=40, title_hidden=False),
        )
    for _ in range(4 if quiet else rng.randint(12, 21)):
        long = rng.random() < 0.5
        yield (
            resources["postes-partages"],
            rng.choice((time(9), time(9, 30), time(10))),
            480 if long else 240,
            Details(),
        )
    for _ in range(rng.randint(5, 9)):
        yield resources["cafe"], rng.choice((time(9), time(12), time(14))), 120, Details(quantity=rng.randint(1, 4))
