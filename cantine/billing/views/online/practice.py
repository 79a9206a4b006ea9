"""The pages of the provider for practice, as a stranger's house: a card, perhaps a question of its bank, then back; and an account
that lets itself be debited, with what its bank does."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from cantine.billing.commands import online
from cantine.billing.commands.online_debit_wording import ACCOUNT_NAMES, CONSENT_KINDS, CONSENT_NAMES
from cantine.billing.commands.online_wording import STATE_KINDS, STATE_NAMES
from cantine.billing.forms.online import PracticeAccountForm, PracticeForm
from cantine.billing.queries import practice as reads
from cantine.billing.queries.practice import PracticeDebit, PracticeMandatePage
from cantine.billing.rules.online import Consent, Stage, State
from cantine.billing.views.online.payer import quiet
from cantine.core import clock, rates
from cantine.core.actor import system
from cantine.core.attempts import attempt
from cantine.kernel import Refused
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


@csrf_exempt
def account(request: HttpRequest, *, agreed: UUID) -> HttpResponse:
    """Somebody lets an account be debited, or refuses; then its bank: each debit whose day is played, and the end of it all."""
    page = reads.practice_mandate_page(agreed)
    if page is None:
        raise Http404
    form = PracticeAccountForm(request.POST if "account" in request.POST else None)
    if request.method == "POST":
        rates.spend(PLAYED, rates.network_on(request), now=clock.now())
        if page.stage is not Consent.WAITING:
            _played(request, page)
            return quiet(redirect("billing:practice_mandate", agreed))

        def give(read: PracticeAccountForm) -> None:
            chosen = "" if "refuse" in request.POST else read.cleaned_data["account"]
            online.authorise_in_practice(
                actor=PRACTICE, now=clock.now(), organisation_id=page.organisation_id, practice_mandate=agreed, account=chosen
            )  # fmt: skip

        if attempt(form, give):
            return quiet(redirect(page.back))
    context = {
        "page": page, "form": form, "waiting": page.stage is Consent.WAITING, "active": page.stage is Consent.ACTIVE,
        "state": CONSENT_NAMES[page.stage], "badge": CONSENT_KINDS[page.stage],
        "does": ACCOUNT_NAMES[page.does] if page.does else "", "debits": [_debit(each) for each in page.debits],
    }  # fmt: skip
    response = render(request, "billing/online/practice_mandate.html", context, status=422 if form.errors else 200)
    return quiet(response)


def _played(request: HttpRequest, page: PracticeMandatePage) -> None:
    """What was over meanwhile stays so."""
    if "stop" in request.POST:
        online.stop_in_practice(
            actor=PRACTICE, now=clock.now(), organisation_id=page.organisation_id, practice_mandate=page.uuid
        )
        return
    known = {str(each.uuid): each.uuid for each in page.debits if each.more}
    debit = known.get(request.POST.get("debit", ""))
    if debit is None:
        return
    try:
        online.play_debit(actor=PRACTICE, now=clock.now(), organisation_id=page.organisation_id, practice_payment=debit)
    except Refused:
        return


def _debit(each: PracticeDebit) -> dict[str, object]:
    state = State.LOST if each.returned else State(each.stage.value)
    return {
        "line": each, "amount": formats.money(each.cents), "state": STATE_NAMES[state], "badge": STATE_KINDS[state],
        "paid": each.stage is Stage.PAID,
    }  # fmt: skip
