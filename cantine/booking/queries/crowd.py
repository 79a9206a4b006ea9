"""How many people may be inside now, against what the law allows: for the counter and the tablet."""

from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from cantine.booking import rules
from cantine.booking.models import Occupation, Occurrence, Visit
from cantine.booking.rules.occupations import taken_by
from cantine.kernel import Interval
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef


def crowd_now(place: PlaceRef, *, now: datetime) -> rules.Crowd | None:
    """None where the place says no limit; else three statements, whatever the number of people."""
    if place.legal_capacity is None:
        return None
    here = Visit.objects.filter(place_id=place.id, left_at=None).values_list("person_id", "count")
    running = Occurrence.objects.filter(
        place_id=place.id, state__in=sorted(rules.TAKING), starts_at__lte=now, ends_at__gt=now,
        starts_at__gt=now - rules.LONGEST_BOOKING,
    ).values_list("person_id", "quantity", F("booking__guests") + 1)  # fmt: skip
    today = place.today(now)
    lets = occupations_between(place, today, today).values_list("person_id", "people")
    expected = [(person, max(quantity, people)) for person, quantity, people in running]
    return rules.crowd_of(here=here, expected=[*expected, *lets], limit=place.legal_capacity)


def uses_of_occupations(place: PlaceRef, window: Interval, *, but: int | None = None) -> list[place_rules.Use]:
    """The people whom lets bring within ``window``, day after day; one statement."""
    first, last = (place_rules.day_of(at, timezone=place.timezone) for at in (window.starts_at, window.ends_at))
    rows = occupations_between(place, first, last).exclude(pk=but or 0).values_list("starts_on", "ends_on", "people")
    return [
        (taken_by(starts_on=starts_on, ends_on=ends_on, timezone=place.timezone), people)
        for starts_on, ends_on, people in rows
    ]


def occupations_between(place: PlaceRef, first: date, last: date) -> "QuerySet[Occupation]":
    """Those that bring people on one of these days, both included."""
    runs = Q(ends_on__isnull=True) | Q(ends_on__gte=first)
    return Occupation.objects.filter(runs, place_id=place.id, starts_on__lte=last, people__gt=0)
