"""Documents and money told to the books, in the transaction of the act: if the books refuse, nothing was done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cantine.accounting import commands as accounting
from cantine.accounting.rules import JournalKind, Posting
from cantine.billing import rules
from cantine.billing.models import Invoice
from cantine.billing.queries.drafts import who_of
from cantine.billing.queries.payers import ORGANISATION, PERSON, Who
from cantine.billing.rules import Document, Method, Paid, Third
from cantine.billing.rules.labels import label_of_payment
from cantine.core.actor import system
from cantine.places.queries import PlaceRef

BOOKKEEPER = system("billing.books")
PostingsOf = Callable[[Document, Third], Sequence[Posting]]
CODES = {ORGANISATION: "O", PERSON: "P"}


def begin_document(
    row: Invoice, document: Document, postings_of: PostingsOf, *, day: date, now: datetime, replay: bool = False
) -> accounting.Begun:
    """The entry of a sale, or of what gives one back, before it has its number."""
    third = third_of(who_of(row), row.payer_name)
    return accounting.begin_entry(
        actor=BOOKKEEPER, now=now, entity_id=row.entity_id, journal=JournalKind.SALES, day=day,
        source=f"invoice:{row.uuid}", postings=postings_of(document, third), replay=replay,
    )  # fmt: skip


@dataclass(frozen=True)
class Money:
    """A payment as it was recorded: below zero, it went back. ``id`` is the key of its row."""

    id: int
    uuid: UUID
    entity_id: int
    who: Who
    payer_name: str
    method: Method
    cents: int
    received_on: date
    note: str


def enter_payment(
    money: Money, parts: Sequence[Paid], *, place: PlaceRef, now: datetime, replay: bool = False
) -> None:  # fmt: skip
    """Money in or out, and the VAT that it makes due. Raises Refused: period_closed, account_unknown, cash_day_closed."""
    third = third_of(money.who, money.payer_name)
    numbers = [each.piece for each in parts]
    piece = numbers[0] if numbers else f"R-{money.id}"
    accounting.enter_money(
        actor=BOOKKEEPER, now=now, place=place, entity_id=money.entity_id,
        journal=JournalKind.CASH if money.method is Method.CASH else JournalKind.BANK, day=money.received_on,
        label=label_of_payment(numbers, payer=money.payer_name, cents=money.cents), piece=piece,
        source=f"payment:{money.uuid}",
        postings=rules.postings_of_payment(money.method, money.cents, parts, third), replay=replay,
    )  # fmt: skip


def enter_advance(
    entity_id: int, payer_name: str, payment: UUID, parts: Sequence[Paid], *, day: date, turn: int, now: datetime
) -> None:
    """What an advance makes due; nothing where no VAT waited. Raises Refused: period_closed, account_unknown."""
    postings = rules.postings_of_advance(parts)
    if postings:
        accounting.post_entry(
            actor=BOOKKEEPER, now=now, entity_id=entity_id, journal=JournalKind.MISC, day=day, label=payer_name,
            piece=parts[0].piece, piece_day=day, source=f"advance:{payment}:{turn}", postings=postings,
        )  # fmt: skip


def third_of(who: Who, name: str) -> Third:
    """The auxiliary account of a payer: opaque to the books, the same for ever."""
    return Third(f"{CODES[who[0]]}{who[1]}", name)
