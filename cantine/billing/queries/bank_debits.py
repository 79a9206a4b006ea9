"""Our direct debits that the bank has, as its lines may speak of them."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from cantine.billing.queries.bank import Heaps, Line
from cantine.billing.rules.bank.debits import SentDebit, SentRun, debit_sent_back, run_paid_in
from cantine.core import sql
from cantine.places.queries import PlaceRef

BACK_WITHIN_DAYS = 400  # thirteen months, where there was no mandate
_GOING = """
SELECT d.uuid, i.reference, i.payer_name, m.rum, d.cents, d.payment_id IS NOT NULL, d.returned_on IS NOT NULL, r.uuid
FROM billing_debitrun r JOIN billing_debit d ON d.run_id = r.id JOIN billing_mandate m ON m.id = d.mandate_id
JOIN billing_invoice i ON i.id = d.invoice_id
WHERE r.organisation_id = %s AND r.place_id = %s AND r.sent_at IS NOT NULL AND r.collected_on >= %s ORDER BY r.id, d.id
"""


def debits_going(place: PlaceRef, *, today: date) -> list[SentDebit]:
    """Of some thirteen months; one statement."""
    since = today - timedelta(days=BACK_WITHIN_DAYS)
    return [SentDebit(*row) for row in sql.rows(_GOING, [place.organisation_id, place.id, since])]


def debits_back(place: PlaceRef, lines: Iterable[Line], *, today: date) -> dict[UUID, SentDebit]:
    """By line, the debit that it sends back; one statement."""
    debits = debits_going(place, today=today)
    return {each.uuid: one for each in lines if (one := debit_sent_back(each.said, debits)) is not None}


def runs_in(lines: Iterable[Line], heaps: Heaps) -> dict[UUID, SentRun]:
    """By line, the run that it pays in."""
    return {each.uuid: run for each in lines if (run := run_paid_in(each.said, heaps.runs)) is not None}
