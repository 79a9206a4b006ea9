"""Posting entries with the acts that they tell, and undoing one by its contrary: books are written in ink."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cantine.accounting import facts, rules
from cantine.accounting.commands.charts import begin_books
from cantine.accounting.commands.writing import Book, Heading, Line, lock_book, lock_book_soon, write
from cantine.accounting.models import Entry, EntryLine
from cantine.accounting.rules import REVERSAL, JournalKind, Posting
from cantine.core import sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def post_entry(
    *,
    actor: Actor,
    now: datetime,
    entity_id: int,
    journal: JournalKind,
    day: date,
    label: str,
    piece: str,
    piece_day: date,
    source: str,
    postings: Sequence[Posting],
    replay: bool = False,
) -> UUID:
    """Enter an act in a journal, once: posted again, it is the entry that stands, and nothing is written. Postings of
    nothing are left out. The system posts, in the transaction of the act, which has been authorized: three statements and
    that of the fact. Records EntryPosted.

    Refusals: entry_unnamed, entry_empty, posting_wrong, entry_unbalanced, entity_unknown, period_closed, account_unknown.
    """
    authorize(actor, "books.post", Target(None))
    begun = begin_entry(
        actor=actor,
        now=now,
        entity_id=entity_id,
        journal=journal,
        day=day,
        source=source,
        postings=postings,
        replay=replay,
    )
    return begun.post(label=label, piece=piece, piece_day=piece_day)


def begin_entry(
    *,
    actor: Actor,
    now: datetime,
    entity_id: int,
    journal: JournalKind,
    day: date,
    source: str,
    postings: Sequence[Posting],
    replay: bool = False,
) -> "Begun":
    """The first half of ``post_entry``, for an act whose piece is not named yet: its book is asked, and the act held, with
    whatever is said next. What is begun is to be posted in the same transaction; until then nothing was written."""
    authorize(actor, "books.post", Target(None))
    kept = tuple(rules.worth(postings))
    roles = sorted({posting.role for posting in kept})
    book = lock_book_soon(entity_id, kind=journal, day=day, source=source, roles=roles)
    return Begun(actor, now, journal, day, source, kept, book, replay)


@dataclass(frozen=True)
class Begun:
    """An entry whose book is on its way."""

    actor: Actor
    now: datetime
    journal: JournalKind
    day: date
    source: str
    postings: tuple[Posting, ...]
    book: sql.Awaited[Book | None]
    replay: bool

    def post(self, *, label: str, piece: str, piece_day: date) -> UUID:
        """What ``post_entry`` does, with its refusals."""
        if refusals := [*rules.check_heading(label, piece), *rules.check_postings(self.postings)]:
            raise Refused(*refusals)
        book = self.book.value
        if book is None:
            raise Refused(Refusal("entity_unknown"))
        if book.already is not None:
            return book.already
        lines, unknown = _lines(book, self.postings)
        if unknown:  # books that began before a role existed
            begin_books(book.organisation_id, book.id, book.nature)
            roles = sorted({posting.role for posting in self.postings})
            again = lock_book(book.id, kind=self.journal, day=self.day, source=self.source, roles=roles)
            assert again is not None
            book = again
            lines, unknown = _lines(book, self.postings)
        if refusals := [*rules.check_open(self.day, book.closed_until), *unknown]:
            raise Refused(*refusals)
        heading = Heading(day=self.day, label=label, piece=piece, piece_day=piece_day, source=self.source)
        return post_lines(book, heading, lines, actor=self.actor, now=self.now, replay=self.replay)


def reverse_entry(*, actor: Actor, now: datetime, place: PlaceRef, entry: UUID, day: date, label: str) -> UUID:
    """Undo an entry by its contrary, in the same journal and once: each line on its other side. Records EntryPosted.

    Refusals: entry_unknown, entry_reverses_another, period_closed, entry_day_far, entry_day_ahead, contrary_before_entry.
    """
    authorize(actor, "books.post", Target(place.organisation_id, place.id))
    columns = ("pk", "entity_id", "journal__kind", "piece", "piece_day", "source", "day")
    found = Entry.objects.filter(uuid=entry).values_list(*columns).first()
    if found is None:
        raise Refused(Refusal("entry_unknown"))
    key, entity_id, kind, piece, piece_day, source, entered = found
    if source.startswith(REVERSAL):
        raise Refused(Refusal("entry_reverses_another"))
    undone = f"{REVERSAL}{entry}"
    book = lock_book(entity_id, kind=JournalKind(kind), day=day, source=undone, roles=[])
    assert book is not None  # its entry is in scope
    if book.already is not None:
        return book.already
    far = rules.check_contrary_day(day, entered, place.today(now))
    if refusals := [*rules.check_open(day, book.closed_until), *far]:
        raise Refused(*refusals)
    heading = Heading(day=day, label=label, piece=piece, piece_day=piece_day, source=undone)
    return post_lines(book, heading, _contrary(key), actor=actor, now=now)


def post_lines(
    book: Book, heading: Heading, lines: Sequence[Line], *, actor: Actor, now: datetime, replay: bool = False
) -> UUID:
    """The lines of an act that was found right, and its fact. No savepoint: what the database refuses here is a fault of the
    code."""
    with transaction.atomic(savepoint=False):
        entry = write(book, heading, lines, now=now)
        fact = facts.EntryPosted(
            organisation_id=book.organisation_id, entity=book.uuid, entry=entry, source=heading.source
        )
        record(fact, actor=actor, now=now, replay=replay)
    return entry


def _lines(book: Book, postings: Sequence[Posting]) -> tuple[list[Line], list[Refusal]]:
    """Each posting on the account of its role; the roles that have none are refused."""
    found = [(posting, rules.account_for(posting.slot, book.accounts)) for posting in postings]
    unknown = sorted({posting.slot for posting, account in found if account is None})
    lines = [
        Line(
            account_id=account, debit_cents=posting.debit_cents, credit_cents=posting.credit_cents, third=posting.third,
            third_name=posting.third_name, label=posting.label,
        )
        for posting, account in found
        if account is not None
    ]  # fmt: skip
    return lines, [Refusal("account_unknown", {"role": role, "variant": variant}) for role, variant in unknown]


def _contrary(entry_id: int) -> list[Line]:
    return [
        Line(
            account_id=line.account_id, debit_cents=line.credit_cents, credit_cents=line.debit_cents, third=line.third,
            third_name=line.third_name, label=line.label,
        )
        for line in EntryLine.objects.filter(entry_id=entry_id).order_by("position")
    ]  # fmt: skip
