"""What funding tells the books, in the transaction of the act: if the books refuse, nothing was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cantine.accounting import commands as accounting
from cantine.accounting import queries as books
from cantine.accounting.queries import LegalEntityRef
from cantine.accounting.rules import JournalKind, Posting
from cantine.core.actor import system
from cantine.kernel import Refusal, Refused, slug_of
from cantine.places.queries import PlaceRef

BOOKKEEPER = system("funding.books")


@dataclass(frozen=True, kw_only=True)
class Act:
    """An act that the books hold once: ``source`` names it for good, ``piece`` is the document that says it."""

    source: str
    journal: JournalKind
    day: date
    label: str
    piece: str


def enter(act: Act, entity_id: int, postings: Sequence[Posting], *, now: datetime, replay: bool = False) -> UUID:
    """Raises Refused: period_closed, account_unknown."""
    return accounting.post_entry(
        actor=BOOKKEEPER, now=now, entity_id=entity_id, journal=act.journal, day=act.day, label=act.label, piece=act.piece,
        piece_day=act.day, source=act.source, postings=postings, replay=replay,
    )  # fmt: skip


def enter_money(
    act: Act, entity_id: int, postings: Sequence[Posting], *, place: PlaceRef, now: datetime, replay: bool = False
) -> UUID:
    """The same, for what may be cash: it is in the drawer of the place too. Raises Refused: period_closed, account_unknown,
    cash_day_closed."""
    return accounting.enter_money(
        actor=BOOKKEEPER, now=now, place=place, entity_id=entity_id, journal=act.journal, day=act.day, label=act.label,
        piece=act.piece, source=act.source, postings=postings, replay=replay,
    )  # fmt: skip


def find_books(place: PlaceRef) -> LegalEntityRef:
    """In whose books it is. Raises Refused: nobody_invoices."""
    entity = books.entity_of(place)
    if entity is None:
        raise Refused(Refusal("nobody_invoices"))
    return entity


def third_of(kind: str, name: str) -> str:
    """The auxiliary account of a supplier or of a funder: by its name, the same for ever."""
    return f"{kind}:{slug_of(name)[:36]}" if name else ""


def piece_of(kind: str, uuid: UUID) -> str:
    """The document that an entry refers to, where nobody gave a number: short, and of this act alone."""
    return f"{kind}-{str(uuid)[:8].upper()}"
