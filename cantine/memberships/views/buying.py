"""What a place sells by the pass, for everybody; buying one for oneself, its price opened before saying yes."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.core import clock, refusals
from cantine.kernel import Refused
from cantine.memberships import commands, queries
from cantine.memberships.commands.wording import amount_words
from cantine.memberships.queries import PassKindLine, PlanLine
from cantine.memberships.views.common import said
from cantine.memberships.views.of_person import key_of
from cantine.memberships.views.plans import plan_shown
from cantine.places.policies import PlaceRequest
from cantine.pricing import queries as prices
from cantine.pricing.commands.wording import named, vat_words
from cantine.pricing.rules import Vat, with_vat
from cantine.ui import formats


@dataclass(frozen=True)
class Offer:
    """A pass as it is shown."""

    code: str
    name: str
    what: str
    serves: str
    gross: str
    net: str
    online: bool


def shelf(request: PlaceRequest) -> HttpResponse:
    """The passes, at their price with VAT."""
    vat = prices.terms_of(request.place).vat
    offers = [offer_of(kind, with_vat(kind.cents, vat)) for kind in queries.pass_kinds_of(request.place)]
    plans = [plan_offer(plan, request.place.today(clock.now()), vat) for plan in queries.plans_of(request.place)]
    context = {"plans": plans, "offers": offers, "vat": vat_words(vat), "taxed": bool(vat.rate)}
    return render(request, "memberships/shelf.html", context)


def buy(request: PlaceRequest, *, pass_kind: str) -> HttpResponse:
    """One pass, its price opened; saying yes makes it mine, and it is invoiced."""
    kind = queries.find_pass_kind(request.place, code=pass_kind)
    person_id = request.actor.person_id
    if kind is None or not kind.online or person_id is None:
        raise Http404
    if request.method == "POST":
        try:
            commands.sell_pass(**said(request), kind=kind.code, person_id=person_id, key=key_of(request))
        except Refused as why:
            for refusal in why.refusals:
                messages.error(request, refusals.sentence(refusal))
            return redirect("memberships:shelf", request.place.slug)
        messages.success(request, _("It is yours from today on. The invoice follows."))
        return redirect("memberships:mine")
    today = request.place.today(clock.now())
    price = queries.price_of_pass(kind, place=request.place, on=today)
    context = {"offer": offer_of(kind, price.gross_cents), "price": price, "key": uuid4()}
    return render(request, "memberships/buy.html", context)


def plan_offer(plan: PlanLine, today: date, vat: Vat) -> dict[str, Any]:
    """A plan as it is shown, at its price with VAT."""
    shown = plan_shown(plan, today)
    return {**shown, "gross": formats.money(with_vat(shown["cents"], vat)), "net": formats.money(shown["cents"])}


def offer_of(kind: PassKindLine, gross_cents: int) -> Offer:
    days = kind.valid_days
    return Offer(
        code=kind.code,
        name=named(kind.name_fr, kind.name_en),
        what=amount_words(kind.quantity, kind.unit, kind.use),
        serves=ngettext("within %(days)s day", "within %(days)s days", days) % {"days": formats.number(days)}
        if days
        else "",
        gross=formats.money(gross_cents),
        net=formats.money(kind.cents),
        online=kind.online,
    )
