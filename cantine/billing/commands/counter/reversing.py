"""A sale that was a mistake is taken back by its contrary, which names it: nothing that was rung is ever changed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.billing.commands.charges import withdraw_charges
from cantine.billing.commands.counter.included import give_back_of
from cantine.billing.commands.counter.ringing import CASHIER, Till, lock_till, write_sale
from cantine.billing.commands.counter.tabs import put_on_tab, sources_of
from cantine.billing.models import Charge, CounterSale
from cantine.billing.queries import counter as queries
from cantine.billing.queries.counter import SaleCard
from cantine.billing.rules import State
from cantine.billing.rules import counter as rules
from cantine.billing.rules.counter import Act, Means
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize, can
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

UNDO = "undo:"


def reverse_sale(*, actor: Actor, now: datetime, place: PlaceRef, sale: UUID, replay: bool = False) -> UUID:
    """Take a sale back, whole and once: the money goes back as it came, what a plan gave is there again, what was on a tab leaves
    it, and a tab that was paid is owed again. Once its day is closed, only who answers for the money may. Done again, it is the
    same reverse.

    Refusals: sale_unknown, those of ``check_reverse``, tab_taken_already, drawer_missing, cash_day_closed, period_closed. Records
    SaleRung, and what goes with it.
    """
    target = Target(place.organisation_id, place.id)
    authorize(actor, "sale.reverse", target)
    with transaction.atomic():
        till = lock_till(place, key=f"{UNDO}{sale}", now=now)
        if till.head.already is not None:
            return till.head.already
        found = queries.find_sale(place, uuid=sale)
        if found is None or found.drawer_id != till.drawer.id:
            raise Refused(Refusal("sale_unknown"))
        wrong = rules.check_reverse(
            found.act, found.day, closed_until=None if _in_session(found, till) else till.drawer.closed_until,
            undone=found.undone_by is not None, invoiced=found.invoice is not None, may_later=can(actor, "sale.reverse_closed", target),
        )  # fmt: skip
        if refusals := list(wrong):
            raise Refused(*refusals)
        if found.means is Means.TAB:
            _take_off_tab(place, found, till)
        row = write_sale(
            till, place, act=Act.REVERSE, means=found.means, lines=rules.reversed_lines(found.lines), key=f"{UNDO}{sale}",
            who=found.who, actor=actor, reason=found.reason, undoes=found, replay=replay,
        )  # fmt: skip
        drawn = sorted({line.drawn for line in found.lines if line.drawn})
        give_back_of(place, sale=found.uuid, codes=drawn, now=till.at, replay=replay)
        if found.act is Act.SETTLE:
            _owed_again(place, found, row, till, replay=replay)
    return row.uuid


def _in_session(found: SaleCard, till: Till) -> bool:
    """Sold after its day was closed: that day is open for it still."""
    day = till.drawer.closed_until
    return found.day == day and found.number > queries.closed_sale_of(till.drawer.id, day=found.day)


def _take_off_tab(place: PlaceRef, found: SaleCard, till: Till) -> None:
    """Raises Refused: tab_taken_already."""
    sources = sources_of(found.uuid, found.lines)
    charges = Charge.objects.select_for_update().filter(organisation_id=place.organisation_id, source__in=sources)
    held = list(charges.order_by("pk").values_list("invoice_id", "state"))
    if len(held) != len(sources) or any(state != State.DUE or invoice for invoice, state in held):
        raise Refused(Refusal("tab_taken_already"))
    withdraw_charges(actor=CASHIER, now=till.at, place=place, sources=sources)


def _owed_again(place: PlaceRef, found: SaleCard, row: CounterSale, till: Till, *, replay: bool) -> None:
    """New charges: those that were paid stay paid, for good."""
    if found.who is not None:
        put_on_tab(place, row.uuid, till.day, found.lines, found.who, actor=CASHIER, now=till.at, replay=replay)
