"""Entering by hand what no act tells, and keeping what is entered again. The accounts are the treasurer's own choice; the
promises of books are the same."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cantine.accounting import facts, rules
from cantine.accounting.commands.entries import post_lines
from cantine.accounting.commands.writing import Heading, Line, lock_book
from cantine.accounting.models import Account, EntryPattern
from cantine.accounting.queries import LegalEntityRef, find_entity
from cantine.accounting.rules import HAND, HandLine, JournalKind
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def enter_by_hand(
    *, actor: Actor, now: datetime, place: PlaceRef, entity: UUID, key: UUID, journal: JournalKind, day: date, label: str,
    piece: str, lines: Sequence[HandLine],
) -> UUID:  # fmt: skip
    """Enter lines that somebody wrote; ``key`` is the form that they filled in, entered once however often it is sent.
    Records EntryPosted.

    Refusals: entity_unknown, journal_not_by_hand, entry_unnamed, entry_day_far, entry_day_ahead, entry_empty, entry_too_long,
    account_needed, account_missing, posting_wrong, entry_unbalanced, period_closed.
    """
    authorize(actor, "books.post", Target(place.organisation_id, place.id))
    found, kept = _entity(entity), rules.written(lines)
    accounts = _accounts(found, kept)
    journals = [] if journal in rules.BY_HAND else [Refusal("journal_not_by_hand", {}, "journal")]
    day_wrong = rules.check_hand_day(day, place.today(now))
    named = rules.check_heading(label, piece)
    if refusals := [*journals, *named, *day_wrong, *rules.check_hand_lines(kept, accounts)]:
        raise Refused(*refusals)
    with transaction.atomic():
        heading = Heading(day=day, label=label.strip(), piece=piece.strip(), piece_day=day, source=f"{HAND}{key}")
        book = lock_book(found.id, kind=journal, day=day, source=heading.source, roles=[])
        assert book is not None  # the entity is in scope
        if book.already is not None:
            return book.already
        if closed := list(rules.check_open(day, book.closed_until)):
            raise Refused(*closed)
        return post_lines(book, heading, [_line(each, accounts) for each in kept], actor=actor, now=now)


def keep_pattern(
    *, actor: Actor, now: datetime, place: PlaceRef, entity: UUID, name: str, journal: JournalKind, piece: str,
    lines: Sequence[HandLine],
) -> UUID:  # fmt: skip
    """Keep lines to begin from another time; one of the same name takes them in its place. Records PatternKept.

    Refusals: entity_unknown, pattern_unnamed, pattern_empty, account_needed, account_missing.
    """
    authorize(actor, "books.post", Target(place.organisation_id, place.id))
    found, kept = _entity(entity), rules.written(lines)
    name = name.strip()[:80]
    if refusals := list(rules.check_pattern(name, kept, _accounts(found, kept))):
        raise Refused(*refusals)
    said = {
        "journal": journal.value, "piece": piece.strip()[:60],
        "lines": [[each.account, each.debit_cents, each.credit_cents, each.label] for each in kept],
    }  # fmt: skip
    with transaction.atomic():
        pattern, _new = EntryPattern.objects.update_or_create(
            organisation_id=found.organisation_id, entity_id=found.id, name=name, defaults=said
        )
        fact = facts.PatternKept(
            organisation_id=found.organisation_id, place_id=place.id, entity=entity, pattern=pattern.uuid
        )
        record(fact, actor=actor, now=now)
    return pattern.uuid


def drop_pattern(*, actor: Actor, now: datetime, place: PlaceRef, pattern: UUID) -> None:
    """Keep these lines no more; what was entered from them stands. Records PatternDropped. Refusals: pattern_unknown."""
    authorize(actor, "books.post", Target(place.organisation_id, place.id))
    with transaction.atomic():
        kept = EntryPattern.objects.select_related("entity").filter(uuid=pattern).first()
        if kept is None:
            raise Refused(Refusal("pattern_unknown"))
        kept.delete()
        fact = facts.PatternDropped(
            organisation_id=kept.organisation_id, place_id=place.id, entity=kept.entity.uuid, pattern=pattern
        )
        record(fact, actor=actor, now=now)


def _entity(entity: UUID) -> LegalEntityRef:
    found = find_entity(uuid=entity)
    if found is None:
        raise Refused(Refusal("entity_unknown"))
    return found


def _accounts(entity: LegalEntityRef, lines: Sequence[HandLine]) -> dict[str, int]:
    """The key of each account that the lines name, of those that there are."""
    numbers = {each.account for each in lines}
    return dict(Account.objects.filter(entity_id=entity.id, number__in=numbers).values_list("number", "pk"))


def _line(said: HandLine, accounts: dict[str, int]) -> Line:
    return Line(
        account_id=accounts[said.account],
        debit_cents=said.debit_cents,
        credit_cents=said.credit_cents,
        label=said.label,
    )
