"""The customer answers: the quote, its rooms, its deposit and its request move together, or not at all."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.billing import commands as billing
from cantine.billing.rules import Answer
from cantine.booking import commands as booking
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.desk.commands.sending import CLERK, follow, release, request_behind
from cantine.desk.queries.offers import hold_name
from cantine.places.queries import PlaceRef


def accept_offer(
    *, actor: Actor, now: datetime, place: PlaceRef, quote: UUID, name: str, chosen: Collection[int] = (),
    address: str = "", agent: str = "", replay: bool = False,
) -> UUID | None:  # fmt: skip
    """The quote is accepted with the options that were ticked, its rooms are booked, its deposit is invoiced and sent to who
    asked: answers the deposit, if one is asked for.

    Refusals: those of ``billing.accept_quote``. Records QuoteAccepted, InvoiceIssued, BookingConfirmed, RequestMoved.
    """
    authorize(actor, "quote.answer", Target(place.organisation_id, place.id))
    with transaction.atomic():
        deposit = billing.accept_quote(
            actor=actor, now=now, place=place, quote=quote, name=name, chosen=chosen, address=address, agent=agent,
            replay=replay,
        )  # fmt: skip
        _follow_yes(place, quote, deposit, now, replay=replay)
    return deposit


def note_acceptance(
    *, actor: Actor, now: datetime, place: PlaceRef, quote: UUID, name: str, answer: Answer, chosen: Collection[int] = (),
) -> UUID | None:  # fmt: skip
    """The yes came on paper or by mail, and the team notes it: the same follows as from the link.

    Refusals: those of ``billing.note_acceptance``. Records QuoteAccepted, InvoiceIssued, BookingConfirmed, RequestMoved.
    """
    authorize(actor, "quote.note_answer", Target(place.organisation_id, place.id))
    with transaction.atomic():
        deposit = billing.note_acceptance(
            actor=actor, now=now, place=place, quote=quote, name=name, answer=answer, chosen=chosen
        )
        _follow_yes(place, quote, deposit, now)
    return deposit


def _follow_yes(place: PlaceRef, quote: UUID, deposit: UUID | None, now: datetime, *, replay: bool = False) -> None:
    booking.confirm_held(actor=CLERK, now=now, place=place, held_for=hold_name(quote), replay=replay)
    row = request_behind(place, quote)
    if deposit is not None and row is not None and row.email and not replay:
        billing.send_invoice(actor=CLERK, now=now, place=place, invoice=deposit, to=row.email)
    follow(row, "accepted", now, replay=replay)


def refuse_offer(
    *, actor: Actor, now: datetime, place: PlaceRef, quote: UUID, reason: str = "", replay: bool = False
) -> None:
    """The customer says no, perhaps why: the rooms are free. Refusals: quote_unknown, quote_answered.

    Records QuoteGivenUp, DatesExpired, RequestMoved.
    """
    authorize(actor, "quote.answer", Target(place.organisation_id, place.id))
    with transaction.atomic():
        billing.refuse_quote(actor=actor, now=now, place=place, quote=quote, reason=reason, replay=replay)
        release(place, quote, now, replay=replay)
        follow(request_behind(place, quote), "refused", now, replay=replay)
