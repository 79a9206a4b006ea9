"""Reads of a place: who acts there, what it holds, when it is open."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from cantine.core import scoping
from cantine.core.actor import Actor, Grant
from cantine.places.models import Place, Role


@dataclass(frozen=True)
class PlaceRef:
    """What the rest of the product needs of a place at hand."""

    id: int
    organisation_id: int
    uuid: UUID
    slug: str
    name: str
    timezone: str
    accent: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()


_REF = ("id", "organisation_id", "uuid", "slug", "name", "timezone", "accent")


def find_place(*, slug: str) -> PlaceRef | None:
    """The published or own place at this address. Address → tenant look-up: no scope, and only these columns."""
    with scoping.unscoped("an address names its tenant"):
        row = Place.objects.filter(slug=slug).values(*_REF).first()
    return PlaceRef(**row) if row else None


def actor_of(*, person_id: int, now: datetime) -> Actor:
    """The person with the roles that are theirs today, at every place (the ends of a role are days, inclusive)."""
    today = now.date()
    with scoping.own(person_id):
        rows = Role.objects.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)
        grants = tuple(Grant(o, p, r) for o, p, r in rows.values_list("organisation_id", "place_id", "role"))
    return Actor("person", person_id, grants)
