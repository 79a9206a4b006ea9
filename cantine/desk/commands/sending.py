"""A quote leaves, is taken back, or goes past its day: the request and the rooms follow, in the same transaction."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.billing import commands as billing
from cantine.billing import queries as documents
from cantine.booking import commands as booking
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.desk import rules
from cantine.desk.commands.letters import post_quote, post_withdrawn
from cantine.desk.commands.standing import stand
from cantine.desk.models import Request
from cantine.desk.queries.offers import hold_name, request_of_source
from cantine.desk.rules import State
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

CLERK = system("desk.quotes")


def send_offer(*, actor: Actor, now: datetime, place: PlaceRef, quote: UUID, to: str = "", replay: bool = False) -> str:
    """The quote has its number, and leaves by letter to who asked, or ``to`` another address; the number is answered.

    Refusals: those of ``billing.send_quote``, no_address_to_write_to. Records QuoteSent, RequestMoved.
    """
    authorize(actor, "quote.send", Target(place.organisation_id, place.id))
    with transaction.atomic():
        reference = billing.send_quote(actor=actor, now=now, place=place, quote=quote, replay=replay)
        found = documents.find_quote(organisations=[place.organisation_id], uuid=quote)
        assert found is not None
        row = _request(place, found.card.source)
        address = to.strip() or (row.email if row else "") or found.frozen.whole.buyer.email
        if not address:
            raise Refused(Refusal("no_address_to_write_to", {}, "to"))
        if not replay:
            post_quote(found, to=address, place=place, now=now)
        follow(row, "sent", now, replay=replay)
    return reference


def withdraw_offer(*, actor: Actor, now: datetime, place: PlaceRef, quote: UUID, reason: str = "") -> None:
    """The place takes its offer back: the rooms are free, and who asked is written to. Refusals: quote_unknown, quote_answered.

    Records QuoteGivenUp, DatesExpired, RequestMoved.
    """
    authorize(actor, "quote.send", Target(place.organisation_id, place.id))
    with transaction.atomic():
        billing.withdraw_quote(actor=actor, now=now, place=place, quote=quote, reason=reason)
        release(place, quote, now)
        row = request_behind(place, quote)
        follow(row, "withdrawn", now)
        found = documents.find_quote(organisations=[place.organisation_id], uuid=quote)
        assert found is not None
        if address := (row.email if row else "") or found.frozen.whole.buyer.email:
            post_withdrawn(found, to=address, reason=reason, place=place, now=now)


def expire_offer(*, actor: Actor, now: datetime, place: PlaceRef, quote: UUID, replay: bool = False) -> None:
    """Nobody answered before its last day was over: its rooms are free. Refusals: quote_unknown, quote_answered,
    quote_not_past. Records QuoteGivenUp, DatesExpired, RequestMoved."""
    authorize(actor, "request.settle", Target(place.organisation_id, place.id))
    with transaction.atomic():
        billing.expire_quote(actor=CLERK, now=now, place=place, quote=quote, replay=replay)
        release(place, quote, now, replay=replay)
        follow(request_behind(place, quote), "expired", now, replay=replay)


def release(place: PlaceRef, quote: UUID, now: datetime, *, replay: bool = False) -> None:
    booking.release_held(actor=CLERK, now=now, place=place, held_for=hold_name(quote), replay=replay)


def follow(row: Request | None, quote: str, now: datetime, *, replay: bool = False) -> None:
    """A request stands where its quote leads it."""
    if row is not None:
        stand(row, rules.state_after(State(row.state), quote=quote), CLERK, now, replay=replay)


def request_behind(place: PlaceRef, quote: UUID) -> Request | None:
    found = documents.find_quote(organisations=[place.organisation_id], uuid=quote)
    return _request(place, found.card.source) if found else None


def _request(place: PlaceRef, source: str) -> Request | None:
    """The request of a quote, held."""
    uuid = request_of_source(source)
    if uuid is None:
        return None
    return Request.objects.select_for_update(of=("self",)).filter(place_id=place.id, uuid=uuid).first()
