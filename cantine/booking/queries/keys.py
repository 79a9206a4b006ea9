"""From a public id to its tenant: the one look-up without a scope that a flat address takes, and nothing more."""

from dataclasses import dataclass
from uuid import UUID

from cantine.booking.models import Booking, Occurrence
from cantine.core import scoping

_WHY = "a flat id names its tenant"


@dataclass(frozen=True)
class Key:
    """Whose tenancy, which place, and whose booking: what a policy needs to decide."""

    organisation_id: int
    place_id: int
    person_id: int | None


def key_of_booking(uuid: UUID) -> Key | None:
    return _key(Booking, uuid)


def key_of_date(uuid: UUID) -> Key | None:
    return _key(Occurrence, uuid)


def _key(model: type[Booking] | type[Occurrence], uuid: UUID) -> Key | None:
    with scoping.unscoped(_WHY):
        row = model.objects.filter(uuid=uuid).values_list("organisation_id", "place_id", "person_id").first()
    return Key(*row) if row else None
