"""Dates to come are drawn anew when a plan changes: first each gives back what it used, then what came back to a plan that is over, or
paused, is withheld again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.memberships import queries
from cantine.memberships.commands.drawing import give_back
from cantine.memberships.commands.withholding import withhold
from cantine.memberships.models import Allowance
from cantine.places.queries import PlaceRef

PLAN = "subscription:"


def unwind(*, actor: Actor, now: datetime, place: PlaceRef, sources: Sequence[str]) -> None:
    """Give back what acts to come use, so that they draw anew from what serves by now. Records AllowanceGivenBack for each that used
    something. Refusals: none."""
    authorize(actor, "allowance.draw", Target(place.organisation_id, place.id))
    with transaction.atomic():
        used = Allowance.objects.filter(
            organisation_id=place.organisation_id, right__startswith=PLAN, entries__source__in=list(sources)
        )
        rights = sorted(set(used.values_list("right", flat=True)))
        give_back(actor=actor, now=now, place=place, sources=sources)
        for right in rights:
            line = queries.find_subscription(place, subscription=UUID(right.removeprefix(PLAN)), lock=True)
            if line is not None:
                withhold(place, line, now)
