"""Closing a drawer: a day counted by hand, a month and a year added up. Each closing holds the hash of the one before, and
all that was ever taken."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from cantine.accounting import facts, queries
from cantine.accounting.commands.cash.frozen import sums_text, totals_of, vat_text
from cantine.accounting.commands.entries import post_entry
from cantine.accounting.models import Closing
from cantine.accounting.queries import DrawerRef
from cantine.accounting.rules import JournalKind, Posting, Role, chain
from cantine.accounting.rules.cash import Count, Method, Span, check_count, check_day_closing, check_span_closing
from cantine.accounting.rules.chain import ClosingRecord, TakingRecord
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

KEEPER = system("accounting.cash")
DIFFERENCE, BANKED = "Écart de caisse", "Espèces portées à la banque"


def close_day(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    drawer: UUID,
    day: date,
    counted_cents: int,
    banked_cents: int = 0,
    remark: str = "",
    also_open: Collection[date] = (),
    replay: bool = False,
) -> UUID:
    """Close a day: what was counted in the drawer, and what of it leaves for the bank; the rest is there the next morning.
    What is too much or missing is entered in the books that day, and so is what leaves. What is taken later on the same day
    is closed again; ``also_open`` are the days that the caller has something open on. Records DrawerClosed, and EntryPosted.

    Refusals: drawer_missing, day_to_come, day_already_closed, former_day_open, counted_wrong, banked_too_much, and those of
    ``post_entry``.
    """
    authorize(actor, "cash.close_day", Target(place.organisation_id, place.id))
    found = _locked(place, drawer)
    opened = queries.open_sums(found)
    count = Count(found.opening_cents, _cash(opened, day), counted_cents, banked_cents)
    refusals = [
        *check_day_closing(
            day,
            closed_until=found.closed_until,
            open_days={each.day for each in opened} | set(also_open),
            today=place.today(now),
        ),
        *check_count(count),
    ]
    if refusals:
        raise Refused(*refusals)
    with transaction.atomic():
        closing = _close(place, found, Span.DAY, day, day, count, remark, actor=actor, now=now, replay=replay)
        for label, postings in ((DIFFERENCE, _difference(count)), (BANKED, _banked(count))):
            if postings:
                source = f"cash:{closing}:{postings[0].role}"
                post_entry(
                    actor=KEEPER, now=now, entity_id=found.entity_id, journal=JournalKind.CASH, day=day, label=label,
                    piece=f"{found.name} {day:%Y-%m-%d}", piece_day=day, source=source, postings=postings, replay=replay,
                )  # fmt: skip
    return closing


def close_month(*, actor: Actor, now: datetime, place: PlaceRef, drawer: UUID, year: int, month: int) -> UUID:
    """Add up a month that is over, once each of its days is closed. Records DrawerClosed.

    Refusals: drawer_missing, span_not_over, former_day_open, span_already_closed.
    """
    authorize(actor, "cash.close_span", Target(place.organisation_id, place.id))
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return _close_span(place, drawer, Span.MONTH, first, last, actor=actor, now=now)


def close_year(*, actor: Actor, now: datetime, place: PlaceRef, drawer: UUID, year: int) -> UUID:
    """Add up a calendar year that is over, once each of its days is closed. Records DrawerClosed.

    Refusals: drawer_missing, span_not_over, former_day_open, span_already_closed.
    """
    authorize(actor, "cash.close_span", Target(place.organisation_id, place.id))
    return _close_span(place, drawer, Span.YEAR, date(year, 1, 1), date(year, 12, 31), actor=actor, now=now)


def _close_span(
    place: PlaceRef, drawer: UUID, span: Span, first: date, last: date, *, actor: Actor, now: datetime
) -> UUID:
    found = _locked(place, drawer)
    open_days = {each.day for each in queries.open_sums(found)}
    refusals = list(check_span_closing(last, open_days=open_days, today=place.today(now)))
    if Closing.objects.filter(drawer_id=found.id, span=span.value, last_day=last).exists():
        refusals.append(Refusal("span_already_closed"))
    if refusals:
        raise Refused(*refusals)
    count = Count(0, 0, 0, 0)
    with transaction.atomic():
        return _close(place, found, span, first, last, count, "", actor=actor, now=now)


def _locked(place: PlaceRef, drawer: UUID) -> DrawerRef:
    """Read again once it is locked: somebody may just have closed it."""
    known = next((each for each in queries.drawers_of(place) if each.uuid == drawer), None)
    if known is None:
        raise Refused(Refusal("drawer_missing"))
    queries.lock_drawer(known.id)
    return next(each for each in queries.drawers_of(place) if each.uuid == drawer)


def _cash(opened: list[queries.OpenSum], day: date) -> int:
    return sum(each.cents for each in opened if each.day == day and each.method is Method.CASH)


def _close(
    place: PlaceRef,
    drawer: DrawerRef,
    span: Span,
    first: date,
    last: date,
    count: Count,
    remark: str,
    *,
    actor: Actor,
    now: datetime,
    replay: bool = False,
) -> UUID:
    after = drawer.last_taking if span is Span.DAY and last == drawer.closed_until else 0
    takings = queries.takings_of(drawer.id, first_day=first, last_day=last, after=after)
    former = next(iter(queries.closings_of(drawer.id, most=1)), None)
    closing = _added_up(takings, former, span, first, last, now)
    closing = replace(
        closing, opening_cents=count.opening_cents, counted_cents=count.counted_cents, banked_cents=count.banked_cents,
        difference_cents=count.difference_cents, remark=" ".join(remark.split())[:200],
    )  # fmt: skip
    closing = replace(closing, hash=chain.seal(closing.former, closing.fields))
    Closing.objects.create(
        organisation_id=place.organisation_id, entity_id=drawer.entity_id, drawer_id=drawer.id, **asdict(closing)
    )
    fact = facts.DrawerClosed(
        organisation_id=place.organisation_id, place_id=place.id, entity=drawer.entity, drawer=drawer.uuid,
        closing=closing.uuid, span=span.value, last_day=last,
    )  # fmt: skip
    record(fact, actor=actor, now=now, replay=replay)
    return closing.uuid


def _added_up(
    takings: list[TakingRecord], former: ClosingRecord | None, span: Span, first: date, last: date, now: datetime
) -> ClosingRecord:
    """The last taking counted never goes back: a month is closed after days of the next one."""
    sums, groups = totals_of(takings)
    total = sum(each.amount_cents for each in takings)
    counted = former.perpetual_cents if former else 0
    day = span is Span.DAY
    return ClosingRecord(
        number=former.number + 1 if former else 1, uuid=uuid4(), span=span.value, first_day=first, last_day=last,
        takings=len(takings), sums=sums_text(sums), vat=vat_text(groups), total_cents=total,
        last_taking=takings[-1].number if day and takings else (former.last_taking if former else 0),
        perpetual_cents=counted + total if day else counted, opening_cents=0, counted_cents=0, banked_cents=0,
        difference_cents=0, remark="", closed_at=now, former=former.hash if former else chain.FIRST,
    )  # fmt: skip


def _difference(count: Count) -> list[Posting]:
    cents = count.difference_cents
    if not cents:
        return []
    over, short = max(cents, 0), max(-cents, 0)
    return [
        Posting(role=Role.CASH_DIFFERENCE, debit_cents=short, credit_cents=over),
        Posting(role=Role.CASH, debit_cents=over, credit_cents=short),
    ]


def _banked(count: Count) -> list[Posting]:
    """On its way to the bank: the statement brings it there."""
    if not count.banked_cents:
        return []
    return [
        Posting(role=Role.INTERNAL_TRANSFER, debit_cents=count.banked_cents),
        Posting(role=Role.CASH, credit_cents=count.banked_cents),
    ]
