"""What payers sent from a screen, as the treasurer reads it: where each stands, what wants a hand, and why."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cantine.billing import queries
from cantine.billing.commands import online
from cantine.billing.commands.wording import document_sums
from cantine.billing.forms import CreditForm, attempt
from cantine.billing.queries import Issued
from cantine.billing.queries import online as reads
from cantine.billing.rules.online import State
from cantine.billing.views.common import done, said
from cantine.billing.views.crediting import form_of, given_document, lines_context
from cantine.billing.views.invoice import issued_at
from cantine.billing.views.online.rows import online_row
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def payments(request: PlaceRequest) -> HttpResponse:
    lines = reads.online_payments_of(request.place)
    came = sum(each.paid_cents - each.refunded_cents for each in lines)
    context = {
        "hands": [online_row(request, each) for each in lines if each.wants_a_hand],
        "rows": [online_row(request, each) for each in lines if not each.wants_a_hand],
        "came": formats.money(came), "fees": formats.money(sum(each.fee_cents for each in lines)),
        "waiting": formats.number(sum(each.state is State.STARTED for each in lines)), "any": bool(lines),
        "practice": any(online.provider_of(each.provider).practice for each in lines),
    }  # fmt: skip
    return render(request, "billing/online/payments.html", context)


def refund(request: PlaceRequest, *, invoice: UUID) -> HttpResponse:
    """Which lines go back by the way that they were paid: what it comes to is said first, and the press that does it names it."""
    found = issued_at(request, invoice)
    notes = queries.credit_notes_of(found.card.id)
    form = form_of(request, found, notes)
    made: list[UUID] = []

    def give_back(read: CreditForm) -> None:
        made.append(online.refund_online(**said(request), invoice=invoice, **read.asked))

    given = given_document(form, found, notes) if request.method == "POST" else None
    back = given.gross_cents - max(found.card.left_cents, 0) if given else 0
    agreed = "look" not in request.POST and request.POST.get("agreed") == str(back)
    if given is not None and agreed and attempt(form, give_back):
        return done(
            request, _("The credit note is issued, and the money is on its way back."), "billing:invoice", made[0]
        )
    context = {
        **lines_context(request, form, found, notes), "sums": document_sums(given) if given else None, "agreed": back,
        "back": formats.money(back) if back > 0 else "", "debited": back > 0 and _was_debited(found),
    }  # fmt: skip
    return render(request, "billing/online/refund.html", context, status=422 if form.errors else 200)


def _was_debited(found: Issued) -> bool:
    """Whether an account was debited, and not a card."""
    tries = reads.online_payments_of_invoice(organisation_id=found.organisation_id, invoice_id=found.card.id)
    return next((each.debit for each in tries if each.credited_cents), False)
