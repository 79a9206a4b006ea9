"""The next number of a series: its row is locked until the commit, so whoever takes the next waits, and a rollback gives
it back."""

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
    """Raises Refused: issued_before_the_last."""
    which = [entity.organisation_id, entity.id, code, today.year]
    sql.soon(_SERIES, which)
    row = sql.row(_NEXT, which)
    assert row is not None
    series_id, number, last = row
    if last is not None and last > today:
        raise Refused(Refusal("issued_before_the_last", {"day": last}))
    reference = rules.reference_of(prefix=entity.prefix, code=code, year=today.year, number=number)
    return Number(series_id, number, reference)
