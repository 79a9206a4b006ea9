"""The costs that a line of the bank may have paid."""

from uuid import UUID

from cantine.billing import queries as billing
from cantine.core import sql
from cantine.funding.rules import Spent
from cantine.funding.rules.bank import ToPay
from cantine.places.queries import PlaceRef

MOST = 500
_TO_PAY = """
SELECT uuid, what, day, net_cents, vat_cents, category, supplier, activity FROM funding_cost
WHERE organisation_id = %s AND place_id = %s AND paid_on IS NULL ORDER BY day, id LIMIT %s
"""


def costs_to_pay(place: PlaceRef) -> list[ToPay]:
    """The oldest first; one statement."""
    return [_to_pay(*row) for row in sql.rows(_TO_PAY, [place.organisation_id, place.id, MOST])]


def is_of_line(place: PlaceRef, line: UUID, cents: int) -> bool:
    """Whether the line moved exactly this; one statement."""
    found = billing.find_bank_line(place, line)
    return found is not None and found.said.cents == cents


def _to_pay(uuid, what, day, net, vat, category, supplier, activity) -> ToPay:  # type: ignore[no-untyped-def]  # a row
    return ToPay(
        uuid,
        Spent(
            what=what, day=day, net_cents=net, vat_cents=vat, category=category, supplier=supplier, activity=activity
        ),
    )
