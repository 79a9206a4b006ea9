"""Who is in the house now, by name: what the till proposes first."""

from uuid import UUID

from cantine.booking.models import Visit
from cantine.places.queries import PlaceRef

MOST = 12


def named_here(place: PlaceRef) -> list[tuple[UUID, str]]:
    """The persons whose visit is open, the last who came first; one statement."""
    rows = Visit.objects.filter(place_id=place.id, left_at=None, person__isnull=False).order_by("-arrived_at", "-pk")
    columns = ("person__uuid", "person__name", "person__email")
    return [(uuid, name or email) for uuid, name, email in rows.values_list(*columns)[:MOST]]
