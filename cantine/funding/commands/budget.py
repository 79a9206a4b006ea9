"""The budget of a year."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.funding import facts
from cantine.funding.models import BudgetLine
from cantine.funding.rules.budget import check_budget
from cantine.kernel import Refused
from cantine.places.queries import PlaceRef


def set_budget(
    *, actor: Actor, now: datetime, place: PlaceRef, year: int, amounts: Mapping[str, int], replay: bool = False
) -> None:
    """All the lines of a year, in the place of those that it had; a line of nothing goes. Records BudgetSet.

    Refusals: funding_amount_wrong.
    """
    authorize(actor, "economy.write", Target(place.organisation_id, place.id))
    if refusals := list(check_budget(amounts)):
        raise Refused(*refusals)
    with transaction.atomic():
        mine = {"organisation_id": place.organisation_id, "place_id": place.id, "year": year}
        BudgetLine.objects.filter(**mine).exclude(code__in=[code for code, cents in amounts.items() if cents]).delete()
        BudgetLine.objects.bulk_create(
            [BudgetLine(**mine, code=code, cents=cents) for code, cents in amounts.items() if cents],
            update_conflicts=True, update_fields=["cents"], unique_fields=["organisation", "place", "year", "code"],
        )  # fmt: skip
        fact = facts.BudgetSet(organisation_id=place.organisation_id, place_id=place.id, year=year)
        record(fact, actor=actor, now=now, replay=replay)
