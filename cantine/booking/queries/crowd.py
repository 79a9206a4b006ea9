"""How many people may be inside now, against what the law allows: for the counter and the tablet."""

from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from cantine.booking import rules
from cantine.booking.models import Occupation, Occurrence, Visit
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
    lets = _bringing(place, place.today(now)).values_list("person_id", "people")
    expected = [(person, max(quantity, people)) for person, quantity, people in running]
    return rules.crowd_of(here=here, expected=[*expected, *lets], limit=place.legal_capacity)


def _bringing(place: PlaceRef, day: date) -> "QuerySet[Occupation]":
    """Lets that bring people on this day."""
    runs = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    return Occupation.objects.filter(runs, place_id=place.id, starts_on__lte=day, people__gt=0)
