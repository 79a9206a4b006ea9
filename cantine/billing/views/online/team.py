"""What payers sent from a screen, as the treasurer reads it: where each stands, what wants a hand, and why."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cantine.billing.commands import online
from cantine.billing.forms import attempt
from cantine.billing.forms.online import RefundForm
from cantine.billing.queries import online as reads
from cantine.billing.rules.online import State
from cantine.billing.views.common import done, said
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
    """Which lines go back to the card that paid; what it will do is said before it is done."""
    found = issued_at(request, invoice)
    lines = list(range(len(found.document.lines)))
    form = RefundForm(request.POST or None, document=found.document, initial={"lines": lines})
    made: list[UUID] = []

    def give_back(read: RefundForm) -> None:
        made.append(online.refund_online(**said(request), invoice=invoice, **read.cleaned_data))

    if request.method == "POST" and attempt(form, give_back):
        return done(
            request, _("The credit note is issued, and the money is on its way back."), "billing:invoice", made[0]
        )
    return render(
        request, "billing/online/refund.html", {"form": form, "card": found.card}, status=422 if form.errors else 200
    )
