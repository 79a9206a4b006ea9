"""Taking back a plan that was given by mistake, while no document took any of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.memberships import facts, queries, rules
from cantine.memberships.commands.counting import count_again
from cantine.memberships.models import Subscription
from cantine.places.queries import PlaceRef


def annul_subscription(*, actor: Actor, now: datetime, place: PlaceRef, subscription: UUID) -> None:
    """Take back a plan that was given by mistake, as if it had never begun: what waited to be invoiced is gone, what it had given is
    withheld. Once a document took one of its months, its notice ends it. Records PlanAnnulled.

    Refusals: subscription_unknown, subscription_of_contract, subscription_invoiced.
    """
    authorize(actor, "subscription.annul", Target(place.organisation_id, place.id))
    with transaction.atomic():
        line = queries.find_subscription(place, subscription=subscription, lock=True)
        if line is None or queries.never_ran(line):
            raise Refused(Refusal("subscription_unknown"))
        if queries.follows_contract(line):
            raise Refused(Refusal("subscription_of_contract"))
        if any(each.taken for each in queries.periods_of(line.id, most=None)):
            raise Refused(Refusal("subscription_invoiced"))
        Subscription.objects.filter(pk=line.id).update(until=line.since - rules.A_DAY, notice_at=None)
        count_again(place, subscription, line.since, actor, now)
        told = facts.PlanAnnulled(
            organisation_id=place.organisation_id,
            place_id=place.id,
            subscription=subscription,
            person_id=line.person_id,
        )
        record(told, actor=actor, now=now)
