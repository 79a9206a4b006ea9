"""Forgetting a person who was erased: what they asked for goes with their name, and what was written about it."""

from datetime import datetime

from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.desk.models import Note, Request

GONE = {"name": "", "email": "", "phone": "", "company": "", "subject": "", "days": "", "what": "–", "next_action": ""}


def forget_person(*, actor: Actor, now: datetime, person_id: int) -> None:
    """Their requests stay as a number of a month. Records nothing. Refusals: none."""
    authorize(actor, "request.forget", Target(None, person_id=person_id))
    with scoping.unscoped("an erased person leaves every tenancy"):
        mine = Request.objects.filter(person_id=person_id)
        Note.objects.filter(request__in=mine).delete()
        mine.update(**GONE, whens=[])
