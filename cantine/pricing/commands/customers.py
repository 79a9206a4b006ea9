"""Which prices a customer has: the category of a person, or of an organisation, at a place."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing import facts
from cantine.pricing.models import Category, Customer


def put_in_category(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    category: str,
    person_id: int | None = None,
    customer_id: int | None = None,
) -> None:
    """Give a person, or an organisation, the prices of a category from their next booking on; ``""`` gives them the usual
    ones. What is booked keeps its price.

    Refusals: category_unknown, person_unknown, customer_unknown. Records CustomerCategoryChanged.
    """
    authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    _check_known(place, person_id, customer_id)
    key = Category.objects.filter(place_id=place.id, code=category).values_list("pk", flat=True).first()
    if category and key is None:
        raise Refused(Refusal("category_unknown", {"category": category}, "category"))
    with transaction.atomic():
        who: dict[str, Any] = {"person_id": person_id, "customer_id": customer_id}
        if key is None:
            Customer.objects.filter(place_id=place.id, **who).delete()
        else:
            Customer.objects.update_or_create(
                organisation_id=place.organisation_id, place_id=place.id, **who, defaults={"category_id": key}
            )
        fact = facts.CustomerCategoryChanged(
            organisation_id=place.organisation_id, place_id=place.id, person_id=person_id, customer_id=customer_id
        )
        record(fact, actor=actor, now=now)


def _check_known(place: PlaceRef, person_id: int | None, customer_id: int | None) -> None:
    if person_id is not None and not places.knows(place=place, person_id=person_id):
        raise Refused(Refusal("person_unknown"))
    if customer_id is not None and not places.knows(place=place, customer_id=customer_id):
        raise Refused(Refusal("customer_unknown"))


def forget_person(*, actor: Actor, now: datetime, person_id: int) -> None:
    """Somebody was erased: which prices they had is not kept. Records nothing. Refusals: none."""
    authorize(actor, "customer.forget_category", Target(None, person_id=person_id))
    with scoping.unscoped("an erased person leaves every tenancy"):
        Customer.objects.filter(person_id=person_id).delete()
