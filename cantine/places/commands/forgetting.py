"""Forgetting a person who was erased: what the places' own books still said of them."""

from datetime import datetime

from django.db.models import Q

from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.places.models import Contact, Insurance, Role, Shift


def forget_person(*, actor: Actor, now: datetime, person_id: int) -> None:
    """Roles end, coming shifts are nobody's, and contacts, their notes and insurances go. Hours given, house rules
    accepted and past shifts stay, on a row that names nobody. Records nothing. Refusals: none."""
    authorize(actor, "place.forget_person", Target(None, person_id=person_id))
    today = now.date()
    with scoping.unscoped("an erased person leaves every tenancy"):
        Role.objects.filter(person_id=person_id, since__gt=today).delete()
        Role.objects.filter(Q(until=None) | Q(until__gt=today), person_id=person_id).update(until=today)
        Shift.objects.filter(person_id=person_id).update(note="")
        Shift.objects.filter(person_id=person_id, day__gt=today).update(person=None, swap_for=None, swap_asked_at=None)
        Contact.objects.filter(person_id=person_id).delete()
        Insurance.objects.filter(person_id=person_id).delete()
