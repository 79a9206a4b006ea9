"""Asking for dues: of one member, or of all who come to their end, in one press. A call is numbered, and its letter leaves with
it; nobody is a member before it is paid."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from cantine.accounting.queries import LegalEntityRef
from cantine.billing.queries import PERSON, PayerCard, Who, payer_card, payer_cards
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.memberships import facts
from cantine.memberships.commands.dues.letters import send_call
from cantine.memberships.commands.papers import check_entity, ids_of, issue_paper
from cantine.memberships.models import Dues
from cantine.memberships.queries.dues import (
    COUNTING,
    DuesKindLine,
    Member,
    dues_kinds_of,
    dues_lines,
    find_dues_kind,
    members_of,
)
from cantine.memberships.rules import dues as rules
from cantine.memberships.rules.papers import PaperKind
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.queries import PlaceRef

RENEWED_BEFORE = timedelta(days=60)
GIVEN_UP_AFTER = timedelta(days=366)


def call_dues(
    *, actor: Actor, now: datetime, place: PlaceRef, kind: str, who: Who, cents: int | None = None,
    on: date | None = None, replay: bool = False,
) -> UUID:  # fmt: skip
    """Ask somebody for their dues: the days that follow those they hold. ``cents``: what they chose, where the price is free.
    The call is numbered, and leaves by letter. Returns the id of the dues. Records DuesCalled.

    Refusals: dues_kind_unknown, dues_of_others, dues_called_already, dues_too_little, dues_too_much, dues_without_entity,
    person_unknown, customer_unknown.
    """
    person_id, _customer_id = ids_of(who)
    authorize(actor, "dues.call", Target(place.organisation_id, place.id, person_id))
    found, day = find_dues_kind(place.organisation_id, code=kind), on or place.today(now)
    terms = found.terms_on(day) if found else None
    if found is None or terms is None:
        raise Refused(Refusal("dues_kind_unknown", field="kind"))
    if actor.person_id is not None and actor.person_id == person_id:
        place_commands.note_contact(actor=actor, now=now, place=place, person_id=person_id)
    _check_member(place, found, who)
    asked = terms.cents if cents is None or not terms.free else cents
    if refusals := list(rules.check_amount(terms, asked)):
        raise Refused(*refusals)
    card = payer_card(organisation_id=place.organisation_id, who=who)
    entity = check_entity(place)
    lines = dues_lines(organisation_id=place.organisation_id, who=who)
    held = rules.held_until(line.covered for line in lines if line.state in COUNTING)
    if card is None or any(line.state is rules.DuesState.CALLED for line in lines):
        raise Refused(Refusal("dues_called_already"))
    with transaction.atomic():
        return _call(
            place, entity, found, terms, card, asked, rules.days_covered(found, on=day, held_until=held), day, now, actor,
            replay=replay,
        )  # fmt: skip


def call_renewals(*, actor: Actor, now: datetime, place: PlaceRef) -> int:
    """Ask everybody who comes to their end within sixty days, or came to it within the year, for the same dues again;
    returns how many. Whoever was asked already, or whose kind is asked no more, is left out. Records DuesCalled for each,
    RenewalsCalled. Refusals: dues_without_entity."""
    authorize(actor, "dues.renew", Target(place.organisation_id, place.id))
    today, entity = place.today(now), check_entity(place)
    kinds = {kind.code: kind for kind in dues_kinds_of(place.organisation_id)}
    due = [each for each in members_of(place, today=today) if _to_renew(each, today) and each.last.kind in kinds]
    cards = payer_cards(organisation_id=place.organisation_id, whos=[each.who for each in due])
    with transaction.atomic():
        called = 0
        for member in due:
            kind, card = kinds[member.last.kind], cards.get(member.who)
            terms = kind.terms_on(today)
            if card is None or terms is None:
                continue
            asked = max(terms.cents, member.last.cents) if terms.free else terms.cents
            days = rules.days_covered(kind, on=today, held_until=member.standing.until)
            _call(place, entity, kind, terms, card, asked, days, today, now, actor)
            called += 1
        if called:
            fact = facts.RenewalsCalled(organisation_id=place.organisation_id, place_id=place.id, count=called)
            record(fact, actor=actor, now=now)
    return called


def _to_renew(member: Member, today: date) -> bool:
    until = member.standing.until
    return member.called is None and until is not None and today - GIVEN_UP_AFTER <= until <= today + RENEWED_BEFORE


def _call(
    place: PlaceRef, entity: LegalEntityRef, kind: DuesKindLine, terms: rules.DuesTerms, card: PayerCard, cents: int,
    days: rules.Covered, day: date, now: datetime, actor: Actor, *, replay: bool = False,
) -> UUID:  # fmt: skip
    person_id, customer_id = ids_of(card.who)
    row = Dues(
        uuid=uuid4(), organisation_id=place.organisation_id, place_id=place.id, kind_id=kind.id, person_id=person_id,
        customer_id=customer_id, first_day=days.first_day, last_day=days.last_day, cents=cents,
        state=rules.DuesState.CALLED, called_on=day, made_at=now, changed_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(Refusal("dues_called_already")) from error
    paper = issue_paper(
        kind=PaperKind.DUES_CALL, place=place, entity=entity, card=card, about=row.uuid, day=day, now=now,
        content={
            "kind_fr": kind.name_fr, "kind_en": kind.name_en, "first_day": days.first_day.isoformat(),
            "last_day": days.last_day.isoformat(), "cents": cents, "free": terms.free,
            "bank": {"iban": entity.iban, "bic": entity.bic, "holder": entity.bank_holder or entity.name},
        },
    )  # fmt: skip
    told = facts.DuesCalled(
        organisation_id=place.organisation_id, place_id=place.id, dues=row.uuid, person_id=person_id,
        customer_id=customer_id,
    )  # fmt: skip
    record(told, actor=actor, now=now, replay=replay)
    if not replay:
        send_call(place, entity, card, paper, cents=cents, days=days, now=now)
    return row.uuid


def _check_member(place: PlaceRef, kind: DuesKindLine, who: Who) -> None:
    person_id, customer_id = ids_of(who)
    if kind.who.organisations != (who[0] != PERSON):
        raise Refused(Refusal("dues_of_others", field="kind"))
    if not places.knows(place=place, person_id=person_id, customer_id=customer_id):
        raise Refused(Refusal("person_unknown" if person_id else "customer_unknown"))
