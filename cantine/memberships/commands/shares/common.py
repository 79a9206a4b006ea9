"""What every command of shares needs: the co-operative, the card of a holder, a line of the register, an entry of the books."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from cantine.accounting import commands as accounting
from cantine.accounting.queries import LegalEntityRef
from cantine.accounting.rules import JournalKind, Posting, Role
from cantine.billing.commands.bookkeeping import third_of
from cantine.billing.queries import PayerCard, Who, payer_card
from cantine.billing.rules import Method
from cantine.billing.rules.postings import MONEY
from cantine.core.actor import system
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.memberships.commands.papers import ids_of
from cantine.memberships.facts import ShareFact
from cantine.memberships.models import ShareMovement
from cantine.memberships.queries.shares import cooperative_of
from cantine.memberships.rules import shares as rules
from cantine.places.queries import PlaceRef

BOOKKEEPER = system("memberships.books")


def check_cooperative(place: PlaceRef) -> LegalEntityRef:
    """Raises Refused: no_cooperative."""
    entity = cooperative_of(place.organisation_id)
    if entity is None:
        raise Refused(Refusal("no_cooperative"))
    return entity


def find_card(place: PlaceRef, who: Who | None) -> PayerCard:
    """Raises Refused: shareholder_unknown."""
    card = payer_card(organisation_id=place.organisation_id, who=who) if who else None
    if card is None:
        raise Refused(Refusal("shareholder_unknown"))
    return card


def move(
    place: PlaceRef, holding_id: int, kind: rules.MovementKind, quantity: int, *, cents_each: int, day: date, source: str,
    now: datetime,
) -> ShareMovement:  # fmt: skip
    """For the commands of shares, which have authorized: a line of the register. Raises Refused: shares_too_few."""
    row = ShareMovement(
        organisation_id=place.organisation_id, holding_id=holding_id, kind=kind.value,
        quantity=rules.signed(kind, quantity), cents_each=cents_each, day=day, source=source, made_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(Refusal("shares_too_few", {"held": 0}, "quantity")) from error
    return row


def enter_money(
    place: PlaceRef, entity: LegalEntityRef, card: PayerCard, *, method: Method, cents: int, day: date, piece: str,
    source: str, now: datetime, out: bool = False, replay: bool = False,
) -> None:  # fmt: skip
    """Money of shares in, or out, against what the associate is owed (4562). Raises Refused: period_closed,
    cash_day_closed."""
    side, other = ("credit_cents", "debit_cents") if out else ("debit_cents", "credit_cents")
    amounts: dict[str, Any] = {side: cents}
    against: dict[str, Any] = {other: cents}
    third = third_of(card.who, card.party.name)
    postings = [
        Posting(role=MONEY[method], **amounts),
        Posting(role=Role.SHARES_CALLED, third=third.code, third_name=third.name, **against),
    ]
    journal = JournalKind.CASH if method is Method.CASH else JournalKind.BANK
    accounting.enter_money(
        actor=BOOKKEEPER, now=now, place=place, entity_id=entity.id, journal=journal, day=day, label=card.party.name,
        piece=piece, source=source, postings=postings, replay=replay,
    )  # fmt: skip


def enter_capital(
    entity: LegalEntityRef, card: PayerCard, *, cents: int, day: date, piece: str, source: str, now: datetime,
    out: bool = False, replay: bool = False,
) -> None:  # fmt: skip
    """What was paid becomes capital (1013), or leaves it to be paid back. Raises Refused: period_closed."""
    third = third_of(card.who, card.party.name)
    associate: dict[str, Any] = {"credit_cents" if out else "debit_cents": cents}
    capital: dict[str, Any] = {"debit_cents" if out else "credit_cents": cents}
    postings = [
        Posting(role=Role.SHARES_CALLED, third=third.code, third_name=third.name, **associate),
        Posting(role=Role.SHARES, **capital),
    ]
    accounting.post_entry(
        actor=BOOKKEEPER, now=now, entity_id=entity.id, journal=JournalKind.MISC, day=day, label=card.party.name,
        piece=piece, piece_day=day, source=source, postings=postings, replay=replay,
    )  # fmt: skip


def tell(
    fact: type[ShareFact], place: PlaceRef, about: UUID, who: Who, actor: Any, now: datetime, *, replay: bool = False
) -> None:
    person_id, customer_id = ids_of(who)
    told = fact(
        organisation_id=place.organisation_id,
        place_id=place.id,
        about=about,
        person_id=person_id,
        customer_id=customer_id,
    )
    record(told, actor=actor, now=now, replay=replay)
