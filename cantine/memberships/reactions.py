"""What memberships does when something happened below."""

from datetime import datetime

from cantine.billing.facts import SaleRung
from cantine.core.actor import system
from cantine.core.facts import on
from cantine.memberships import commands
from cantine.memberships.commands.counter import give_sold_passes
from cantine.people.facts import PersonErased
from cantine.places import queries as places


@on(PersonErased)
def forget_the_person(fact: PersonErased, now: datetime) -> None:
    commands.forget_person(actor=system("memberships.forget"), now=now, person_id=fact.person_id)


@on(SaleRung)
def give_the_passes(fact: SaleRung, now: datetime) -> None:
    """A pass that was paid at the till is given to whoever bought it."""
    place = places.place_by_id(fact.place_id) if fact.place_id else None
    if place is not None:
        give_sold_passes(actor=system("memberships.till"), now=now, place=place, sale=fact.sale)
