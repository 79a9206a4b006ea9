"""The deposits that a draft takes off, each once: those of the quotes that promised its charges by itself, the others when
somebody says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery

from cantine.billing import rules
from cantine.billing.models import Charge, Invoice, Quote
from cantine.billing.queries.payers import ORGANISATION, Who
from cantine.billing.rules import Document, Kind, Reference


def _notes() -> QuerySet[Invoice]:
    return Invoice.objects.filter(kind=Kind.DEPOSIT_CREDIT_NOTE, issued_at__isnull=False)


def deposits_to_take_off(invoice_ids: Sequence[int]) -> dict[int, tuple[Reference, ...]]:
    """By draft: what was issued, taken off nothing yet and not given back. Where two drafts share a quote, the first one
    takes it off. What was given back of a deposit is not taken off. One statement, two where something was given back."""
    drafts = Charge.objects.filter(quote_id=OuterRef("pk"), invoice__isnull=False, invoice__issued_at=None)
    first = drafts.order_by().values("quote_id").annotate(least=Min("invoice_id")).values("least")
    rows = Quote.objects.filter(deposit__issued_at__isnull=False, deposit__deducted_on=None)
    rows = rows.annotate(draft=Subquery(first), given_back=Exists(_notes().filter(corrects_id=OuterRef("deposit_id"))))
    asked = rows.filter(draft__in=invoice_ids).order_by("pk")
    found: dict[int, tuple[Reference, ...]] = {}
    for draft, key, content, given_back in asked.values_list("draft", "deposit_id", "deposit__content", "given_back"):
        assert content is not None
        assert key is not None
        reference = rules.deducted(rules.document_from_json(content), notes_on(key) if given_back else ())
        if reference.groups:
            found[draft] = (*found.get(draft, ()), reference)
    return found


def notes_on(deposit_id: int) -> list[Document]:
    """The credit notes that gave a deposit back, whole or in part. One statement."""
    rows = _notes().filter(corrects_id=deposit_id).order_by("pk").values_list("content", flat=True)
    return [rules.document_from_json(content) for content in rows if content is not None]


def credit_notes_of(invoice_id: int) -> list[Document]:
    """Those that give a document back, in their order. One statement."""
    rows = Invoice.objects.filter(corrects_id=invoice_id).exclude(issued_at=None).order_by("pk")
    return [rules.document_from_json(content) for content in rows.values_list("content", flat=True) if content]


@dataclass(frozen=True)
class HeldDeposit:
    """A deposit of a payer that no invoice took off yet."""

    uuid: UUID
    reference: Reference


def deposits_held(*, organisation_id: int, entity_id: int, who: Who) -> list[HeldDeposit]:
    """Those of one payer with one seller, not wholly given back, and not of a quote, whose own invoice takes them off. One
    statement, and one for each that was given back in part."""
    mine = {"customer_id": who[1]} if who[0] == ORGANISATION else {"customer_id": None, "person_id": who[1]}
    rows = Invoice.objects.filter(
        organisation_id=organisation_id, entity_id=entity_id, kind=Kind.DEPOSIT, deducted_on=None, **mine
    )
    rows = rows.exclude(issued_at=None).annotate(given_back=Exists(_notes().filter(corrects_id=OuterRef("pk"))))
    rows = rows.exclude(pk__in=Quote.objects.filter(deposit__isnull=False).values("deposit_id")).order_by(
        "issued_on", "pk"
    )
    held = [
        HeldDeposit(uuid, rules.deducted(rules.document_from_json(content), notes_on(key) if given_back else ()))
        for key, uuid, content, given_back in rows.values_list("pk", "uuid", "content", "given_back")
        if content is not None
    ]
    return [each for each in held if each.reference.groups]
