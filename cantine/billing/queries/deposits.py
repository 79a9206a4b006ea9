"""The deposits that a draft takes off, each once: those of the quotes that promised its charges by itself, the others when
somebody says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Min, OuterRef, Subquery

from cantine.billing import rules
from cantine.billing.models import Charge, Invoice, Quote
from cantine.billing.queries.payers import ORGANISATION, Who
from cantine.billing.rules import Kind, Reference


def deposits_to_take_off(invoice_ids: Sequence[int]) -> dict[int, tuple[Reference, ...]]:
    """By draft: what was issued, taken off nothing yet and not given back. Where two drafts share a quote, the first one
    takes it off. One statement."""
    drafts = Charge.objects.filter(quote_id=OuterRef("pk"), invoice__isnull=False, invoice__issued_at=None)
    first = drafts.order_by().values("quote_id").annotate(least=Min("invoice_id")).values("least")
    rows = Quote.objects.filter(deposit__issued_at__isnull=False, deposit__deducted_on=None)
    rows = rows.exclude(deposit__corrections__issued_at__isnull=False).annotate(draft=Subquery(first))
    found: dict[int, tuple[Reference, ...]] = {}
    for draft, content in rows.filter(draft__in=invoice_ids).order_by("pk").values_list("draft", "deposit__content"):
        assert content is not None
        reference = rules.deducted(rules.document_from_json(content))
        found[draft] = (*found.get(draft, ()), reference)
    return found


@dataclass(frozen=True)
class HeldDeposit:
    """A deposit of a payer that no invoice took off yet."""

    uuid: UUID
    reference: Reference


def deposits_held(*, organisation_id: int, entity_id: int, who: Who) -> list[HeldDeposit]:
    """Those of one payer with one seller, not given back, and not of a quote, whose own invoice takes them off. One statement."""
    mine = {"customer_id": who[1]} if who[0] == ORGANISATION else {"customer_id": None, "person_id": who[1]}
    rows = Invoice.objects.filter(
        organisation_id=organisation_id, entity_id=entity_id, kind=Kind.DEPOSIT, deducted_on=None, **mine
    )
    rows = rows.exclude(issued_at=None).exclude(corrections__issued_at__isnull=False)
    rows = rows.exclude(pk__in=Quote.objects.filter(deposit__isnull=False).values("deposit_id"))
    return [
        HeldDeposit(uuid, rules.deducted(rules.document_from_json(content)))
        for uuid, content in rows.order_by("issued_on", "pk").values_list("uuid", "content")
        if content is not None
    ]
