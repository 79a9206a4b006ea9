"""Giving back a part of a deposit: what was agreed became smaller, and the rest still comes off the final invoice."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.billing import rules
from cantine.billing.commands.issuing import give_back
from cantine.billing.models import Deduction, Invoice
from cantine.billing.queries.deposits import notes_on
from cantine.billing.rules import Kind
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def credit_deposit(
    *, actor: Actor, now: datetime, place: PlaceRef, deposit: UUID, net_cents: int, note: str = ""
) -> UUID:
    """Give back so much of an issued deposit, without VAT, shared among its rates, by a credit note issued at once; what
    was not paid is settled by it.

    Refusals: invoice_unknown, deposit_used, credited_already, give_back_out_of_range. Records InvoiceIssued.
    """
    authorize(actor, "invoice.credit", Target(place.organisation_id, place.id))
    with transaction.atomic():
        rows = Invoice.objects.select_for_update().filter(place_id=place.id, uuid=deposit, kind=Kind.DEPOSIT)
        row = rows.exclude(issued_at=None).first()
        if row is None or row.content is None:
            raise Refused(Refusal("invoice_unknown"))
        used = Deduction.objects.filter(deposit_id=row.pk).values_list("invoice__reference", flat=True).first()
        if used is not None:
            raise Refused(Refusal("deposit_used", {"reference": row.reference, "invoice": used}))
        whole = rules.document_from_json(row.content)
        kept = rules.kept_of_deposit(whole, notes_on(row.pk))
        if wrong := rules.check_given_back(net_cents, kept):
            raise Refused(*wrong)
        lines = rules.given_back_lines(kept, net_cents=net_cents, name=whole.lines[0].name)
        return give_back(actor, now, place, row, lines, note)
