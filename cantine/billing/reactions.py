"""What follows the erasure of a person, a payment online, and the closing of a drawer."""

from datetime import datetime

from cantine.accounting.facts import DrawerClosed
from cantine.accounting.rules import Span
from cantine.billing import commands
from cantine.billing.commands.counter import close_sales
from cantine.billing.commands.online import tell_paid
from cantine.billing.facts import OnlinePaymentMoved
from cantine.billing.rules.online import State
from cantine.core.actor import system
from cantine.core.facts import on
from cantine.people.facts import PersonErased
from cantine.places import queries as places


@on(PersonErased)
def forget_the_person(fact: PersonErased, now: datetime) -> None:
    commands.forget_person(actor=system("billing.forget"), now=now, person_id=fact.person_id)


@on(OnlinePaymentMoved)
def thank_for_the_payment(fact: OnlinePaymentMoved, now: datetime) -> None:
    """Whoever paid online reads that it came, with the invoice."""
    place = places.place_by_id(fact.place_id) if fact.place_id and fact.state == State.PAID else None
    if place is not None:
        tell_paid(actor=system("billing.online"), now=now, place=place, payment=fact.online_payment)


@on(DrawerClosed)
def close_the_sales(fact: DrawerClosed, now: datetime) -> None:
    """Whatever closed the drawer: its sales are added up with it."""
    place = places.place_by_id(fact.place_id) if fact.place_id else None
    if place is not None:
        close_sales(
            actor=system("billing.counter"),
            now=now,
            place=place,
            drawer=fact.drawer,
            span=Span(fact.span),
            last_day=fact.last_day,
        )
