"""Closing periods: nothing is entered any more on their days. The last of a year opens the next one.

No command opens a period again. The law wants entries that cannot be altered once a period is closed (PCG art. 921-3);
a mistake is put right by an entry of a day that is open, which says what it corrects.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from cantine.accounting import facts, queries, rules
from cantine.accounting.commands.writing import Heading, Line, lock_book, write
from cantine.accounting.models import Account, Period
from cantine.accounting.rules import Balance, JournalKind, Posting, Role
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

OPENING_LABEL = "À-nouveaux"


def close_period(*, actor: Actor, now: datetime, place: PlaceRef, entity: UUID, last_day: date) -> None:
    """Close the books of an entity until the end of a month that is over. With the last month of a year, what its accounts
    hold opens the next one. Records PeriodClosed, and EntryPosted for an opening.

    Refusals: entity_unknown, books_empty, period_not_over, period_already_closed, period_wrong, account_unknown.
    """
    authorize(actor, "books.close", Target(place.organisation_id, place.id))
    found = queries.lock_entity(uuid=entity)
    if found is None:
        raise Refused(Refusal("entity_unknown"))
    state = queries.closing_of(found)
    if state is None:
        raise Refused(Refusal("books_empty"))
    today = place.today(now)
    if refusals := list(rules.check_closing(last_day, state.year, closed_until=state.closed_until, today=today)):
        raise Refused(*refusals)
    with transaction.atomic():
        first_day = state.closed_until + timedelta(days=1) if state.closed_until else state.year.first_day
        if last_day == state.year.last_day:
            _open_next(found, state.year, actor, now)
        Period.objects.create(
            organisation_id=found.organisation_id,
            entity_id=found.id,
            first_day=first_day,
            last_day=last_day,
            closed_at=now,
        )
        fact = facts.PeriodClosed(
            organisation_id=found.organisation_id, place_id=place.id, entity=entity, last_day=last_day
        )
        record(fact, actor=actor, now=now)


def _open_next(entity: queries.LegalEntityRef, year: rules.Year, actor: Actor, now: datetime) -> None:
    """The opening entry: accounts of the balance sheet, and the result of the year that ends."""
    carried = rules.carried(queries.balances_by_third(entity.id, year))
    result = rules.result_carried(carried)
    if not carried:
        return
    day, source = year.last_day + timedelta(days=1), f"opening:{year.last_day:%Y-%m-%d}"
    book = lock_book(entity.id, kind=JournalKind.OPENING, day=day, source=source, roles=[Role.RESULT])
    assert book is not None  # it is locked
    lines = [*_lines(entity.id, carried), *_result(book.accounts, result)]
    heading = Heading(day=day, label=OPENING_LABEL, piece=OPENING_LABEL, piece_day=day, source=source)
    entry = write(book, heading, lines, now=now)
    fact = facts.EntryPosted(organisation_id=entity.organisation_id, entity=entity.uuid, entry=entry, source=source)
    record(fact, actor=actor, now=now)


def _lines(entity_id: int, carried: Sequence[Balance]) -> list[Line]:
    keys = dict(Account.objects.filter(entity_id=entity_id).values_list("number", "pk"))
    return [
        Line(
            account_id=keys[each.number], debit_cents=each.debit_cents, credit_cents=each.credit_cents, third=each.third,
            third_name=each.third_name,
        )
        for each in carried
    ]  # fmt: skip


def _result(accounts: dict[rules.Slot, int], result: int) -> list[Line]:
    """A surplus stands in credit, a loss in debit."""
    if not result:
        return []
    posting = Posting(role=Role.RESULT, debit_cents=max(-result, 0), credit_cents=max(result, 0))
    account = rules.account_for(posting.slot, accounts)
    if account is None:
        raise Refused(Refusal("account_unknown", {"role": Role.RESULT, "variant": posting.slot[1]}))
    return [Line(account_id=account, debit_cents=posting.debit_cents, credit_cents=posting.credit_cents)]
