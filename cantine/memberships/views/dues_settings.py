"""What an association asks of its members, and what up-to-date dues open at the place."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.core.attempts import attempt
from cantine.kernel import Refused
from cantine.memberships import commands
from cantine.memberships.commands.dues_wording import amount_words, offer_of
from cantine.memberships.forms.dues import DuesKindForm, GateForm
from cantine.memberships.queries import dues as queries
from cantine.memberships.views.common import said
from cantine.memberships.views.plans import told
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.pricing import queries as prices

KIND = "cotisation"


def kinds(request: PlaceRequest) -> HttpResponse:
    """Every kind; the form adds one, or changes the one that the address names."""
    today, code = request.place.today(clock.now()), request.GET.get(KIND, "")
    known = queries.dues_kinds_of(request.place.organisation_id)
    chosen = next((each for each in known if each.code == code), None)
    if code and chosen is None:
        raise Http404
    usual = {"first_day": today, "online": True, "period": "civil"}
    form = DuesKindForm(request.POST or None, initial=DuesKindForm.shown(chosen, today) if chosen else usual)

    def write(read: DuesKindForm) -> None:
        commands.set_dues_kind(**said(request), kind=read.kind(code), terms=read.terms)

    if request.method == "POST" and attempt(form, write):
        messages.success(request, _("These dues are saved."))
        return redirect("memberships:dues_kinds", request.place.slug)
    lines = [
        (offer_of(each, max(today, each.versions[0].first_day)), amount_words(each.terms_on(today) or each.versions[0]))
        for each in known
    ]
    context = {"form": form, "code": code, "lines": lines}
    return render(request, "memberships/dues/kinds.html", context, status=422 if form.errors else 200)


def gate(request: PlaceRequest) -> HttpResponse:
    """Prices and booking that ask for dues, by place."""
    held = queries.gate_of(request.place)
    cards = places.resource_cards(place_id=request.place.id)
    initial = {
        "category": held.category, "grace_days": held.grace_days, "everything": held.everything,
        "resources": [str(each) for each in held.resources],
    }  # fmt: skip
    form = GateForm(
        request.POST or None, initial=initial, categories=prices.categories_of(request.place),
        resources=[(card.id, card.name) for card in cards],
    )  # fmt: skip

    def write(read: GateForm) -> None:
        commands.set_dues_gate(**said(request), **read.said)

    if request.method == "POST" and attempt(form, write):
        messages.success(request, _("Saved. What was booked before stays."))
        return redirect("memberships:dues_gate", request.place.slug)
    return render(request, "memberships/dues/gate.html", {"form": form}, status=422 if form.errors else 200)


def retire(request: PlaceRequest) -> HttpResponse:
    """Asked of nobody any more."""
    try:
        commands.retire_dues_kind(**said(request), code=request.POST.get(KIND, ""))
    except Refused as why:
        told(request, why)
    else:
        messages.success(request, _("These dues are asked of nobody any more; who paid them stays a member."))
    return redirect("memberships:dues_kinds", request.place.slug)
