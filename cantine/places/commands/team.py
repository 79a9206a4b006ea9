"""Roles at a place, and the persons it knows."""

from datetime import date, datetime

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import facts
from cantine.places.models import (
    Contact,
    Role,
)
from cantine.places.queries import PlaceRef


def give_role(
    *, actor: Actor, now: datetime, place: PlaceRef, person_id: int, role: str, until: date | None = None
) -> None:
    """Give a person a role at the place, from today; a role already held is left as it is. Records RoleGiven."""
    authorize(actor, "place.give_role", Target(place.organisation_id, place.id))
    with transaction.atomic():
        give(place.organisation_id, place.id, person_id, role, actor=actor, now=now, until=until)


def end_role(*, actor: Actor, now: datetime, place: PlaceRef, person_id: int, role: str) -> None:
    """End a role yesterday, so that it grants nothing from now on. Refusals: last_manager. Records RoleEnded."""
    authorize(actor, "place.give_role", Target(place.organisation_id, place.id))
    with transaction.atomic():
        held = Role.objects.select_for_update().filter(place_id=place.id, role=role, until__isnull=True)
        if role == "manager" and not held.exclude(person_id=person_id).exists():
            raise Refused(Refusal("last_manager"))
        held.filter(person_id=person_id).delete()
        fact = facts.RoleEnded(organisation_id=place.organisation_id, place_id=place.id, person_id=person_id, role=role)
        record(fact, actor=actor, now=now)


def note_contact(*, actor: Actor, now: datetime, place: PlaceRef, person_id: int) -> None:
    """Put a person in the place's address book: from now on the place may find them."""
    authorize(actor, "place.meet", Target(place.organisation_id, place.id, person_id))
    Contact.objects.bulk_create(
        [Contact(organisation_id=place.organisation_id, person_id=person_id, since=now)], ignore_conflicts=True
    )


def give(
    organisation_id: int,
    place_id: int,
    person_id: int,
    role: str,
    *,
    actor: Actor,
    now: datetime,
    until: date | None = None,
) -> None:
    row = Role(
        organisation_id=organisation_id,
        place_id=place_id,
        person_id=person_id,
        role=role,
        since=now.date(),
        until=until,
    )
    Role.objects.bulk_create([row], ignore_conflicts=True)
    Contact.objects.bulk_create(
        [Contact(organisation_id=organisation_id, person_id=person_id, since=now)], ignore_conflicts=True
    )
    fact = facts.RoleGiven(organisation_id=organisation_id, place_id=place_id, person_id=person_id, role=role)
    record(fact, actor=actor, now=now)
