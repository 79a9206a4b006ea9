"""Books taken over from another tool, in the middle of a year: one entry, once, that a reversal may undo."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cantine.accounting import facts, queries, rules
from cantine.accounting.commands.entries import REVERSAL
from cantine.accounting.commands.writing import Heading, Line, lock_book, write
from cantine.accounting.models import Account, Entry
from cantine.accounting.rules import JournalKind, OldBalance
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

LABEL = "Reprise des soldes"
TAKEOVER = queries.TAKEOVER


def take_over_balances(
    *, actor: Actor, now: datetime, place: PlaceRef, entity: UUID, day: date, balances: Sequence[OldBalance]
) -> UUID:
    """Enter what the old books end with, on their last day, accounts that the chart has not being added to it. Records
    EntryPosted.

    Refusals: entity_unknown, books_taken_over_already, books_kept_already, entry_empty, takeover_unbalanced, period_closed,
    entry_day_far, and those of an account.
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
        book = lock_book(found.id, kind=JournalKind.OPENING, day=day, source=source, roles=[])
        assert book is not None  # it is locked
        far = rules.check_hand_day(day, place.today(now), starts_month=book.starts_month)
        if refusals := [*rules.check_open(day, book.closed_until), *far, *_kept_here(found, day)]:
            raise Refused(*refusals)
        heading = Heading(day=day, label=LABEL, piece=LABEL, piece_day=day, source=source)
        entry = write(book, heading, _lines(found.id, found.organisation_id, balances), now=now)
        fact = facts.EntryPosted(organisation_id=found.organisation_id, entity=entity, entry=entry, source=source)
        record(fact, actor=actor, now=now)
    return entry


def _kept_here(entity: queries.LegalEntityRef, day: date) -> Iterator[Refusal]:
    """What the old books end with is the first of these: where entries of the same year come before, they would be counted
    twice. A take-over that was undone does not count."""
    year = rules.year_of(day, starts_month=entity.year_starts_month)
    taken = Entry.objects.filter(entity_id=entity.id, source__startswith=TAKEOVER).values_list("uuid", flat=True)
    rows = Entry.objects.filter(entity_id=entity.id, day__range=(year.first_day, day))
    rows = rows.exclude(source__startswith=TAKEOVER).exclude(source__in=[f"{REVERSAL}{each}" for each in taken])
    if first := rows.order_by("day").values_list("day", flat=True).first():
        yield Refusal("books_kept_already", {"entity": entity.name, "first": first, "day": day}, "day")


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
