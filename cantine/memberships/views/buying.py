"""What a place sells by the pass, for everybody; buying one for oneself, its price opened before saying yes."""

from collections.abc import Sequence
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
from cantine.memberships.commands.fee_wording import Tag, tag_of
from cantine.memberships.commands.wording import amount_words
from cantine.memberships.queries import PassKindLine, PlanLine, Reader
from cantine.memberships.rules import CategoryPrice, Fee
from cantine.memberships.views.common import said
from cantine.memberships.views.of_person import key_of
from cantine.memberships.views.plans import plan_shown
from cantine.places.policies import PlaceRequest
from cantine.pricing.commands.wording import named, vat_words
from cantine.pricing.rules import with_vat
from cantine.ui import formats


@dataclass(frozen=True)
class Offer:
    """A pass as it is shown."""

    code: str
    name: str
    what: str
    serves: str
    tag: Tag
    net: str
    online: bool


def shelf(request: PlaceRequest) -> HttpResponse:
    """Plans and passes, with VAT: at the price of who reads; and what the others pay, where the place publishes its prices."""
    reader = queries.reader_of(request.actor, place=request.place)
    today = request.place.today(clock.now())
    offers = [offer_of(kind, reader) for kind in queries.pass_kinds_of(request.place)]
    plans = [plan_offer(plan, today, reader) for plan in queries.plans_of(request.place)]
    context = {"plans": plans, "offers": offers, "vat": vat_words(reader.vat), "taxed": bool(reader.vat.rate)}
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
    today, reader = request.place.today(clock.now()), queries.reader_of(request.actor, place=request.place)
    price = queries.price_of_pass(kind, place=request.place, on=today, category=reader.category)
    context = {"offer": offer_of(kind, reader), "price": price, "key": uuid4()}
    return render(request, "memberships/buy.html", context)


def tag_for(reader: Reader, fee: Fee, priced: Sequence[CategoryPrice]) -> Tag:
    """With VAT."""
    return tag_of(
        fee, priced, amount=lambda cents: formats.money(with_vat(cents, reader.vat)), published=reader.sees_others
    )  # fmt: skip


def plan_offer(plan: PlanLine, today: date, reader: Reader) -> dict[str, Any]:
    """A plan as it is shown, at its price with VAT."""
    shown = plan_shown(plan, today, reader.category, vat=reader.vat)
    fee = shown["fee"]
    return {**shown, "tag": tag_for(reader, fee, shown["prices"]), "net": formats.money(fee.cents)}


def offer_of(kind: PassKindLine, reader: Reader) -> Offer:
    days, fee = kind.valid_days, kind.fee(reader.category)
    return Offer(
        code=kind.code,
        name=named(kind.name_fr, kind.name_en),
        what=amount_words(kind.quantity, kind.unit, kind.use),
        serves=ngettext("within %(days)s day", "within %(days)s days", days) % {"days": formats.number(days)}
        if days
        else "",
        tag=tag_for(reader, fee, kind.prices),
        net=formats.money(fee.cents),
        online=kind.online,
    )
