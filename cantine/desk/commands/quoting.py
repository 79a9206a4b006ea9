"""From a request to a quote: who asks becomes somebody the place knows, rooms are held, and all of it is on a draft.

The rooms wait for the quote, under its name: its answer or its end moves them, in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cantine.billing import commands as billing
from cantine.billing import queries as documents
from cantine.billing.rules import USUAL_PERCENT, Nature, Part
from cantine.billing.rules import Payer as PayerWords
from cantine.booking import commands as booking
from cantine.booking.commands import DateWish, Details
from cantine.booking.queries.prices import source_of
from cantine.core import presses
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.desk.commands.standing import lock_request, stand
from cantine.desk.models import Request
from cantine.desk.queries.offers import hold_name, source_of_request
from cantine.desk.rules import Lane, State
from cantine.kernel import Interval, Refusal, Refused
from cantine.people import commands as people
from cantine.people import queries as persons
from cantine.people.rules.organisations import OrganisationDraft
from cantine.places import commands as places
from cantine.places import queries as known_here
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.pricing import commands as pricing
from cantine.pricing import queries as prices

GREETER = system("desk.contacts")


@dataclass(frozen=True)
class Room:
    """A room for a while."""

    card: ResourceCard
    slot: Interval


@dataclass(frozen=True)
class Payer:
    """Who pays, as the team typed it; an ``organisation`` where it is one, for whom the person of this address writes.
    ``category`` is whose prices they have from now on, "" for the usual ones; None leaves those that they have."""

    name: str
    email: str
    organisation: str = ""
    kind: str = "company"
    siren: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    category: str | None = None


NATURES = {"public": Nature.PUBLIC, "association": Nature.NON_TAXABLE, "company": Nature.BUSINESS}


def draft_offer(
    *, actor: Actor, now: datetime, place: PlaceRef, request: UUID, payer: Payer, rooms: Sequence[Room],
    parts: Sequence[Part] = (), percent: int = USUAL_PERCENT, valid_until: date | None = None, note: str = "",
    people_count: int | None = None, press: str = "", replay: bool = False,
) -> UUID:  # fmt: skip
    """A draft of a quote whose rooms are held at once: nothing is written unless all of them are free. The same ``press``
    again gives the same draft.

    Refusals: request_unknown, collaborative_has_no_quote, payer_email_missing, contact_to_invite, category_unknown, those of a room, of a
    payer and of a quote.
    Records BookingHeld for each room, QuotePrepared.
    """
    authorize(actor, "request.quote", Target(place.organisation_id, place.id))
    if not payer.email.strip():
        raise Refused(Refusal("payer_email_missing", {}, "email"))
    with transaction.atomic():
        if before := presses.done_before(actor=actor, press=press, now=now):
            return UUID(before.body)
        row = lock_request(place, request)
        if row.lane == Lane.COLLABORATIVE:
            raise Refused(Refusal("collaborative_has_no_quote"))
        _identify(row, payer, place, actor, now)
        said: dict[str, Any] = {"actor": actor, "now": now, "place": place}
        quote = billing.prepare_quote(
            **said, source=source_of_request(row.uuid), person_id=row.person_id, customer_id=row.customer_id,
            percent=percent, valid_until=valid_until, note=note, replay=replay,
        )  # fmt: skip
        sources = [each for room in rooms for each in _held(said, row, quote, room, people_count, replay=replay)]
        billing.write_quote(
            **said, quote=quote, parts=parts, percent=percent, valid_until=valid_until, note=note, charges=sources
        )
        presses.keep(actor=actor, press=press, made=str(quote))
    return quote


def extend_offer(
    *, actor: Actor, now: datetime, place: PlaceRef, request: UUID, quote: UUID, rooms: Sequence[Room],
    parts: Sequence[Part] = (), press: str = "",
) -> None:  # fmt: skip
    """More rooms and more lines on a draft: another day, for instance. The same ``press`` again adds nothing.

    Refusals: request_unknown, quote_unknown, those of a room. Records BookingHeld for each room, QuotePrepared.
    """
    authorize(actor, "request.quote", Target(place.organisation_id, place.id))
    with transaction.atomic():
        if presses.done_before(actor=actor, press=press, now=now):
            return
        row = lock_request(place, request)
        found = documents.find_drafted(place, quote=quote, today=place.today(now))
        if found is None:
            raise Refused(Refusal("quote_unknown"))
        said: dict[str, Any] = {"actor": actor, "now": now, "place": place}
        sources = [each for room in rooms for each in _held(said, row, quote, room, row.people)]
        billing.write_quote(
            **said, quote=quote, parts=[*found.parts, *parts], percent=found.row.percent,
            valid_until=found.row.valid_until, note=found.row.note, charges=sources,
        )  # fmt: skip
        presses.keep(actor=actor, press=press)


def revise_offer(*, actor: Actor, now: datetime, place: PlaceRef, request: UUID, quote: UUID) -> UUID:
    """A new version of a quote that was sent: that one is withdrawn, its rooms wait for the new one, a draft.

    Refusals: quote_unknown, quote_answered. Records QuoteGivenUp, QuotePrepared.
    """
    authorize(actor, "request.quote", Target(place.organisation_id, place.id))
    found = documents.find_quote(organisations=[place.organisation_id], uuid=quote)
    if found is None or found.content is None:
        raise Refused(Refusal("quote_unknown"))
    frozen, card = found.frozen, found.card
    said: dict[str, Any] = {"actor": actor, "now": now, "place": place}
    with transaction.atomic():
        row = lock_request(place, request)
        made = billing.prepare_quote(
            **said, source=card.source, person_id=card.person_id, customer_id=card.customer_id, parts=frozen.parts,
            percent=frozen.percent, note=frozen.whole.note, replaces=quote,
        )  # fmt: skip
        booking.hold_for_another(**said, held_for=hold_name(quote), now_for=hold_name(made))
        stand(row, State.ANSWERED, actor, now)
    return made


def remove_room(*, actor: Actor, now: datetime, place: PlaceRef, quote: UUID, date: UUID) -> None:
    """A room leaves a draft, and is free; what it was sold at leaves with it. Refusals: quote_unknown. Records DatesExpired."""
    authorize(actor, "request.quote", Target(place.organisation_id, place.id))
    with transaction.atomic():
        if documents.find_drafted(place, quote=quote, today=place.today(now)) is None:
            raise Refused(Refusal("quote_unknown"))
        booking.release_held(actor=actor, now=now, place=place, held_for=hold_name(quote), only=date)


def drop_offer(*, actor: Actor, now: datetime, place: PlaceRef, quote: UUID) -> None:
    """A draft is no more, and its rooms are free. Refusals: quote_unknown. Records QuoteDropped, DatesExpired."""
    authorize(actor, "request.quote", Target(place.organisation_id, place.id))
    with transaction.atomic():
        billing.drop_quote(actor=actor, now=now, place=place, quote=quote)
        booking.release_held(actor=actor, now=now, place=place, held_for=hold_name(quote))


def _held(
    said: dict[str, Any], row: Request, quote: UUID, room: Room, people_count: int | None, *, replay: bool = False
) -> list[str]:
    """The room waits for the quote; how its charges name it. The house's limits are the team's to lift, never a clash."""
    details = Details(
        title=(row.subject or row.company or row.name)[:120], guests=max((people_count or 1) - 1, 0),
        customer_id=row.customer_id,
    )  # fmt: skip
    made = booking.hold_resource(
        **said, resource=room.card, dates=[DateWish(interval=room.slot)], expires_at=None, held_for=hold_name(quote),
        details=details, person_id=row.person_id, override=True, replay=replay,
    )  # fmt: skip
    return [source_of(date.uuid) for date in made.dates]


def _identify(row: Request, payer: Payer, place: PlaceRef, actor: Actor, now: datetime) -> None:
    """Who asks becomes a person that the place knows, and an organisation where there is one; how they are invoiced is
    written where something was said of it. Whoever has an account and never came here brings their name and telephone
    themselves: they are invited first. Raises Refused: contact_to_invite."""
    known = persons.find_person_id(email=payer.email.strip())
    if known is not None and not known_here.knows(place=place, person_id=known):
        raise Refused(Refusal("contact_to_invite", field="email"))
    person = places.add_contact(actor=GREETER, now=now, place=place, email=payer.email, name=payer.name or payer.email)
    customer, is_new = row.customer_id, known is None
    if payer.organisation.strip():
        draft = OrganisationDraft(
            name=payer.organisation, kind=payer.kind, siren=payer.siren, street=payer.street, postcode=payer.postcode,
            commune=payer.town,
        )  # fmt: skip
        if customer is None or payer.organisation.strip() != row.company:
            customer = people.enter_organisation(actor=GREETER, now=now, draft=draft)
        is_new = not known_here.knows(place=place, customer_id=customer)
        places.note_customer(actor=GREETER, now=now, place=place, customer_id=customer)
    else:
        customer = None
    if payer.category is not None:
        who = {"person_id": None if customer else person, "customer_id": customer}
        _price_as(payer.category, who, place, actor, now, is_new=is_new)
    row.person_id, row.customer_id = person, customer
    row.email, row.company = payer.email.strip().lower(), payer.organisation.strip()[:160]
    row.name = (payer.name or row.name).strip()[:160]
    row.save(update_fields=["person", "customer", "email", "company", "name"])
    if payer.street.strip() or payer.town.strip():
        _write_payer(payer, place, now, person=person, customer=customer)


def _price_as(
    category: str, who: dict[str, int | None], place: PlaceRef, actor: Actor, now: datetime, *, is_new: bool
) -> None:  # fmt: skip
    """Whose prices they have: whoever quotes says it of who is new here, and who sets prices of anybody."""
    if category == prices.category_of(place, person_id=who["person_id"], customer_id=who["customer_id"]):
        return
    if not is_new:
        authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    pricing.put_in_category(
        actor=GREETER,
        now=now,
        place=place,
        category=category,
        person_id=who["person_id"],
        customer_id=who["customer_id"],
    )


def _write_payer(payer: Payer, place: PlaceRef, now: datetime, *, person: int, customer: int | None) -> None:
    who = (documents.ORGANISATION, customer) if customer else (documents.PERSON, person)
    words = PayerWords(
        name=payer.organisation or payer.name, nature=NATURES[payer.kind] if customer else Nature.PERSON,
        street=payer.street, postcode=payer.postcode, town=payer.town, siren=payer.siren if customer else "",
        email=payer.email,
    )  # fmt: skip
    billing.write_payer(actor=GREETER, now=now, place=place, who=who, payer=words)
