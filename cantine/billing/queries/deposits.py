"""The deposits that a draft takes off: those of the quotes that promised its charges, each once."""

from collections.abc import Sequence

from django.db.models import Min, OuterRef, Subquery

from cantine.billing import rules
from cantine.billing.models import Charge, Quote
from cantine.billing.rules import Reference


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
