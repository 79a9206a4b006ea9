"""Closing a day at the counter: the drawer is counted and closed (``accounting``), and its sales are added up for good."""

from dataclasses import asdict, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from cantine.accounting import commands as accounting
from cantine.accounting import queries as drawers
from cantine.accounting.queries import DrawerRef
from cantine.accounting.rules import Span, chain
from cantine.billing import facts
from cantine.billing.models import CounterClosing
from cantine.billing.queries import counter as queries
from cantine.billing.queries.counter.frozen import means_text, products_text, vat_text
from cantine.billing.rules.counter import ClosingRecord, summed
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def close_counter_day(
    *, actor: Actor, now: datetime, place: PlaceRef, drawer: UUID, day: date, counted_cents: int, banked_cents: int = 0,
    remark: str = "", replay: bool = False,
) -> UUID:  # fmt: skip
    """Count the drawer, close the day, and add its sales up: by means of payment, by product, by rate of VAT, with what was
    offered and all that was ever sold. What is sold on the same day after it is a further session, closed again. Answers the
    closing of the sales.

    Refusals: drawer_missing, former_day_open, and those of ``close_day``. Records DrawerClosed, SalesClosed, EntryPosted.
    """
    authorize(actor, "cash.close_day", Target(place.organisation_id, place.id))
    with transaction.atomic():
        found = _locked(place, drawer)
        opened = queries.open_sale_days(found)
        former = [each for each in opened if each < day]
        if former:
            raise Refused(Refusal("former_day_open", {"day": min(former)}, "day"))
        accounting.close_day(
            actor=actor, now=now, place=place, drawer=drawer, day=day, counted_cents=counted_cents,
            banked_cents=banked_cents, remark=remark, also_open=opened, replay=replay,
        )  # fmt: skip
        return _close(place, found, Span.DAY, day, actor=actor, now=now, replay=replay)


def close_sales(*, actor: Actor, now: datetime, place: PlaceRef, drawer: UUID, span: Span, last_day: date) -> UUID:
    """Add up the sales of a day, a month or a year whose drawer was closed elsewhere; once.

    Refusals: drawer_missing. Records SalesClosed.
    """
    authorize(actor, "sale.close", Target(place.organisation_id, place.id))
    with transaction.atomic():
        found = _locked(place, drawer)
        return _close(place, found, span, last_day, actor=actor, now=now)


def _locked(place: PlaceRef, drawer: UUID) -> DrawerRef:
    """Alone on the chain of the entity, then on the drawer: whoever rings waits, in the same order."""
    known = next((each for each in drawers.drawers_of(place) if each.uuid == drawer), None)
    if known is None:
        raise Refused(Refusal("drawer_missing"))
    queries.lock_head(organisation_id=place.organisation_id, entity_id=known.entity_id, key="")
    drawers.lock_drawer(known.id)
    return next(each for each in drawers.drawers_of(place) if each.uuid == drawer)


def _close(
    place: PlaceRef, drawer: DrawerRef, span: Span, last_day: date, *, actor: Actor, now: datetime, replay: bool = False
) -> UUID:
    if (already := queries.has_counter_closing(drawer.id, span=span.value, last_day=last_day)) is not None:
        return already
    former = next(iter(queries.counter_closings_of(drawer.id, most=1)), None)
    link = _added_up(drawer, span, last_day, former, now)
    link = replace(link, hash=chain.seal(link.former, link.fields))
    CounterClosing.objects.create(
        organisation_id=place.organisation_id, entity_id=drawer.entity_id, drawer_id=drawer.id, **asdict(link)
    )
    fact = facts.SalesClosed(
        organisation_id=place.organisation_id, place_id=place.id, closing=link.uuid, span=span.value, last_day=last_day
    )
    record(fact, actor=actor, now=now, replay=replay)
    return link.uuid


def _added_up(
    drawer: DrawerRef, span: Span, last_day: date, former: ClosingRecord | None, now: datetime
) -> ClosingRecord:
    first = _first_day(span, last_day)
    after = queries.closed_sale_of(drawer.id, day=last_day) if span is Span.DAY else 0
    sums = summed(queries.rung_between(drawer.id, first_day=first, last_day=last_day, after=after))
    return ClosingRecord(
        number=former.number + 1 if former else 1, uuid=uuid4(), span=span.value, first_day=first, last_day=last_day,
        sales=sums.sales, first_sale=sums.first_sale, last_sale=sums.last_sale, by_means=means_text(sums.by_means),
        by_product=products_text(sums.by_product), vat=vat_text(sums.groups), total_cents=sums.total_cents,
        settled_cents=sums.settled_cents, offered_cents=sums.offered_cents,
        perpetual_cents=queries.sold_until(drawer.id, last_day=last_day), closed_at=now,
        former=former.hash if former else chain.FIRST,
    )  # fmt: skip


def _first_day(span: Span, last_day: date) -> date:
    match span:
        case Span.DAY:
            return last_day
        case Span.MONTH:
            return last_day.replace(day=1)
        case _:
            return date(last_day.year, 1, 1)
