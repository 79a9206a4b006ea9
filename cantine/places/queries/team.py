"""Who acts at a place, and where they stand."""

from datetime import datetime

from django.db.models import Q

from cantine.core import scoping
from cantine.core.actor import Actor, Grant
from cantine.places import rules
from cantine.places.models import (
    Role,
)
from cantine.places.queries.refs import PlaceRef

STAFF_ROLES = frozenset({"manager", "host", "treasurer"})


def actor_of(*, person_id: int, now: datetime) -> Actor:
    """The person with the roles that are theirs today, at every place (the last day of a role is included)."""
    today = now.date()
    with scoping.own(person_id):
        rows = Role.objects.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)
        grants = tuple(Grant(o, p, r) for o, p, r in rows.values_list("organisation_id", "place_id", "role"))
    return Actor("person", person_id, grants)


def standing_of(actor: Actor, *, place: PlaceRef) -> rules.Standing:
    """What the actor is at the place, for the rules of booking. The system stands where the team does."""
    roles = actor.roles_at(organisation_id=place.organisation_id, place_id=place.id)
    if roles & STAFF_ROLES or actor.kind == "system":
        return rules.Standing.STAFF
    if "resident" in roles:
        return rules.Standing.RESIDENT
    return rules.Standing.MEMBER if "member" in roles else rules.Standing.PUBLIC
