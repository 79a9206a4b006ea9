"""Books taken over from another tool, in the middle of a year: one entry, once, that a reversal may undo."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cantine.accounting import facts, queries, rules
from cantine.accounting.commands.entries import post_lines, reverse_entry
from cantine.accounting.commands.writing import Heading, Line, lock_book, write
from cantine.accounting.models import Account, Entry
from cantine.accounting.rules import REVERSAL, JournalKind, OldBalance, Role
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

LABEL = "Reprise des soldes"
KEEPER = system("accounting.takeover")
TAKEOVER, MOVED = queries.TAKEOVER, queries.MOVED
STRAIGHTENED = (Role.VAT_PENDING, Role.ADVANCES)  # whose VAT other tools hold elsewhere


def take_over_balances(
    *, actor: Actor, now: datetime, place: PlaceRef, entity: UUID, day: date, balances: Sequence[OldBalance]
) -> UUID:
    """Enter what the old books end with, on their last day, accounts that the chart has not being added to it. Records
    EntryPosted.

    Refusals: entity_unknown, books_taken_over_already, books_kept_already, entry_empty, takeover_unbalanced, period_closed,
    entry_day_far, entry_day_ahead, and those of an account.
    """
    authorize(actor, "books.take_over", Target(place.organisation_id, place.id))
    wrong = [each for line in balances for each in rules.check_balance(line)]
    if refusals := [*wrong, *rules.check_balances(balances)]:
        raise Refused(*refusals)
    with transaction.atomic():
        found = queries.lock_entity(uuid=entity)
        if found is None:
            raise Refused(Refusal("entity_unknown"))
        source = _source(found.id)
        _undo_orphans(found.id, now, place)
        book = lock_book(found.id, kind=JournalKind.OPENING, day=day, source=source, roles=[])
        assert book is not None  # it is locked
        # The last day of the old books may be that of the year that runs: it is prepared before.
        far = rules.check_hand_day(day, rules.year_of(place.today(now), starts_month=book.starts_month).last_day)
        if refusals := [*rules.check_open(day, book.closed_until), *far, *queries.kept_here(found, day)]:
            raise Refused(*refusals)
        heading = Heading(day=day, label=LABEL, piece=LABEL, piece_day=day, source=source)
        entry = write(book, heading, _lines(found.id, found.organisation_id, balances), now=now)
        fact = facts.EntryPosted(organisation_id=found.organisation_id, entity=entity, entry=entry, source=source)
        record(fact, actor=actor, now=now)
    return entry


def move_old_balance(
    *, actor: Actor, now: datetime, place: PlaceRef, entity: UUID, role: Role, account: str, cents: int
) -> UUID:
    """What the old books hold on an account of VAT goes to that of ``role``, on their last day: ``cents`` more in credit there, as
    much in debit on ``account``; below zero, the contrary. Twice from the same standing is once. Records EntryPosted.

    Refusals: entity_unknown, no_old_books, role_not_straightened, old_account_unknown, entry_empty, period_closed.
    """
    authorize(actor, "books.take_over", Target(place.organisation_id, place.id))
    with transaction.atomic():
        found = queries.lock_entity(uuid=entity)
        if found is None:
            raise Refused(Refusal("entity_unknown"))
        taken = queries.books_taken_over(found.id)
        if refusals := list(_cannot_move(taken, role, account, cents)):
            raise Refused(*refusals)
        assert taken is not None  # refused above
        source = f"{MOVED}{taken.entry}:{role}:{taken.by_role.get(role, 0)}"
        book = lock_book(found.id, kind=JournalKind.OPENING, day=taken.day, source=source, roles=[role])
        assert book is not None  # it is locked
        if book.already is not None:
            return book.already
        if refusals := list(rules.check_open(taken.day, book.closed_until)):
            raise Refused(*refusals)
        there = rules.account_for((role, ""), book.accounts)
        assert there is not None  # a role that every chart has
        here = Account.objects.values_list("pk", flat=True).get(entity_id=found.id, number=account)
        if here == there:
            raise Refused(Refusal("old_account_unknown", {"number": account}, "account"))
        more, less = max(cents, 0), max(-cents, 0)
        lines = [
            Line(account_id=here, debit_cents=more, credit_cents=less),
            Line(account_id=there, debit_cents=less, credit_cents=more),
        ]
        return post_lines(
            book,
            Heading(day=taken.day, label=LABEL, piece=LABEL, piece_day=taken.day, source=source),
            lines,
            actor=actor,
            now=now,
        )


def _cannot_move(taken: queries.TakenOver | None, role: Role, account: str, cents: int) -> Iterator[Refusal]:
    if taken is None:
        yield Refusal("no_old_books")
        return
    if role not in STRAIGHTENED:
        yield Refusal("role_not_straightened")
    if account not in {each.number for each in taken.vat}:
        yield Refusal("old_account_unknown", {"number": account}, "account")
    if not cents:
        yield Refusal("entry_empty")


def _undo_orphans(entity_id: int, now: datetime, place: PlaceRef) -> None:
    """What straightened a take-over that was undone is undone with it."""
    for each in Entry.objects.filter(entity_id=entity_id, source__startswith=MOVED).order_by("pk"):
        if not Entry.objects.filter(entity_id=entity_id, source=f"{REVERSAL}{each.uuid}").exists():
            reverse_entry(actor=KEEPER, now=now, place=place, entry=each.uuid, day=each.day, label=LABEL)


def _source(entity_id: int) -> str:
    """The name of this take-over: the first, or the one after those that were undone."""
    rows = Entry.objects.filter(entity_id=entity_id, source__startswith=TAKEOVER)
    made = list(rows.order_by("pk").values_list("uuid", flat=True))
    undone = Entry.objects.filter(entity_id=entity_id, source__in=[f"{REVERSAL}{each}" for each in made]).count()
    if undone < len(made):
        raise Refused(Refusal("books_taken_over_already"))
    return f"{TAKEOVER}{len(made) + 1}"


def _lines(entity_id: int, organisation_id: int, balances: Sequence[OldBalance]) -> list[Line]:
    keys = dict(Account.objects.filter(entity_id=entity_id).values_list("number", "pk"))
    known = list(keys)
    lines = []
    for each in balances:
        if not each.debit_cents and not each.credit_cents:
            continue
        number = rules.alike(each.number, known)
        if number not in keys:
            made = Account.objects.create(
                organisation_id=organisation_id, entity_id=entity_id, number=number, name=each.name[:120]
            )
            keys[number] = made.pk
        lines.append(
            Line(account_id=keys[number], debit_cents=each.debit_cents, credit_cents=each.credit_cents, label=each.name)
        )
    return lines
