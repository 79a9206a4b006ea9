"""Entering income received in advance at the end of a period, and its return on the next day: both at once, and once."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from cantine.accounting import queries, rules
from cantine.accounting.commands.entries import post_entry
from cantine.accounting.queries.deferrals import AHEAD, BACK
from cantine.accounting.rules import JournalKind, Posting
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

KEEPER = system("accounting.deferrals")
LABELS = ("Produits constatés d’avance", "Reprise des produits constatés d’avance")


def defer_income(*, actor: Actor, now: datetime, place: PlaceRef, entity: UUID, day: date) -> int:
    """What was invoiced and is supplied after ``day`` waits until the day after. Said again for the same day, nothing is entered.
    Returns the cents. Records EntryPosted twice.

    Refusals: entity_unknown, day_to_come, nothing_to_defer, deferred_already, period_closed, account_unknown.
    """
    authorize(actor, "books.post", Target(place.organisation_id, place.id))
    found = queries.find_entity(uuid=entity)
    if found is None:
        raise Refused(Refusal("entity_unknown"))
    if day > place.today(now):
        raise Refused(Refusal("day_to_come", {"day": day}, "day"))
    with transaction.atomic():
        queries.lock_entity(uuid=entity)
        state = queries.deferral_state(found.id)
        if day in state.entered:
            raise Refused(Refusal("deferred_already", {"day": day}, "day"))
        deferrals = queries.deferrals_at(organisation_id=found.organisation_id, entity_id=found.id, day=day)
        if not deferrals:
            raise Refused(Refusal("nothing_to_defer", {"day": day}, "day"))
        postings = rules.postings_of_deferrals(deferrals)
        turn = f"{day}:{state.turns.get(day, 0) + 1}"
        _post(found.id, now, day, LABELS[0], f"{AHEAD}{turn}", postings)
        _post(found.id, now, day + timedelta(days=1), LABELS[1], f"{BACK}{turn}", _contrary(postings))
    return sum(each.cents for each in deferrals)


def _post(entity_id: int, now: datetime, day: date, label: str, source: str, postings: list[Posting]) -> None:
    post_entry(
        actor=KEEPER, now=now, entity_id=entity_id, journal=JournalKind.MISC, day=day, label=label, piece=f"PCA {day}",
        piece_day=day, source=source, postings=postings,
    )  # fmt: skip


def _contrary(postings: list[Posting]) -> list[Posting]:
    return [Posting(role=each.role, debit_cents=each.credit_cents, credit_cents=each.debit_cents) for each in postings]
