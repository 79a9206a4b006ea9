"""What follows the erasure of a person."""

from datetime import datetime

from cantine.core.actor import system
from cantine.core.facts import on
from cantine.desk import commands
from cantine.people.facts import PersonErased


@on(PersonErased)
def forget_the_person(fact: PersonErased, now: datetime) -> None:
    commands.forget_person(actor=system("desk.forget"), now=now, person_id=fact.person_id)
