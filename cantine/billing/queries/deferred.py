"""What was invoiced by a day, act by act: the part that is supplied later is income of later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cantine.accounting.rules import Deferral, Role
from cantine.billing.rules import INCOMES
from cantine.core import sql
from cantine.ui import formats

_BILLED = """
SELECT c.source, c.name, c.day, i.payer_name, i.reference, l ->> 'activity', sum((l ->> 'net_cents')::bigint)::bigint
FROM billing_charge c JOIN billing_invoice i ON i.id = c.invoice_id CROSS JOIN LATERAL jsonb_array_elements(i.content -> 'lines') l
WHERE i.organisation_id = %s AND i.entity_id = %s AND i.issued_on <= %s AND NOT i.taken_over AND l ->> 'charge' = c.uuid::text
  AND {which}
GROUP BY c.id, i.id, l ->> 'activity' ORDER BY c.id
"""


@dataclass(frozen=True)
class BilledAct:
    """An act on an issued invoice: what it amounts to without VAT, and which income it is."""

    source: str
    name: str
    day: date
    payer_name: str
    reference: str
    income: Role
    net_cents: int

    @property
    def label(self) -> str:
        return f"{self.name}, {self.payer_name} ({self.reference})"


def billed_acts(
    *, organisation_id: int, entity_id: int, day: date, prefixes: Sequence[str] | None = None
) -> list[BilledAct]:
    """Invoiced on ``day`` at the latest: those whose source begins so; without prefixes, those of after the day. One statement."""
    which = "c.day > %s" if prefixes is None else "c.day <= %s AND c.source LIKE ANY(%s)"
    values: list[object] = [organisation_id, entity_id, day, day]
    if prefixes is not None:
        values.append([f"{each}%" for each in prefixes])
    return [
        BilledAct(source, name, when, payer, reference, INCOMES.get(activity or "", Role.SALES_SERVICES), cents)
        for source, name, when, payer, reference, activity, cents in sql.rows(_BILLED.format(which=which), values)
    ]


def acts_after(organisation_id: int, entity_id: int, day: date) -> list[Deferral]:
    """Bookings and other acts invoiced before their day."""
    return [
        Deferral(label=each.label, why=formats.full_day(each.day), income=each.income, cents=each.net_cents)
        for each in billed_acts(organisation_id=organisation_id, entity_id=entity_id, day=day)
    ]
