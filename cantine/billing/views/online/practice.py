"""The page of the provider for practice, as a stranger's house: a card, perhaps a question of its bank, then back."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from cantine.billing.commands import online
from cantine.billing.forms.online import PracticeForm
from cantine.billing.queries import online as reads
from cantine.billing.rules.online import Stage
from cantine.billing.views.online.payer import quiet
from cantine.core import clock, rates
from cantine.core.actor import system
from cantine.core.attempts import attempt
from cantine.ui import formats

PLAYED = rates.Limit("practice_cards", 120, 3600)
PRACTICE = system("billing.practice")


@csrf_exempt
def card(request: HttpRequest, *, sheet: UUID) -> HttpResponse:
    """What a number does is said beside it: nobody types a real card here."""
    page = reads.practice_page(sheet)
    if page is None:
        raise Http404
    form = PracticeForm(request.POST or None)
    asks: list[bool] = []

    def play(read: PracticeForm) -> None:
        asks.append(
            online.pay_in_practice(
                actor=PRACTICE, now=clock.now(), organisation_id=page.organisation_id, payment=sheet,
                card=read.cleaned_data["card"], agreed=read.agreed,
            )
        )  # fmt: skip

    if request.method == "POST":
        rates.spend(PLAYED, rates.network_on(request), now=clock.now())
        if attempt(form, play) and asks == [False]:
            return quiet(redirect(page.back))
    context = {
        "page": page, "amount": formats.money(page.cents), "form": form, "asks": asks == [True], "over": page.stage is Stage.PAID
    }  # fmt: skip
    response = render(request, "billing/online/practice.html", context, status=422 if form.errors else 200)
    return quiet(response)
