"""What the last statement closes with, and what the books said of the bank that day."""

from datetime import date
from uuid import UUID

from cantine.accounting import queries as books
from cantine.accounting.queries import MoneyMove
from cantine.accounting.rules import HAND, Role
from cantine.billing.queries.bank_ends import NEAR, is_tied, standing, tied_entries
from cantine.billing.rules.bank.reconciling import Apart, OneSided, Reconciliation, reconciled
from cantine.core import sql
from cantine.places.queries import PlaceRef

# The account of the latest statement that says what it held; its first day known here, and its lines, each with its entry.
_STATEMENT = """
WITH latest AS (
  SELECT account, last_day, closing_cents FROM billing_bankfile
  WHERE organisation_id = %(organisation)s AND place_id = %(place)s AND closing_cents IS NOT NULL
  ORDER BY last_day DESC, id DESC LIMIT 1)
SELECT l.last_day, l.closing_cents, (SELECT min(f.first_day) FROM billing_bankfile f
    WHERE f.organisation_id = %(organisation)s AND f.place_id = %(place)s AND f.account = l.account),
  b.uuid, b.day, b.cents, trim(b.counterparty || ' ' || b.label), b.reason <> '', b.entry,
  b.payment_id IS NOT NULL AND NOT EXISTS (SELECT FROM billing_payment u WHERE u.undoes_id = b.payment_id)
    OR b.debit_id IS NOT NULL OR b.run_id IS NOT NULL
FROM latest l LEFT JOIN billing_bankline b ON b.organisation_id = %(organisation)s AND b.place_id = %(place)s
  AND b.account = l.account AND b.day <= l.last_day
ORDER BY b.day, b.uuid
"""


def bank_against_books(place: PlaceRef) -> Reconciliation | None:
    """None where no statement says what the account held. Four statements."""
    rows = sql.rows(_STATEMENT, {"organisation": place.organisation_id, "place": place.id})
    if not rows:
        return None
    until, closing, first = rows[0][:3]
    moves = books.money_moves(place, [Role.BANK], first_day=first - NEAR, last_day=until + NEAR)
    tied = tied_entries(place, until=until)
    later = {each.entry for each in moves if each.day > until}
    at_bank = [_at_bank(*row[3:8]) for row in rows if row[3] and not row[9] and (row[8] is None or row[8] in later)]
    in_books = [_in_books(each) for each in standing(_of_days(moves, first, until)) if not is_tied(each, tied)]
    held = books.money_at(place, day=until)[Role.BANK]
    return reconciled(until, closing, held, [*at_bank, *in_books])


def _of_days(moves: list[MoneyMove], first: date, last: date) -> list[MoneyMove]:
    return [each for each in moves if first <= each.day <= last]


def _at_bank(uuid: UUID, day: date, cents: int, label: str, aside: bool) -> OneSided:
    return OneSided(Apart.ASIDE if aside else Apart.UNMATCHED, day, cents, label, uuid)


def _in_books(each: MoneyMove) -> OneSided:
    why = Apart.BY_HAND if each.source.startswith(HAND) else Apart.AWAITED
    return OneSided(why, each.day, each.cents, each.label, each.entry)
