"""Posting many acts at once, as a file of costs brings them: as many statements as there are years, whatever the acts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction

from cantine.accounting import facts, rules
from cantine.accounting.commands.charts import begin_books
from cantine.accounting.commands.writing import Book, begin_year, lock_book
from cantine.accounting.models import Entry
from cantine.accounting.rules import JournalKind, Posting
from cantine.core import sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused

# The counter's row gives as many numbers as there are acts; they follow each other in the order of the acts.
_WRITE = """
WITH acts AS (
  SELECT * FROM unnest(%(uuids)s::uuid[], %(days)s::date[], %(labels)s::text[], %(pieces)s::text[], %(sources)s::text[],
    %(totals)s::bigint[], %(counts)s::int[]) WITH ORDINALITY AS v (uuid, day, label, piece, source, total, lines, place)),
taken AS (
  INSERT INTO accounting_counter AS c (organisation_id, entity_id, journal_id, year_id, last)
  VALUES (%(organisation)s, %(entity)s, %(journal)s, %(year)s, %(count)s)
  ON CONFLICT (journal_id, year_id) DO UPDATE SET last = c.last + %(count)s RETURNING last),
written AS (
  INSERT INTO accounting_entry (uuid, organisation_id, entity_id, journal_id, year_id, number, day, posted_at, label, piece,
    piece_day, source, total_cents, lines)
  SELECT a.uuid, %(organisation)s, %(entity)s, %(journal)s, %(year)s, t.last - %(count)s + a.place, a.day,
    greatest(%(now)s::timestamptz, (SELECT max(e.posted_at) FROM accounting_entry e WHERE e.entity_id = %(entity)s)), a.label,
    a.piece, a.day, a.source, a.total, a.lines FROM acts a, taken t ORDER BY a.place
  RETURNING id, uuid)
INSERT INTO accounting_entryline (organisation_id, entity_id, entry_id, position, account_id, third, third_name, label,
  debit_cents, credit_cents)
SELECT %(organisation)s, %(entity)s, w.id, v.position, v.account, v.third, v.third_name, v.label, v.debit, v.credit
FROM unnest(%(of)s::uuid[], %(positions)s::smallint[], %(accounts)s::bigint[], %(thirds)s::text[], %(third_names)s::text[],
  %(line_labels)s::text[], %(debits)s::bigint[], %(credits)s::bigint[])
  AS v (uuid, position, account, third, third_name, label, debit, credit) JOIN written w USING (uuid) ORDER BY w.id, v.position
"""


@dataclass(frozen=True, kw_only=True)
class ManyAct:
    """An act as ``post_entry`` takes one; its piece is of its day."""

    source: str
    day: date
    label: str
    piece: str
    postings: tuple[Posting, ...]


def post_entries(
    *, actor: Actor, now: datetime, entity_id: int, journal: JournalKind, acts: Sequence[ManyAct], replay: bool = False
) -> int:
    """Enter acts in one journal, in their order; those that are there already are passed over. All of them, or none. Records
    EntriesPosted.

    Refusals: those of ``post_entry``, of the first act that has one.
    """
    authorize(actor, "books.post", Target(None))
    for act in acts:
        if refusals := [*rules.check_heading(act.label, act.piece), *rules.check_postings(rules.worth(act.postings))]:
            raise Refused(*refusals)
    with transaction.atomic():
        known = Entry.objects.filter(entity_id=entity_id, source__in=[each.source for each in acts])
        there = set(known.values_list("source", flat=True))
        new = [each for each in acts if each.source not in there]
        if not new:
            return 0
        by_year: dict[int, list[ManyAct]] = {}
        book = _book(entity_id, journal, new)
        for act in new:
            by_year.setdefault(rules.year_of(act.day, starts_month=book.starts_month).first_day.year, []).append(act)
        for found in by_year.values():
            _write(book, found, now)
        fact = facts.EntriesPosted(organisation_id=book.organisation_id, entity=book.uuid, count=len(new))
        record(fact, actor=actor, now=now, replay=replay)
    return len(new)


def _book(entity_id: int, journal: JournalKind, acts: Sequence[ManyAct]) -> Book:
    """Its accounts for all the acts. Raises Refused: entity_unknown, period_closed, account_unknown."""
    roles = sorted({posting.role for act in acts for posting in act.postings})
    first = min(act.day for act in acts)
    said = {"kind": journal, "day": first, "source": f"many:{acts[0].source}", "roles": roles}
    book = lock_book(entity_id, **said)  # type: ignore[arg-type]  # as named
    if book is not None and (_unknown(book, acts)):  # books that began before a role existed
        begin_books(book.organisation_id, book.id, book.nature)
        book = lock_book(entity_id, **said)  # type: ignore[arg-type]  # as named
    if book is None:
        raise Refused(Refusal("entity_unknown"))
    wrong = [*rules.check_open(first, book.closed_until)]
    wrong += [Refusal("account_unknown", {"role": role, "variant": variant}) for role, variant in _unknown(book, acts)]
    if wrong:
        raise Refused(*wrong)
    return book


def _unknown(book: Book, acts: Iterable[ManyAct]) -> list[rules.Slot]:
    slots = {posting.slot for act in acts for posting in rules.worth(act.postings)}
    return sorted(slot for slot in slots if rules.account_for(slot, book.accounts) is None)


def _write(book: Book, acts: Sequence[ManyAct], now: datetime) -> None:
    """All the acts of a year, in one statement."""
    uuids = [uuid4() for _act in acts]
    kept = [rules.worth(act.postings) for act in acts]
    lines = [
        (uuid, place, rules.account_for(posting.slot, book.accounts), posting.third, posting.third_name[:160],
         (posting.label or act.label)[:200], posting.debit_cents, posting.credit_cents)
        for uuid, act, postings in zip(uuids, acts, kept, strict=True)
        for place, posting in enumerate(postings, 1)
    ]  # fmt: skip
    names = ("of", "positions", "accounts", "thirds", "third_names", "line_labels", "debits", "credits")
    sql.run(
        _WRITE,
        {
            "organisation": book.organisation_id, "entity": book.id, "journal": book.journal_id,
            "year": begin_year(book, acts[0].day), "count": len(acts), "now": now, "uuids": uuids,
            "days": [act.day for act in acts], "labels": [act.label[:200] for act in acts],
            "pieces": [act.piece[:60] for act in acts], "sources": [act.source for act in acts],
            "totals": [sum(each.debit_cents for each in postings) for postings in kept],
            "counts": [len(postings) for postings in kept],
            **dict(zip(names, map(list, zip(*lines, strict=True)), strict=True)),
        },
    )  # fmt: skip
