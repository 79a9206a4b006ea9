"""A deposit is taken off one invoice, and once: the database holds it."""

from django.db import IntegrityError, transaction

from cantine.billing.models import Deduction, Invoice
from cantine.billing.queries.deposits import notes_on
from cantine.billing.rules import Document, Kind
from cantine.kernel import Refusal, Refused


def take_off_deposits(row: Invoice, document: Document) -> None:
    """Note which deposits an invoice that is being issued takes off, each locked, so that none is given back meanwhile. Raises
    Refused: deposit_taken_off_already, draft_changed."""
    numbers = [each.number for each in document.deposits if each.groups]
    if not numbers:
        return
    deposits = Invoice.objects.select_for_update().filter(
        organisation_id=row.organisation_id, kind=Kind.DEPOSIT, reference__in=numbers
    )
    rows = []
    for key, number, gross in deposits.order_by("pk").values_list("pk", "reference", "gross_cents"):
        taken = next(each.cents for each in document.deposits if each.number == number)
        if taken > gross - sum(each.gross_cents for each in notes_on(key)):  # given back since the draft was read
            raise Refused(Refusal("draft_changed"))
        rows.append(Deduction(organisation_id=row.organisation_id, deposit_id=key, invoice_id=row.pk))
    try:
        with transaction.atomic():
            Deduction.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Refused(Refusal("deposit_taken_off_already", {"numbers": ", ".join(numbers)})) from error
