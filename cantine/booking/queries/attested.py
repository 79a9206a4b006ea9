"""When somebody was here, month by month, for a certificate of it; and the signed address by which an employer checks one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core import signing
from django.db.models.functions import TruncMonth

from cantine.booking import rules
from cantine.booking.models import Visit
from cantine.core import scoping
from cantine.places.queries import PlaceRef

MOST_MONTHS = 36
SEPARATOR = "~"
_SIGNER = signing.Signer(salt="cantine.booking.presence", sep=SEPARATOR)


@dataclass(frozen=True)
class Attested:
    """Whose month, where."""

    organisation_id: int
    place_id: int
    person_id: int
    month: date


def months_there(person_id: int) -> list[tuple[int, date]]:
    """The places and the months in which a person was seen, the latest first; in their own rows."""
    rows = Visit.objects.filter(person_id=person_id).annotate(month=TruncMonth("day"))
    return list(rows.values_list("place_id", "month").distinct().order_by("-month", "place_id")[:MOST_MONTHS])


def month_there(place: PlaceRef, *, person_id: int, month: date, now: datetime) -> list[rules.DayThere]:
    """The days of a month on which a person was at a place."""
    rows = Visit.objects.filter(
        place_id=place.id, person_id=person_id, day__year=month.year, day__month=month.month
    ).values_list("day", "arrived_at", "left_at")
    return rules.days_there((rules.Stay(*row) for row in rows), now=now)


def certificate_link(place: UUID, person: UUID, month: date) -> str:
    """The secret end of the address: two public ids, a month, a signature."""
    return _SIGNER.sign(f"{place.hex}{person.hex}{month:%Y%m}")


def certified(token: str) -> Attested | None:
    """What a link of ours names, if the signature is ours and that person was seen there."""
    try:
        said = _SIGNER.unsign(token)
        place, person, month = UUID(hex=said[:32]), UUID(hex=said[32:64]), datetime.strptime(said[64:], "%Y%m").date()  # noqa: DTZ007  a month
    except (signing.BadSignature, ValueError):
        return None
    with scoping.unscoped("a signed link names its tenant"):
        seen = Visit.objects.filter(place__uuid=place, person__uuid=person)
        row = seen.values_list("organisation_id", "place_id", "person_id").first()
    return Attested(*row, month) if row and row[2] else None
