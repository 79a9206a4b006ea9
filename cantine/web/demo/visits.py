"""Who came during the fortnight and who is here now: members by their phone or the tablet, café guests by the door sensor,
one number at closing on Saturdays. The same day always shows the same visits.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from cantine.booking import commands as booking
from cantine.booking import queries as bookings
from cantine.booking.rules import DeviceKind, How
from cantine.core.actor import Actor
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

DAYS = 14
WAYS = (How.QR, How.QR, How.KIOSK, How.STAFF)
CLOSES = {5: time(18)}
SATURDAY = 5


def load_visits(*, actor: Actor, place: PlaceRef, people: Sequence[int], now: datetime) -> None:
    """The days that nobody was noted on, up to this very hour; and what stands at the door, once."""
    if not bookings.devices_of(place_id=place.id):
        booking.add_device(
            actor=actor, now=now, place=place, kind=DeviceKind.KIOSK, name="Tablette de l’entrée", replay=True
        )
        booking.add_device(
            actor=actor, now=now, place=place, kind=DeviceKind.SENSOR, name="Capteur de la porte", replay=True
        )
    today = place.today(now)
    first = today - timedelta(days=DAYS)
    hours = places.hours_of(place)
    noted = bookings.attendance_by_day(place=place, first_day=first, last_day=today, now=now)
    for number in range(DAYS + 1):
        day = first + timedelta(days=number)
        if day not in noted and hours.open_intervals(resource_id=None, first_day=day, last_day=day):
            for arrived_at, left_at, person in _stays(place, people, day):
                if arrived_at <= now:
                    _note(actor, place, person, arrived_at, left_at if left_at <= now else None)
            if day.weekday() == SATURDAY and day < today:
                count = Random(f"nombre {day}").randint(38, 60)  # noqa: S311  a picture of life
                at = _at(place, day, CLOSES[SATURDAY])
                booking.take_headcount(actor=actor, now=at, place=place, day=day, count=count, replay=True)


def _stays(place: PlaceRef, people: Sequence[int], day: date) -> Iterator[tuple[datetime, datetime, int | None]]:
    """Each stay of a day of opening, with nobody's name for guests."""
    rng = Random(f"passages {place.slug} {day.isoformat()}")  # noqa: S311  a picture of life, not a secret
    closing = _at(place, day, CLOSES.get(day.weekday(), time(20)))
    quiet = day.weekday() == SATURDAY
    opening = _at(place, day, time(10) if quiet else time(8, 35))
    for person in rng.sample(list(people), k=min(len(people), rng.randint(3, 5) if quiet else rng.randint(8, 13))):
        came = opening + timedelta(minutes=round(rng.triangular(0, 300, 40)))
        yield came, min(closing, came + timedelta(minutes=rng.randint(90, 540))), person
    for _ in range(rng.randint(6, 10) if quiet else rng.randint(14, 24)):
        came = opening + timedelta(minutes=round(rng.triangular(0, 600, rng.choice((45, 230, 400)))))
        if came < closing:
            yield came, min(closing, came + timedelta(minutes=rng.randint(15, 110))), None


def _note(actor: Actor, place: PlaceRef, person: int | None, arrived_at: datetime, left_at: datetime | None) -> None:
    rng = Random(f"{person} {arrived_at}")  # noqa: S311  a picture of life
    if person is None:
        count = rng.choice((1, 1, 1, 2, 3))
        booking.count_guests(
            actor=actor, now=arrived_at, place=place, count=count, how=How.SENSOR, left_at=left_at, replay=True
        )
        return
    booking.check_in(
        actor=actor, now=arrived_at, place=place, person_id=person, how=rng.choice(WAYS), replay=True
    )  # fmt: skip
    if left_at is not None:
        booking.check_out(actor=actor, now=left_at, place=place, person_id=person, replay=True)


def _at(place: PlaceRef, day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=place.zone)
