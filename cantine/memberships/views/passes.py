"""The passes that a place sells, and what a visit costs without one: for whoever sets prices."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.core import clock, refusals
from cantine.core.attempts import attempt
from cantine.kernel import Refused
from cantine.memberships import commands, queries, rules
from cantine.memberships.commands.fee_wording import price_list_words
from cantine.memberships.commands.wording import amount_words
from cantine.memberships.forms.passes import DropInForm, PassKindForm
from cantine.memberships.views.common import said
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.pricing import queries as prices
from cantine.pricing.commands.wording import named
from cantine.pricing.rules import Unit
from cantine.ui import formats

KIND = "carnet"


def kinds(request: PlaceRequest) -> HttpResponse:
    """Every pass that is sold; the form adds one, or changes the one that the address names."""
    known = queries.pass_kinds_of(request.place)
    code = request.GET.get(KIND, "")
    chosen = next((each for each in known if each.code == code), None)
    if code and chosen is None:
        raise Http404
    initial = PassKindForm.shown(chosen) if chosen else {"unit": "day", "online": True}
    form = PassKindForm(request.POST or None, initial=initial, categories=prices.categories_of(request.place))

    def write(read: PassKindForm) -> None:
        commands.set_pass_kind(**said(request), kind=read.kind(code))

    if request.method == "POST" and attempt(form, write):
        messages.success(request, _("The pass is saved."))
        for words in _dearer(request, form.kind(code)):
            messages.warning(request, words)
        return redirect("memberships:pass_kinds", request.place.slug)
    shown = [
        (
            each,
            named(each.name_fr, each.name_en),
            amount_words(each.quantity, each.unit, each.use),
            formats.money(each.cents),
            price_list_words(each.prices),
        )
        for each in known
    ]
    context = {"form": form, "code": code, "lines": shown, "drop_in": _drop_in_form(request)}
    return render(request, "memberships/pass_kinds.html", context, status=422 if form.errors else 200)


def _dearer(request: PlaceRequest, kind: rules.PassKind) -> list[str]:
    """Where a pass of days costs more than its days one by one: nobody would buy it knowingly."""
    if kind.use is not rules.Use.SEAT or kind.unit not in {Unit.DAY, Unit.HALF_DAY}:
        return []
    listed = queries.seat_prices_of(request.place, unit=kind.unit, on=request.place.today(clock.now()))
    found = rules.dearer_than_list(kind, {code: cents for code, (_fr, _en, cents) in listed.items()})
    return [
        _("For “%(category)s”, this pass is dearer than its days: %(pass)s, against %(list)s one by one.")
        % {
            "category": named(*listed[code][:2]),
            "pass": formats.money(kind.fee(code).cents),
            "list": formats.money(cents),
        }
        for code, cents in found.items()
    ]


def retire(request: PlaceRequest) -> HttpResponse:
    """Sell it no more."""
    try:
        commands.retire_pass_kind(**said(request), code=request.POST.get(KIND, ""))
    except Refused as why:
        for refusal in why.refusals:
            messages.error(request, refusals.sentence(refusal))
    else:
        messages.success(request, _("This pass is not sold any more; those that people have serve until their end."))
    return redirect("memberships:pass_kinds", request.place.slug)


def drop_in(request: PlaceRequest) -> HttpResponse:
    """What a visit costs to who has no plan and no pass."""
    form = _drop_in_form(request)

    def write(read: DropInForm) -> None:
        commands.set_drop_in(**said(request), kind=read.cleaned_data["kind"])

    if attempt(form, write):
        messages.success(request, _("Saved: it holds from the next visit on."))
    return redirect("memberships:pass_kinds", request.place.slug)


def _drop_in_form(request: PlaceRequest) -> DropInForm:
    initial = {"kind": queries.drop_in_kind_of(request.place)} if request.method == "GET" else {}
    return DropInForm(request.POST or None, initial=initial, kinds=places.kind_codes(place=request.place))
