"""Persons and organisations brought from another tool, with the dates that they had there. Nobody is written to."""

from datetime import date, datetime

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.places import facts
from cantine.places.models import Contact, Role
from cantine.places.queries import PlaceRef


def take_over_member(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    person_id: int,
    role: str,
    since: date | None = None,
    until: date | None = None,
) -> None:
    """Put a person in the address book with the role they held from ``since`` (today unless said) to ``until``.

    The same role held today, or begun on the same day, only has its end changed. Records RoleGiven, telling nobody.
    """
    authorize(actor, "place.give_role", Target(place.organisation_id, place.id))
    first = since or place.today(now)
    with transaction.atomic():
        held = Role.objects.select_for_update().filter(place_id=place.id, person_id=person_id, role=role)
        same = held.filter(since=first).first() or held.filter(until__isnull=True).first()
        if same is not None:
            Role.objects.filter(pk=same.pk).update(until=until)
        else:
            Role.objects.create(
                organisation_id=place.organisation_id,
                place_id=place.id,
                person_id=person_id,
                role=role,
                since=first,
                until=until,
            )
        _meet(place, now, person_id=person_id)
        told = facts.RoleGiven(organisation_id=place.organisation_id, place_id=place.id, person_id=person_id, role=role)
        record(told, actor=actor, now=now, replay=True)


def note_customer(*, actor: Actor, now: datetime, place: PlaceRef, customer_id: int) -> None:
    """Put an organisation in the place's address book: from now on the place may find it."""
    authorize(actor, "place.meet", Target(place.organisation_id, place.id))
    _meet(place, now, customer_id=customer_id)


def _meet(place: PlaceRef, now: datetime, *, person_id: int | None = None, customer_id: int | None = None) -> None:
    row = Contact(organisation_id=place.organisation_id, person_id=person_id, customer_id=customer_id, since=now)
    Contact.objects.bulk_create([row], ignore_conflicts=True)
