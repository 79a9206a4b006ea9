"""A deposit is taken off one invoice, and once: the database holds it."""

from django.db import IntegrityError, transaction

from cantine.billing.models import Deduction, Invoice
from cantine.billing.rules import Document, Kind
from cantine.kernel import Refusal, Refused


def take_off_deposits(row: Invoice, document: Document) -> None:
    """Note which deposits an invoice that is being issued takes off. Raises Refused: deposit_taken_off_already."""
    numbers = [each.number for each in document.deposits if each.groups]
    if not numbers:
        return
    deposits = Invoice.objects.filter(organisation_id=row.organisation_id, kind=Kind.DEPOSIT, reference__in=numbers)
    rows = [
        Deduction(organisation_id=row.organisation_id, deposit_id=key, invoice_id=row.pk)
        for key in deposits.order_by("pk").values_list("pk", flat=True)
    ]
    try:
        with transaction.atomic():
            Deduction.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Refused(Refusal("deposit_taken_off_already", {"numbers": ", ".join(numbers)})) from error
