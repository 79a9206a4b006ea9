"""Reads of the books as a whole: years, what is closed, balances."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cantine.accounting.models import Entry, Period
from cantine.accounting.queries.entities import LegalEntityRef
from cantine.accounting.rules import Balance, Role, Slot, Year, year_of
from cantine.core import sql
from cantine.places.queries import PlaceRef

_YEARS = """
SELECT y.first_day, y.last_day, (SELECT count(*) FROM accounting_entry e WHERE e.year_id = y.id),
  EXISTS (SELECT FROM accounting_period p WHERE p.entity_id = y.entity_id AND p.last_day >= y.last_day)
FROM accounting_year y WHERE y.entity_id = %s ORDER BY y.first_day DESC
"""
_CLOSING = """
SELECT (SELECT max(p.last_day) FROM accounting_period p WHERE p.entity_id = %s),
  (SELECT min(y.first_day) FROM accounting_year y WHERE y.entity_id = %s)
"""
_BALANCES = """
SELECT a.number, a.name, {third} sum(l.debit_cents)::bigint, sum(l.credit_cents)::bigint
FROM accounting_year y JOIN accounting_entry e ON e.year_id = y.id JOIN accounting_entryline l ON l.entry_id = e.id
JOIN accounting_account a ON a.id = l.account_id
WHERE y.entity_id = %s AND y.first_day = %s GROUP BY a.number, a.name{by_third} ORDER BY a.number{by_third}
"""
_BETWEEN = """
SELECT a.number, a.name, sum(l.debit_cents)::bigint, sum(l.credit_cents)::bigint
FROM accounting_entry e JOIN accounting_entryline l ON l.entry_id = e.id JOIN accounting_account a ON a.id = l.account_id
WHERE e.entity_id = %s AND e.day BETWEEN %s AND %s GROUP BY a.number, a.name ORDER BY a.number
"""
# The slots of each account are read beside it: who reads a year asks what its accounts are for.
_RESULTS = """
SELECT y.first_day, y.last_day, a.number, a.name, (SELECT json_agg(json_build_array(g.role, g.variant))
  FROM accounting_assignment g WHERE g.account_id = a.id), (sum(l.debit_cents) - sum(l.credit_cents))::bigint
FROM accounting_year y JOIN accounting_entry e ON e.year_id = y.id JOIN accounting_entryline l ON l.entry_id = e.id
JOIN accounting_account a ON a.id = l.account_id AND a.number >= '6'
WHERE y.entity_id = %s GROUP BY y.id, a.id ORDER BY y.first_day, a.number
"""
# The openings of a year repeat what the former one held: one begins at the latest of them.
_HELD = """
SELECT g.role, coalesce(sum(l.debit_cents - l.credit_cents), 0)::bigint
FROM accounting_entryline l JOIN accounting_entry e ON e.id = l.entry_id JOIN accounting_year y ON y.id = e.year_id
JOIN ({accounts}) g ON g.account_id = l.account_id
WHERE l.entity_id = %(entity)s AND e.day <= %(day)s AND y.first_day >= coalesce(
  (SELECT max(o.first_day) FROM accounting_entry x JOIN accounting_journal j ON j.id = x.journal_id AND j.kind = 'opening'
   JOIN accounting_year o ON o.id = x.year_id WHERE x.entity_id = %(entity)s AND x.day <= %(day)s), y.first_day)
GROUP BY g.role
"""
# Every account of class 5, as the balance adds them up; one that is for nothing in particular is a bank.
_MONEY = _HELD.format(
    accounts="""SELECT a.id AS account_id, coalesce((SELECT min(g.role) FROM accounting_assignment g WHERE g.account_id = a.id
  AND g.role IN ('bank', 'cheques', 'cards', 'internal_transfer', 'cash')), 'bank') AS role
  FROM accounting_account a WHERE a.entity_id = %(entity)s AND a.number LIKE '5%%'"""
)

OURS = """
WITH ours AS (
  SELECT h.id FROM accounting_legalentity h LEFT JOIN accounting_seller s ON s.entity_id = h.id AND s.place_id = %(place)s
  WHERE h.organisation_id = %(organisation)s AND h.retired_at IS NULL AND (s.id IS NOT NULL OR h.main)
  ORDER BY s.id NULLS LAST LIMIT 1)
"""
_MONEY_AT = OURS + _MONEY.replace("%(entity)s", "(SELECT id FROM ours)")

# Signed, and only of the accounts that hold the VAT collected, whatever their numbers.
_COLLECTED = """
SELECT coalesce(sum(l.credit_cents - l.debit_cents), 0)::bigint FROM accounting_entry e
JOIN accounting_entryline l ON l.entry_id = e.id
WHERE e.entity_id = %s AND e.day BETWEEN %s AND %s
  AND l.account_id IN (SELECT account_id FROM accounting_assignment WHERE entity_id = %s AND role = 'vat_collected')
"""


_INCOME = """
SELECT coalesce(sum(l.credit_cents - l.debit_cents), 0)::bigint
FROM accounting_entryline l JOIN accounting_entry e ON e.id = l.entry_id JOIN accounting_year y ON y.id = e.year_id
WHERE extract(year FROM y.first_day) = %(year)s AND e.entity_id = (
    SELECT h.id FROM accounting_legalentity h LEFT JOIN accounting_seller s ON s.entity_id = h.id AND s.place_id = %(place)s
    WHERE h.organisation_id = %(organisation)s AND h.retired_at IS NULL AND (s.id IS NOT NULL OR h.main)
    ORDER BY s.id NULLS LAST LIMIT 1)
  AND l.account_id IN (SELECT a.account_id FROM accounting_assignment a WHERE a.entity_id = e.entity_id AND a.role = ANY(%(roles)s))
"""
_TO_PAY = _HELD.replace("debit_cents - l.credit_cents", "credit_cents - l.debit_cents").format(
    accounts="""SELECT a.account_id, min(a.role) AS role FROM accounting_assignment a WHERE a.entity_id = %(entity)s
  AND a.role IN ('vat_collected', 'vat_deductible', 'vat_pending') GROUP BY a.account_id"""
)

MONEY_ROLES = (Role.BANK, Role.CHEQUES, Role.CARDS, Role.INTERNAL_TRANSFER, Role.CASH)


@dataclass(frozen=True)
class YearLine:
    """A year that has entries: how many, and whether it is closed for good."""

    year: Year
    entries: int
    closed: bool


@dataclass(frozen=True)
class Closing:
    """What may be closed next: in which year, after which day."""

    year: Year
    closed_until: date | None


def years_of(entity_id: int) -> list[YearLine]:
    """The latest first; one statement."""
    return [
        YearLine(Year(first, last), entries, closed) for first, last, entries, closed in sql.rows(_YEARS, [entity_id])
    ]


def vat_collected(entity_id: int, *, first_day: date, last_day: date) -> int:
    """The VAT that fell due on these days, in cents; one statement."""
    found = sql.row(_COLLECTED, [entity_id, first_day, last_day, entity_id])
    return found[0] if found else 0


@dataclass(frozen=True)
class VatDue:
    """VAT collected less what may be deducted, in cents, as the books stand at the end of a day before and of another; below
    zero, the State owes it. ``pending`` is what waits, at the later, for customers to pay."""

    before: int
    now: int
    pending: int


def vat_to_pay(entity_id: int, *, days: tuple[date, date]) -> VatDue:
    """Two statements."""
    before, now = (
        {role: int(cents) for role, cents in sql.rows(_TO_PAY, {"entity": entity_id, "day": day})} for day in days
    )
    return VatDue(_due(before), _due(now), now.get(Role.VAT_PENDING, 0))


def _due(found: dict[str, int]) -> int:
    return sum(cents for role, cents in found.items() if role != Role.VAT_PENDING)


def has_entries(entity_id: int) -> bool:
    return Entry.objects.filter(entity_id=entity_id).exists()


def closing_of(entity: LegalEntityRef) -> Closing | None:
    """Until when the books are closed, and the year where one goes on; None where nothing was ever entered."""
    found = sql.row(_CLOSING, [entity.id, entity.id])
    closed, first = found or (None, None)
    return closing_from(entity, first=first, closed=closed)


def closing_from(entity: LegalEntityRef, *, first: date | None, closed: date | None) -> Closing | None:
    """The same for who knows the first day of the books and the last closed one: no statement."""
    if first is None:
        return None
    day = date.fromordinal(closed.toordinal() + 1) if closed else first
    return Closing(year_of(day, starts_month=entity.year_starts_month), closed)


@dataclass(frozen=True)
class PeriodLine:
    first_day: date
    last_day: date
    closed_at: datetime


def periods_of(entity_id: int) -> list[PeriodLine]:
    """What was closed, the latest first."""
    rows = Period.objects.filter(entity_id=entity_id).order_by("-last_day")
    return [PeriodLine(*row) for row in rows.values_list("first_day", "last_day", "closed_at")]


def balances_of(entity_id: int, year: Year) -> list[Balance]:
    """The trial balance of a year, by account; one statement."""
    rows = sql.rows(_BALANCES.format(third="", by_third=""), [entity_id, year.first_day])
    return [
        Balance(number=number, name=name, debit_cents=debit, credit_cents=credit)
        for number, name, debit, credit in rows
    ]


def balances_between(entity_id: int, *, first_day: date, last_day: date) -> list[Balance]:
    """What was entered on these days, by account; one statement."""
    return [
        Balance(number=number, name=name, debit_cents=debit, credit_cents=credit)
        for number, name, debit, credit in sql.rows(_BETWEEN, [entity_id, first_day, last_day])
    ]


def balances_by_third(entity_id: int, year: Year) -> list[Balance]:
    """The same, customer by customer where a line names one. A customer keeps the last name that a line gave them."""
    asked = _BALANCES.format(third="l.third, (array_agg(l.third_name ORDER BY e.id DESC))[1],", by_third=", l.third")
    return [
        Balance(number=number, name=name, third=third, third_name=called, debit_cents=debit, credit_cents=credit)
        for number, name, third, called, debit, credit in sql.rows(asked, [entity_id, year.first_day])
    ]


def money_of(entity_id: int, *, day: date) -> dict[Role, int]:
    """What it has at the bank, on its way there (cheques, cards, cash that was carried) and in cash at the end of ``day``, in
    cents: the class 5 of the balance, account by account of what it is for. One statement."""
    return _by_place(sql.rows(_MONEY, {"entity": entity_id, "day": day}))


def money_at(place: PlaceRef, *, day: date) -> dict[Role, int]:
    """The same, of whoever invoices at the place; nothing of it where nobody does. One statement."""
    return _by_place(sql.rows(_MONEY_AT, {"place": place.id, "organisation": place.organisation_id, "day": day}))


def _by_place(rows: Iterable[tuple[Any, ...]]) -> dict[Role, int]:
    found = {Role(role): int(cents) for role, cents in rows}
    return {role: found.get(role, 0) for role in MONEY_ROLES}


def income_of_roles(place: PlaceRef, roles: Iterable[Role], *, year: int) -> int:
    """What the entity of a place was given in a financial year, by the accounts that are for these, in cents; one statement."""
    asked = {
        "place": place.id,
        "organisation": place.organisation_id,
        "roles": [each.value for each in roles],
        "year": year,
    }
    found = sql.row(_INCOME, asked)
    return int(found[0]) if found else 0


@dataclass(frozen=True)
class Result:
    """An account of expenses, of income or in kind over a year; ``cents`` is above zero where it is in debit."""

    number: str
    name: str
    slots: tuple[Slot, ...]
    cents: int


def results_by_year(entity_id: int) -> dict[Year, list[Result]]:
    """What each year spent, earned and was given in kind, account by account, with what each is for; one statement."""
    found: dict[Year, list[Result]] = {}
    for first, last, number, name, slots, cents in sql.rows(_RESULTS, [entity_id]):
        known = tuple((Role(role), variant) for role, variant in slots or ())
        found.setdefault(Year(first, last), []).append(Result(number, name, known, cents))
    return found
