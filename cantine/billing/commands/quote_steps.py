"""A quote goes from one step to the next under its lock: who answers, who withdraws and what expires meet here."""

from datetime import datetime
from uuid import UUID

from cantine.billing import facts, rules
from cantine.billing.models import Invoice, Quote
from cantine.billing.rules import Stage, Step
from cantine.core.actor import Actor
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

LONGEST_REASON = 300


def lock_quote(place: PlaceRef, quote: UUID, *, stage: Stage | None = None) -> Quote:
    """The row, held until the transaction ends: who answers and what expires queue here. Raises Refused: quote_unknown."""
    rows = Quote.objects.select_for_update().filter(place_id=place.id, uuid=quote)
    row = (rows.filter(state=stage) if stage else rows).first()
    if row is None:
        raise Refused(Refusal("quote_unknown"))
    return row


def move_quote(row: Quote, step: Step, now: datetime, *, deposit: Invoice | None = None, reason: str = "") -> None:
    """One step of a locked quote, that was found to be allowed."""
    row.state, row.answered_at, row.reason = rules.MOVES[Stage(row.state), step], now, reason
    row.deposit = deposit
    row.save(update_fields=["state", "answered_at", "reason", "deposit"])


def give_up(
    row: Quote, step: Step, actor: Actor, now: datetime, *, reason: str = "", replay: bool = False
) -> None:  # fmt: skip
    """A locked quote is refused, withdrawn or past: nobody accepts it any more. Raises Refused: quote_answered."""
    if wrong := rules.check_step(stage=Stage(row.state), step=step):
        raise Refused(*wrong)
    move_quote(row, step, now, reason=" ".join(reason.split())[:LONGEST_REASON])
    fact = facts.QuoteGivenUp(
        organisation_id=row.organisation_id, place_id=row.place_id, quote=row.uuid, source=row.source,
        reference=row.reference, state=row.state,
    )  # fmt: skip
    record(fact, actor=actor, now=now, replay=replay)
