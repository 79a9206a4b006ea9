"""What is known of the money to come: the bank, invoices, grants, costs to pay, and the pace of the year that runs."""

from dataclasses import dataclass
from datetime import date, timedelta

from cantine.accounting import queries as books
from cantine.billing import queries as billing
from cantine.core import sql
from cantine.funding.queries.economy import Economy, current_year, economy_of
from cantine.funding.queries.grants import GrantCard, grants_of
from cantine.funding.rules import State
from cantine.funding.rules.cash import MONTHS, Flow, Kind, Month, cash_plan, later, months_between, pace
from cantine.funding.rules.costs import WORN
from cantine.places.queries import PlaceRef

PATIENCE = timedelta(days=30)  # what is late already comes within a month, as those who pay late usually do
FAR = timedelta(days=400)
_TO_PAY = """
SELECT day, (net_cents + vat_cents)::bigint FROM funding_cost
WHERE organisation_id = %s AND place_id = %s AND paid_on IS NULL AND category <> %s
"""


@dataclass(frozen=True)
class Plan:
    """``usual_in_cents`` and ``usual_out_cents`` are what a month of this year has of own revenue and of costs."""

    opening_cents: int
    months: tuple[Month, ...]
    usual_in_cents: int
    usual_out_cents: int


def plan_of(place: PlaceRef, *, today: date, grants_late: int = 0) -> Plan | None:
    """Twelve months from the bank of today; None where nobody invoices. Nine statements, whatever the rows."""
    economy = economy_of(place, today=today)
    if economy.entity is None:
        return None
    opening = books.money_of(economy.entity.id, day=today)
    usual_in, usual_out = _usual(place, economy, today)
    flows = [*_invoices(place, today), *_to_pay(place), *_usually(usual_in, usual_out, today)]
    flows += [flow for card in grants_of(place) for flow in _of_grant(card)]
    return Plan(opening, tuple(cash_plan(opening, flows, today=today, grants_late=grants_late)), usual_in, usual_out)


def _usual(place: PlaceRef, economy: Economy, today: date) -> tuple[int, int]:
    """By the months of this year that are over, else those of the former one. Wear leaves no bank."""
    year = current_year(place, economy.entity, today)
    month = economy.entity.year_starts_month if economy.entity else 1
    over = months_between(date(year, month, 1), today)
    at, months = (economy.year(year).mix, over) if over >= 2 else (economy.year(year - 1).mix, MONTHS)
    return pace(at.own_cents - at.unbilled_cents, months=months), pace(
        at.costs_cents - at.costs.get(WORN, 0), months=months
    )


def _usually(usual_in: int, usual_out: int, today: date) -> list[Flow]:
    """From next month on: this one has its invoices and its costs already."""
    days = [later(today.replace(day=1), number) for number in range(1, MONTHS)]
    return [
        flow for day in days for flow in (Flow(day, Kind.USUAL_IN, usual_in), Flow(day, Kind.USUAL_OUT, -usual_out))
    ]


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
