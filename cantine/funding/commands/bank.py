"""What a line of the bank paid: a cost that was entered and not paid yet."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.billing import queries as billing
from cantine.billing.commands.bank_ends import explain_line
from cantine.billing.rules.bank import Became
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.funding.commands.costs import pay_cost
from cantine.funding.queries import lock_cost
from cantine.funding.queries.costs import spent_of
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def pay_cost_by_line(*, actor: Actor, now: datetime, place: PlaceRef, cost: UUID, line: UUID) -> None:
    """The cost is paid on the day of the line, in the books at once, and the line is handled. Records CostPaid, BankLineExplained.

    Refusals: cost_unknown, cost_is_not_line, those of ``pay_cost`` and of ``explain_line``.
    """
    authorize(actor, "cost.write", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row, found = lock_cost(place, uuid=cost), billing.find_bank_line(place, line)
        if row is None:
            raise Refused(Refusal("cost_unknown"))
        if found is None or found.said.cents != -spent_of(row).gross_cents:
            raise Refused(Refusal("cost_is_not_line"))
        entry = pay_cost(actor=actor, now=now, place=place, cost=cost, day=found.said.day)
        explain_line(actor=actor, now=now, place=place, line=line, became=Became.COST, entry=entry)
