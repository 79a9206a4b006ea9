"""How somebody is invoiced: their name and address on documents, their numbers, who pays for them."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from cantine.billing import facts, rules
from cantine.billing.models import Payer, PayerIban
from cantine.billing.queries.payers import ORGANISATION, PERSON, Who
from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef


def write_payer(
    *, actor: Actor, now: datetime, place: PlaceRef, who: Who, payer: rules.Payer, paid_by: int | None = None,
    paid_from: date | None = None, replay: bool = False,
) -> None:  # fmt: skip
    """From the next document on. ``paid_by`` is the organisation that pays in the place of a person, for what is of ``paid_from`` and
    after: what came before stays with them. Without a day, it pays for all that is not invoiced yet.

    Refusals: person_unknown, customer_unknown, and those of a number, an address or a delay. Records PayerChanged.
    """
    person, customer = (who[1] if who[0] == PERSON else None), (who[1] if who[0] == ORGANISATION else None)
    authorize(actor, "payer.write", Target(place.organisation_id, place.id, person))
    _check_known(place, person, customer, paid_by)
    tidy = rules.tidied(payer)
    if wrong := rules.check_payer(tidy):
        raise Refused(*wrong)
    with transaction.atomic():
        whose: dict[str, Any] = {"person_id": person, "customer_id": customer}
        Payer.objects.update_or_create(
            organisation_id=place.organisation_id,
            **whose,
            defaults={**asdict(tidy), "paid_by_id": paid_by, "paid_from": paid_from if paid_by else None},
        )
        fact = facts.PayerChanged(
            organisation_id=place.organisation_id, place_id=place.id, person_id=person, customer_id=customer
        )
        record(fact, actor=actor, now=now, replay=replay)


def forget_person(*, actor: Actor, now: datetime, person_id: int) -> None:
    """Somebody was erased: how they were invoiced is not kept, apart from the documents. Records nothing. Refusals: none."""
    authorize(actor, "payer.forget", Target(None, person_id=person_id))
    with scoping.unscoped("an erased person leaves every tenancy"):
        Payer.objects.filter(person_id=person_id).delete()
        PayerIban.objects.filter(person_id=person_id).delete()


def _check_known(place: PlaceRef, person: int | None, customer: int | None, paid_by: int | None) -> None:
    if person is not None and not places.knows(place=place, person_id=person):
        raise Refused(Refusal("person_unknown"))
    for organisation in (customer, paid_by):
        if organisation is not None and not places.knows(place=place, customer_id=organisation):
            raise Refused(Refusal("customer_unknown"))
