"""The next number of a series: its row is locked until the commit, so whoever takes the next waits, and a rollback gives
it back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cantine.accounting.queries import LegalEntityRef
from cantine.billing import rules
from cantine.core import sql
from cantine.kernel import Refusal, Refused

_SERIES = """
INSERT INTO billing_series (organisation_id, entity_id, code, year, last_number) VALUES (%s, %s, %s, %s, 0)
ON CONFLICT (organisation_id, entity_id, code, year) DO NOTHING
"""
_NEXT = """
UPDATE billing_series SET last_number = last_number + 1
WHERE organisation_id = %s AND entity_id = %s AND code = %s AND year = %s
RETURNING id, last_number, (SELECT max(issued_on) FROM billing_invoice WHERE series_id = billing_series.id)
"""


@dataclass(frozen=True)
class Number:
    """The next of a series, held by this transaction."""

    series_id: int
    number: int
    reference: str


def next_number(entity: LegalEntityRef, code: str, today: date) -> Number:
    """Numbers follow the days. Raises Refused: issued_before_the_last."""
    return next_number_soon(entity, code, today)()


def next_number_soon(entity: LegalEntityRef, code: str, today: date) -> Callable[[], Number]:
    """The same, taken with whatever is said next: what is answered gives it, or refuses."""
    taken = _take(entity, code, today.year)

    def given() -> Number:
        number, last = taken.value
        if last is not None and last > today:
            raise Refused(Refusal("issued_before_the_last", {"day": last}))
        return number

    return given


def take_number(entity: LegalEntityRef, code: str, year: int) -> Number:
    """The same for documents whose days are those of another tool."""
    return _take(entity, code, year).value[0]


def _take(entity: LegalEntityRef, code: str, year: int) -> sql.Awaited[tuple[Number, date | None]]:
    """The next of a series, and the day of its last document."""
    which = [entity.organisation_id, entity.id, code, year]
    sql.soon(_SERIES, which)
    return sql.Awaited(sql.soon(_NEXT, which), lambda rows: _numbered(entity, code, year, rows[0]))


def _numbered(entity: LegalEntityRef, code: str, year: int, row: sql.Row) -> tuple[Number, date | None]:
    series_id, number, last = row
    reference = rules.reference_of(prefix=entity.prefix, code=code, year=year, number=number)
    return Number(series_id, number, reference), last
