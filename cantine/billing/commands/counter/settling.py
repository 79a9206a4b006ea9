"""A tab that is paid at the counter: its charges are dropped with the money that pays them, each once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.billing.commands.charges import settle_charges
from cantine.billing.commands.counter.ringing import CASHIER, lock_till, write_sale
from cantine.billing.models import Charge, CounterSale, TabPaid
from cantine.billing.queries import counter as queries
from cantine.billing.queries.counter.frozen import lines_from
from cantine.billing.queries.counter.tabs import TabLine
from cantine.billing.queries.payers import Who
from cantine.billing.rules import Standing, State
from cantine.billing.rules import counter as rules
from cantine.billing.rules.counter import Act, Line, Means
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def settle_tab(
    *, actor: Actor, now: datetime, place: PlaceRef, who: Who, means: Means, key: str, given_cents: int | None = None,
    shown_cents: int | None = None, replay: bool = False,
) -> UUID:  # fmt: skip
    """All that somebody has on their tab is paid, by money. The same ``key`` twice is once; what an invoice took meanwhile
    is not asked here.

    Refusals: tab_empty, tab_paid_by_money, prices_moved, given_too_little, drawer_missing, cash_day_closed, period_closed. Records
    SaleRung, MoneyTaken, EntryPosted, ChargesSettled.
    """
    authorize(actor, "sale.ring", Target(place.organisation_id, place.id))
    if not means.is_money:
        raise Refused(Refusal("tab_paid_by_money"))
    with transaction.atomic():
        till = lock_till(place, key=key, now=now)
        if till.head.already is not None:
            return till.head.already
        tab = _lock_tab(place, who)
        lines = rules.with_nets(_lines(tab))
        total = sum(each.cents for each in lines)
        if shown_cents is not None and shown_cents != total:
            raise Refused(Refusal("prices_moved", {"cents": total}))
        if means is Means.CASH and given_cents is not None and given_cents < total:
            raise Refused(Refusal("given_too_little", {"given": given_cents, "cents": total}))
        row = write_sale(
            till, place, act=Act.SETTLE, means=means, lines=lines, key=key, who=who, actor=actor, replay=replay,
            given_cents=given_cents if means is Means.CASH else None,
        )  # fmt: skip
        TabPaid.objects.bulk_create(
            TabPaid(organisation_id=place.organisation_id, charge_id=each.id, sale_id=row.pk) for each in tab
        )
        dropped = {each.source: Standing(State.DROPPED) for each in tab}
        settle_charges(actor=CASHIER, now=till.at, place=place, standings=dropped)
    return row.uuid


def _lock_tab(place: PlaceRef, who: Who) -> Sequence[TabLine]:
    """Read again once its charges are held: a draft of invoice may just have taken some. Raises Refused: tab_empty."""
    known = queries.tab_of(place, who=who)
    if known is not None:
        keys = [each.id for each in known.lines]
        list(Charge.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    tab = queries.tab_of(place, who=who)
    if tab is None:
        raise Refused(Refusal("tab_empty"))
    return tab.lines


def _lines(tab: Sequence[TabLine]) -> list[Line]:
    """As they were rung; what came back on the tab is the contrary of what took it off."""
    rung = CounterSale.objects.filter(uuid__in={each.sale for each in tab}).values_list("uuid", "lines")
    frozen = {uuid: lines_from(lines) for uuid, lines in rung}
    found = [frozen[each.sale][each.position] for each in tab]
    return [rules.reversed_lines([line])[0] if line.quantity < 0 else line for line in found]
