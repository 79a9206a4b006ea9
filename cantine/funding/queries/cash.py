"""What is known of the money to come: the bank, invoices, quotes, subscriptions, grants, costs to pay and those that come back,
VAT, and the pace of the year for the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from cantine.accounting import queries as books
from cantine.accounting.queries import VatDue
from cantine.accounting.rules import Role
from cantine.billing import queries as billing
from cantine.billing.queries.reporting import setting_of
from cantine.billing.rules.reporting import Regime
from cantine.core import sql
from cantine.funding.queries.economy import Economy, current_year, economy_of
from cantine.funding.queries.grants import GrantCard, grants_of
from cantine.funding.queries.recurring import RecurringCard, recurring_of
from cantine.funding.rules import Activity, Mix, State
from cantine.funding.rules.cash import (
    MONTHS,
    NO_VAT,
    Flow,
    Kind,
    Month,
    cash_plan,
    later,
    months_between,
    pace,
    usually,
    vat_flows,
    with_pending,
)
from cantine.funding.rules.costs import WORN
from cantine.funding.rules.recurring import dates_of
from cantine.kernel.money import changed_by, share_of, share_within
from cantine.memberships import queries as memberships
from cantine.memberships.queries import SubscriptionLine
from cantine.memberships.rules import Period, Span
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices

PATIENCE = timedelta(days=30)  # what is late already comes within a month, as those who pay late usually do
FAR = timedelta(days=400)
VAT_MONTHS = {Regime.MONTHLY: 1, Regime.QUARTERLY: 3}
_TO_PAY = """
SELECT day, (net_cents + vat_cents)::bigint FROM funding_cost
WHERE organisation_id = %s AND place_id = %s AND paid_on IS NULL AND category <> %s
"""


@dataclass(frozen=True)
class Plan:
    """``held`` is what there is today, by where. ``usual_in_cents`` and ``usual_out_cents`` are what a month of this year has of
    own revenue and of costs, those that come back apart; ``subscribed_cents`` what plans bring in a month; ``vat_months`` how many
    a period of VAT has, None where the place declares none; ``vat_in_cents`` and ``vat_out_cents`` the VAT within what is to come."""

    held: Mapping[Role, int]
    months: tuple[Month, ...]
    usual_in_cents: int
    usual_out_cents: int
    subscribed_cents: int = 0
    vat_months: int | None = None
    counts: dict[Kind, int] = field(default_factory=dict)
    vat_in_cents: int = 0
    vat_out_cents: int = 0

    @property
    def opening_cents(self) -> int:
        return sum(self.held.values())


def plan_of(place: PlaceRef, *, today: date, grants_late: int = 0) -> Plan | None:
    """Twelve months from the bank of today; None where nobody invoices. A fixed number of statements, whatever the rows."""
    economy = economy_of(place, today=today)
    if economy.entity is None:
        return None
    entity, back = economy.entity, recurring_of(place)
    held = books.money_of(entity.id, day=today)
    rate = prices.terms_of(place).vat.rate
    usual_in, usual_out, vat = _usual(place, economy, back, today, rate=rate)
    subscribed, flows = _subscribed(place, today, rate)
    flows += [
        Flow(max(day, today) + PATIENCE, Kind.QUOTES, cents, share_within(cents, rate))
        for day, cents in billing.promised_by_quotes(place)
    ]
    flows += usually(usual_in, usual_out, flows, today=today, vat=vat)
    flows += _back(back, today)
    months, due = _vat(entity.organisation_id, entity.id, today)
    invoices = with_pending(_invoices(place, today), due.pending)
    flows += [*invoices, *_to_pay(place)]
    flows += [flow for card in grants_of(place) for flow in _of_grant(card)]
    if months is not None:
        flows += vat_flows(due.before, due.now - due.before, flows, today=today, months=months)
    counted = {kind: sum(each.kind is kind for each in flows) for kind in Kind}
    plan = tuple(cash_plan(sum(held.values()), flows, today=today, grants_late=grants_late))
    last = later(today.replace(day=1), MONTHS)
    within = [each.vat_cents for each in flows if each.day < last]
    due_in, due_out = sum(max(each, 0) for each in within), sum(max(-each, 0) for each in within)
    return Plan(held, plan, usual_in, usual_out, subscribed, months, counted, due_in, due_out)


def _usual(
    place: PlaceRef, economy: Economy, back: Sequence[RecurringCard], today: date, *, rate: Decimal
) -> tuple[int, int, Fraction]:
    """By the months of this year that are over, else those of the former one: revenue with its VAT, costs, and the share of VAT
    in that revenue, dues having none. Wear leaves no bank, and a category whose cost comes back is read there."""
    year = current_year(place, economy.entity, today)
    month = economy.entity.year_starts_month if economy.entity else 1
    over = months_between(date(year, month, 1), today)
    at, months = (economy.year(year).mix, over) if over >= 2 else (economy.year(year - 1).mix, MONTHS)
    own = at.own_cents - at.unbilled_cents
    vat = share_of(max(0, own - at.activities.get(Activity.DUES, 0)), rate)
    held = Fraction(vat, own + vat) if own + vat > 0 else NO_VAT
    return pace(own + vat, months=months), pace(_spent(at, back), months=months), held


def _spent(mix: Mix, back: Sequence[RecurringCard]) -> int:
    apart = {WORN, *(each.recurring.spent.category for each in back)}
    return mix.costs_cents - sum(mix.costs.get(category, 0) for category in apart)


def _back(cards: Sequence[RecurringCard], today: date) -> list[Flow]:
    """Each on its date, VAT included, which is then deducted."""
    return [
        Flow(day, Kind.RECURRING, -card.recurring.spent.gross_cents, -card.recurring.spent.vat_cents)
        for card in cards
        for day in dates_of(card.recurring, until=today + FAR, after=card.entered_until)
    ]


def _subscribed(place: PlaceRef, today: date, rate: Decimal) -> tuple[int, list[Flow]]:
    """What plans by the month ask for each month, VAT included, as long as nobody gave notice; from next month on."""
    lines = [
        each for each in memberships.subscriptions_of(place, during=Span(today)) if each.plan.period is Period.MONTH
    ]
    if not lines:
        return 0, []
    first = today.replace(day=1)
    days = [later(first, number) for number in range(1, MONTHS)]
    found = {day: sum(_asked(each, day) for each in lines) for day in days}
    flows = [
        Flow(day, Kind.SUBSCRIPTIONS, changed_by(cents, rate), changed_by(cents, rate) - cents)
        for day, cents in found.items()
        if cents
    ]
    return changed_by(found[days[0]], rate), flows


def _asked(line: SubscriptionLine, day: date) -> int:
    fee = line.fee(day)
    runs = line.until is None or line.until >= day
    return fee.cents if fee is not None and runs else 0


def _vat(organisation_id: int, entity_id: int, today: date) -> tuple[int | None, VatDue]:
    """By the regime that the entity declared to the reform; none where it declares no VAT, and by months where nobody said."""
    setting = setting_of(organisation_id=organisation_id, entity_id=entity_id)
    months = VAT_MONTHS.get(setting.terms.regime, None if setting.said else 1)
    if months is None:
        return None, VatDue(0, 0, 0)
    first = today.replace(day=1)
    begins = later(first, -((first.month - 1) % months))
    return months, books.vat_to_pay(entity_id, days=(begins - timedelta(days=1), today))


def _invoices(place: PlaceRef, today: date) -> list[Flow]:
    found = billing.late_invoices(place, today=today + FAR)
    return [
        Flow(max(each.due_on, today + PATIENCE if each.due_on < today else today), Kind.INVOICES, each.left_cents)
        for each in found
    ]


def _to_pay(place: PlaceRef) -> list[Flow]:
    rows = sql.rows(_TO_PAY, [place.organisation_id, place.id, WORN])
    return [Flow(day + PATIENCE, Kind.TO_PAY, -cents) for day, cents in rows]


def _of_grant(card: GrantCard) -> list[Flow]:
    """What was granted, part by part, the rest at the end of its period; what is hoped for at its chances."""
    if card.state is State.GRANTED:
        parts = [Flow(each.due_on, Kind.GRANTS, each.cents) for each in card.parts if each.received_on is None]
        return [*parts, Flow(card.last_day, Kind.GRANTS, card.unplanned_cents)]
    if card.state in {State.PREPARED, State.ASKED} and card.probably_on:
        return [Flow(card.probably_on, Kind.HOPED, card.asked_cents * card.likely_percent // 100)]
    return []
