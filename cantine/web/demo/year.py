"""The year behind La Cantine: rooms that were booked each week and how many people came each day, drawn from each date; less
than in the fortnight around today, so that it opens in a moment, and enough for twelve months of invoices."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from cantine.booking import commands as booking
from cantine.booking.commands import DateWish, Details
from cantine.core.actor import Actor
from cantine.kernel import Interval, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.web.demo.people import GATHERINGS, MEETINGS

DAYS = 365
SATURDAY = 5
# Slug, at what time, how long: one who wants one finds it free, as what is drawn of a day never meets.
ROOMS: tuple[tuple[str, time, int], ...] = (
    ("salle-rouge", time(9, 30), 120), ("salle-verte", time(10), 120), ("salle-rouge", time(14), 180),
    ("conference", time(9), 180), ("demonstration", time(15), 120), ("rouge-verte", time(18), 120),
)  # fmt: skip
# January first: the summer is quiet, the autumn is not.
BUSY = (70, 85, 100, 90, 85, 100, 55, 20, 95, 110, 115, 75)


def load_year(
    *,
    actor: Actor,
    place: PlaceRef,
    resources: Mapping[str, ResourceCard],
    people: Sequence[int],
    last_day: date,
    days: int,
) -> None:
    """The ``days`` up to ``last_day``, the oldest first; needs the place's scope."""
    hours = places.hours_of(place)
    for number in range(days - 1, -1, -1):
        day = last_day - timedelta(days=number)
        if hours.open_intervals(resource_id=None, first_day=day, last_day=day):
            _lived(actor, place, resources, people, day)


def _lived(
    actor: Actor, place: PlaceRef, resources: Mapping[str, ResourceCard], people: Sequence[int], day: date
) -> None:
    rng = Random(f"année {place.slug} {day.isoformat()}")  # noqa: S311  a picture of life, not a secret
    busy = BUSY[day.month - 1]
    if day.weekday() < SATURDAY:
        booked = min(len(ROOMS), round(rng.randint(1, 4) * busy / 100))
        for slug, starts, minutes in rng.sample(ROOMS, k=booked):
            _book(actor, place, resources[slug], rng, datetime.combine(day, starts, tzinfo=place.zone), minutes, people)
    came = rng.randint(14, 24) if day.weekday() >= SATURDAY else rng.randint(38, 62)
    at = datetime.combine(day, time(18), tzinfo=place.zone)
    booking.take_headcount(actor=actor, now=at, place=place, day=day, count=came * busy // 100, replay=True)


def _book(
    actor: Actor,
    place: PlaceRef,
    room: ResourceCard,
    rng: Random,
    starts_at: datetime,
    minutes: int,
    people: Sequence[int],
) -> None:
    title = rng.choice(GATHERINGS if room.slug in {"conference", "demonstration"} else MEETINGS)
    details = Details(
        title=title, guests=min(rng.randint(1, 6), (room.capacity or 2) - 1), title_hidden=rng.random() < 0.4
    )
    try:
        booking.request_booking(
            actor=actor, now=starts_at - timedelta(days=rng.randint(2, 20)), place=place, resource=room,
            dates=[DateWish(interval=Interval(starts_at, starts_at + timedelta(minutes=minutes)))], details=details,
            person_id=rng.choice(people), replay=True,
        )  # fmt: skip
    except Refused:
        return
