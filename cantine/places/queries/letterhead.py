"""What a letter of the place says of it: who writes, how to get in, the words of its terms, and who answers."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cantine.core import sql
from cantine.places.models import Role

ANSWERING = ("manager", "host")


@dataclass(frozen=True)
class Letterhead:
    """For people who have a booking, never for a public page: it holds codes."""

    email: str
    phone: str
    address: str
    how_to_come: str
    how_to_enter: str
    wifi: str
    cancellation_words: str


_HEAD = """
SELECT email, phone, how_to_come, how_to_enter, wifi, cancellation_words, street, postcode, commune FROM places_place
WHERE id = %s
"""


def letterhead_of(*, place_id: int) -> Letterhead:
    row = sql.row(_HEAD, [place_id])
    assert row is not None
    email, phone, come, enter, wifi, cancellation, street, postcode, commune = row
    address = ", ".join(part for part in (street, " ".join(filter(None, (postcode, commune)))) if part)
    return Letterhead(email, phone, address, come, enter, wifi, cancellation)


def answering_team(*, place_id: int, organisation_id: int, today: date) -> list[int]:
    """The persons who answer requests at the place today."""
    at_the_place = Q(place_id=place_id) | Q(place_id=None, organisation_id=organisation_id)
    in_office = Q(since__lte=today) & (Q(until=None) | Q(until__gte=today))
    rows = Role.objects.filter(at_the_place & in_office, role__in=ANSWERING)
    return sorted(set(rows.values_list("person_id", flat=True)))
