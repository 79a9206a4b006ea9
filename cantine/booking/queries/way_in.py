"""How somebody with a booking gets in: the door, the room, the keys they hold, who opens. Never for a public page."""

from dataclasses import dataclass
from datetime import date, datetime

from cantine.booking import rules
from cantine.booking.queries.dates import DateCard
from cantine.booking.queries.loans import ways_in_of
from cantine.people import queries as persons
from cantine.places import queries as places
from cantine.places.queries import Letterhead, PlaceRef
from cantine.places.rules.team import OPENING


@dataclass(frozen=True)
class WayIn:
    """``room`` is the room's own way in, ``house`` everything the place says; the team ``opens_at`` that day, by
    ``opener`` if that person shows their name.
    """

    room: str
    house: Letterhead
    keys: tuple[rules.RoomKey, ...]
    opens_at: datetime | None
    opener: str


def way_in_of(card: DateCard, *, place: PlaceRef) -> WayIn:
    """Four statements at most."""
    day = card.starts_at.astimezone(place.zone).date()
    opens_at, opener = _opening(place, day)
    return WayIn(
        room=card.how_to_enter,
        house=places.letterhead_of(place_id=place.id),
        keys=tuple(ways_in_of([card.resource_id], person_id=card.person_id)),
        opens_at=opens_at,
        opener=opener,
    )


def _opening(place: PlaceRef, day: date) -> tuple[datetime | None, str]:
    shifts = places.shifts_between(place, first_day=day, last_day=day)
    first = next((shift for shift in shifts if shift.duty == OPENING and shift.turn.manned), None)
    if first is None or first.person_id is None:
        return None, ""
    names = persons.shown_names([first.person_id], purpose="show_name_on_planning")
    return first.interval(timezone=place.timezone).starts_at, names.get(first.person_id, "")
