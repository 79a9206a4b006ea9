"""Taking dues: the money goes to the books and a numbered receipt proves it; waiving them, and undoing a mistake."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation

from cantine.accounting import commands as accounting
from cantine.accounting.queries import LegalEntityRef
from cantine.accounting.rules import JournalKind, Posting, Role
from cantine.billing.commands.wording import METHOD_NAMES
from cantine.billing.queries import PayerCard, payer_card
from cantine.billing.rules import Method
from cantine.billing.rules.postings import MONEY
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.memberships import facts
from cantine.memberships.commands.dues.following import follow
from cantine.memberships.commands.dues.letters import send_receipt
from cantine.memberships.commands.papers import check_entity, issue_paper
from cantine.memberships.models import Dues, Paper
from cantine.memberships.queries.dues import COUNTING, DuesKindLine, DuesLine, dues_kinds_of, dues_lines, find_dues
from cantine.memberships.rules import dues as rules
from cantine.memberships.rules.papers import PaperKind
from cantine.places.queries import PlaceRef

BOOKKEEPER = system("memberships.books")


def record_dues(
    *, actor: Actor, now: datetime, place: PlaceRef, dues: UUID, method: Method, cents: int, received_on: date,
    replay: bool = False,
) -> None:  # fmt: skip
    """Dues were paid: their member is one from then on. The entry of the books and the receipt are made with it; what comes
    above a fixed price is a gift, on its own account. Records DuesPaid.

    Refusals: dues_unknown, dues_settled, dues_too_little, dues_too_much, dues_received_later, dues_days_met,
    dues_without_entity, period_closed, cash_day_closed.
    """
    authorize(actor, "dues.pay", Target(place.organisation_id, place.id))
    with transaction.atomic():
        line = _lock(place, dues)
        kind = next(each for each in dues_kinds_of(place.organisation_id, retired=True) if each.id == line.kind_id)
        terms = kind.terms_on(line.called_on)
        asked = rules.DuesTerms(line.called_on, line.cents, bool(terms and terms.free))
        if received_on > place.today(now):
            raise Refused(Refusal("dues_received_later", field="received_on"))
        if refusals := list(rules.check_amount(asked, cents)):
            raise Refused(*refusals)
        entity, card = check_entity(place), _card(place, line)
        days = rules.days_paid(kind, line.covered, paid_on=received_on, held_until=_held(place, line))
        own, gift = rules.split_amount(asked, cents)
        paper = issue_paper(
            kind=PaperKind.DUES_RECEIPT, place=place, entity=entity, card=card, about=line.uuid, day=received_on, now=now,
            content={
                "kind_fr": line.name_fr, "kind_en": line.name_en, "first_day": days.first_day.isoformat(),
                "last_day": days.last_day.isoformat(), "cents": own, "gift_cents": gift,
                "paid_on": received_on.isoformat(), "method": _method(method, card.language),
            },
        )  # fmt: skip
        entry = _enter(place, entity, card, paper, kind, method, own, gift, received_on, now, line, replay=replay)
        _settle(
            line, days, now, state=rules.DuesState.PAID, paid_on=received_on, paid_cents=cents, gift_cents=gift,
            method=method.value, entry=entry,
        )  # fmt: skip
        _tell(facts.DuesPaid, place, line, actor, now, replay=replay, until=days.last_day)
        follow(place, now=now, whos=[card.who])
        if not replay:
            send_receipt(place, entity, card, paper, until=days.last_day, now=now)


def waive_dues(*, actor: Actor, now: datetime, place: PlaceRef, dues: UUID, why: str) -> None:
    """Somebody is a member without paying. Records DuesWaived. Refusals: dues_unknown, dues_settled, dues_why_missing."""
    authorize(actor, "dues.waive", Target(place.organisation_id, place.id))
    with transaction.atomic():
        line = _lock(place, dues)
        if not why.strip():
            raise Refused(Refusal("dues_why_missing", field="why"))
        _settle(line, line.covered, now, state=rules.DuesState.WAIVED, why=why.strip()[:200])
        _tell(facts.DuesWaived, place, line, actor, now, until=line.last_day)
        if line.who:
            follow(place, now=now, whos=[line.who])


def drop_dues(*, actor: Actor, now: datetime, place: PlaceRef, dues: UUID, why: str) -> None:
    """Dues are asked no more; where they were paid by mistake, the books undo the entry by its contrary. Papers stay, as
    they were given. Records DuesDropped. Refusals: dues_unknown, dues_settled, dues_why_missing, period_closed."""
    authorize(actor, "dues.drop", Target(place.organisation_id, place.id))
    with transaction.atomic():
        line = _lock(place, dues, settled=True)
        if not why.strip():
            raise Refused(Refusal("dues_why_missing", field="why"))
        if line.entry is not None:
            accounting.undo_money(
                actor=BOOKKEEPER, now=now, place=place, entry=line.entry, day=place.today(now), label=why.strip()[:80]
            )
        _settle(line, line.covered, now, state=rules.DuesState.DROPPED, why=why.strip()[:200])
        _tell(facts.DuesDropped, place, line, actor, now)
        if line.who:
            follow(place, now=now, whos=[line.who])


def _lock(place: PlaceRef, dues: UUID, *, settled: bool = False) -> DuesLine:
    """The dues, locked until the end of the transaction; those that wait unless ``settled``."""
    Dues.objects.select_for_update(no_key=True).filter(organisation_id=place.organisation_id, uuid=dues).first()
    line = find_dues(place.organisation_id, uuid=dues)
    if line is None or line.who is None:
        raise Refused(Refusal("dues_unknown"))
    if line.state is rules.DuesState.DROPPED or (not settled and line.state is not rules.DuesState.CALLED):
        raise Refused(Refusal("dues_settled"))
    return line


def _card(place: PlaceRef, line: DuesLine) -> PayerCard:
    card = payer_card(organisation_id=place.organisation_id, who=line.who) if line.who else None
    if card is None:
        raise Refused(Refusal("dues_unknown"))
    return card


def _held(place: PlaceRef, line: DuesLine) -> date | None:
    others = dues_lines(organisation_id=place.organisation_id, who=line.who)
    return rules.held_until(each.covered for each in others if each.state in COUNTING and each.id != line.id)


def _settle(line: DuesLine, days: rules.Covered, now: datetime, **columns: Any) -> None:
    try:
        with transaction.atomic():
            Dues.objects.filter(pk=line.id).update(
                first_day=days.first_day, last_day=days.last_day, changed_at=now, **columns
            )
    except IntegrityError as error:
        raise Refused(Refusal("dues_days_met")) from error


def _enter(
    place: PlaceRef, entity: LegalEntityRef, card: PayerCard, paper: Paper, kind: DuesKindLine, method: Method, own: int,
    gift: int, day: date, now: datetime, line: DuesLine, *, replay: bool,
) -> UUID | None:  # fmt: skip
    """Dues are income when they are received: what is only asked for is no debt. Nothing is entered of nothing."""
    role = Role.DUES_WITH_COUNTERPART if kind.counterpart else Role.DUES
    postings = [
        Posting(role=MONEY[method], debit_cents=own + gift),
        Posting(role=role, credit_cents=own),
        Posting(role=Role.DONATIONS, credit_cents=gift),
    ]
    if not own + gift:
        return None
    return accounting.enter_money(
        actor=BOOKKEEPER, now=now, place=place, entity_id=entity.id,
        journal=JournalKind.CASH if method is Method.CASH else JournalKind.BANK, day=day, label=card.party.name,
        piece=paper.reference, source=f"dues:{line.uuid}", postings=postings, replay=replay,
    )  # fmt: skip


def _tell(
    fact: type[facts.DuesFact], place: PlaceRef, line: DuesLine, actor: Actor, now: datetime, *, replay: bool = False,
    **said: Any,
) -> None:  # fmt: skip
    told = fact(
        organisation_id=place.organisation_id, place_id=place.id, dues=line.uuid, person_id=line.person_id,
        customer_id=line.customer_id, **said,
    )  # fmt: skip
    record(told, actor=actor, now=now, replay=replay)


def _method(method: Method, language: str) -> str:
    with translation.override(language):
        return str(METHOD_NAMES[method])
