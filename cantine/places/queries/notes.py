"""What places say of themselves to everybody."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.places.models import Place
from cantine.places.queries.refs import PlaceRef


@dataclass(frozen=True)
class PlaceNote:
    """What a place says of itself to everybody."""

    uuid: UUID
    slug: str
    name: str
    tagline: str
    description: str
    street: str
    postcode: str
    commune: str
    insee_code: str
    country: str
    timezone: str
    email: str
    phone: str
    how_to_come: str
    accessibility: str
    area_m2: int | None
    published_at: datetime | None


_NOTE = tuple(PlaceNote.__dataclass_fields__)


def note_of(place: PlaceRef) -> PlaceNote:
    """What the public page of the place says, in the scope that is open."""
    return PlaceNote(**Place.objects.values(*_NOTE).get(pk=place.id))


def place_page(*, actor: Actor, after: str = "", most: int) -> list[PlaceNote]:
    """Published places, and those where the actor has a role, by their address word after ``after``."""
    mine = Q(organisation_id__in=actor.organisation_ids)
    with scoping.unscoped("the public list of places"):
        rows = Place.objects.filter(Q(published_at__isnull=False) | mine, slug__gt=after)
        return [PlaceNote(**row) for row in rows.order_by("slug").values(*_NOTE)[:most]]


@dataclass(frozen=True)
class Signboard:
    """What a list of places says of each."""

    id: int
    slug: str
    name: str
    tagline: str
    commune: str
    postcode: str
    insee_code: str


def published_signboards() -> list[Signboard]:
    """Every published place, by name; one statement."""
    with scoping.unscoped("the public list of places"):
        rows = Place.objects.filter(published_at__isnull=False).order_by("name", "id")
        return [Signboard(*row) for row in rows.values_list(*Signboard.__dataclass_fields__)]
