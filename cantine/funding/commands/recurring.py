"""Costs that come back: written once, entered one by one when their day comes, by a press or by the night, never twice."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.funding import facts
from cantine.funding.commands.costs import note_cost
from cantine.funding.models import RecurringCost
from cantine.funding.queries.recurring import lock_recurring, recurring_card, recurring_of
from cantine.funding.rules.recurring import Recurring, check_recurring, spent_on
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def note_recurring(
    *, actor: Actor, now: datetime, place: PlaceRef, recurring: Recurring, key: str = "", replay: bool = False
) -> UUID:
    """Write a cost that comes back; nothing is entered yet. The same ``key`` writes it once. Records RecurringNoted.

    Refusals: those of ``check_recurring``.
    """
    authorize(actor, "cost.write", Target(place.organisation_id, place.id))
    if refusals := list(check_recurring(recurring)):
        raise Refused(*refusals)
    spent, key = recurring.spent, key or str(uuid4())
    with transaction.atomic():
        row, new = RecurringCost.objects.get_or_create(
            organisation_id=place.organisation_id, place_id=place.id, key=key,
            defaults={
                "what": spent.what, "supplier": spent.supplier, "category": spent.category, "activity": spent.activity,
                "net_cents": spent.net_cents, "vat_cents": spent.vat_cents, "every": recurring.every.value,
                "first_day": spent.day, "last_day": recurring.last_day, "alone": recurring.alone, "made_at": now,
            },
        )  # fmt: skip
        if new:
            fact = facts.RecurringNoted(organisation_id=place.organisation_id, place_id=place.id, recurring=row.uuid)
            record(fact, actor=actor, now=now, replay=replay)
    return row.uuid


def enter_recurring(*, actor: Actor, now: datetime, place: PlaceRef, recurring: UUID, replay: bool = False) -> int:
    """Its dates until today that are not entered, each as a cost still to pay; how many were new. Who pressed at the same
    time waits, and finds nothing to do. Records CostNoted for each.

    Refusals: recurring_unknown, those of ``note_cost``.
    """
    authorize(actor, "cost.write", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = lock_recurring(place, uuid=recurring)
        if row is None:
            raise Refused(Refusal("recurring_unknown"))
        card = recurring_card(row)
        days = card.due(place.today(now))
        for day in days:
            spent, key = spent_on(card.recurring, day), f"recurring:{row.uuid}:{day}"
            note_cost(actor=actor, now=now, place=place, spent=spent, key=key, replay=replay)
        if days:
            RecurringCost.objects.filter(pk=row.pk).update(entered_until=days[-1])
    return len(days)


def enter_alone(*, actor: Actor, now: datetime, place: PlaceRef) -> int:
    """At night: those that come in without a press. One that the books refuse waits for a person. Refusals: none."""
    authorize(actor, "cost.write", Target(place.organisation_id, place.id))
    count = 0
    for card in recurring_of(place):
        if card.recurring.alone and card.due(place.today(now)):
            try:
                count += enter_recurring(actor=actor, now=now, place=place, recurring=card.uuid)
            except Refused:
                continue
    return count


def stop_recurring(*, actor: Actor, now: datetime, place: PlaceRef, recurring: UUID, last_day: date) -> None:
    """It comes until this day, included; what is entered stays. Records RecurringStopped.

    Refusals: recurring_unknown.
    """
    authorize(actor, "cost.write", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = lock_recurring(place, uuid=recurring)
        if row is None:
            raise Refused(Refusal("recurring_unknown"))
        if row.entered_until is None and last_day < row.first_day:
            row.delete()
        else:
            kept = max(last_day, row.entered_until or row.first_day - timedelta(days=1), row.first_day)
            RecurringCost.objects.filter(pk=row.pk).update(last_day=kept)
        fact = facts.RecurringStopped(organisation_id=place.organisation_id, place_id=place.id, recurring=recurring)
        record(fact, actor=actor, now=now)
