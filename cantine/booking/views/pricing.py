"""What it would cost, said before one books, and what was frozen, said on the date."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.billing.queries import ChargeLine
from cantine.billing.rules import State
from cantine.booking import queries
from cantine.booking.forms import BookingForm
from cantine.core import clock
from cantine.kernel import Interval
from cantine.memberships.queries.dues import asks_dues, dues_priced_soon
from cantine.places.policies import PlaceRequest
from cantine.places.queries import ResourceCard
from cantine.pricing.rules import Price


@dataclass(frozen=True)
class SaidPrice:
    """A price, and what dues have to do with it: until when they give it (``until``), by whose they are (``by``); or what it would
    be with them (``with_dues``) and where they are paid (``join``). ``payer`` says who pays, where one may choose."""

    price: Price
    until: date | None = None
    by: str = ""
    with_dues: Price | None = None
    join: str = ""
    payer: str = ""


def price_said(
    request: PlaceRequest, card: ResourceCard, form: BookingForm, interval: Interval | None
) -> SaidPrice | None:
    """The price of what the form says, for who it says, and who pays it; nothing while its time makes no sense, nor for a trial day."""
    found = _priced(request, card, form, interval)
    return found and replace(found, payer=_payer_words(form))


def _payer_words(form: BookingForm) -> str:
    """In whose name it is, where one may choose: that is who pays, and whose hours serve first."""
    field = form.fields.get("customer")
    if field is None:
        return ""
    chosen = str(form["customer"].value() or "")
    name = dict(field.choices).get(chosen, "") if chosen else ""  # type: ignore[attr-defined]  # a ChoiceField
    if not name:
        return _("In one’s own name: one’s own hours serve first, and one pays the rest.")
    return _("%(organisation)s pays: what it has in advance serves first.") % {"organisation": name}


def _priced(
    request: PlaceRequest, card: ResourceCard, form: BookingForm, interval: Interval | None
) -> SaidPrice | None:  # fmt: skip
    said: dict[str, Any] = form.cleaned_data if form.is_bound and hasattr(form, "cleaned_data") else {}
    if interval is None or said.get("trial"):
        return None
    who, customer = said.get("who"), said.get("customer")
    person = who.person_id if who is not None else request.actor.person_id
    payer = int(customer) if customer and str(customer).isdecimal() else None
    dues = dues_priced_soon(request.place, person_id=person, customer_id=payer)
    lists = queries.PriceLists(request.place, person_id=person, customer_id=payer)
    priced = lists.on(interval.starts_at.astimezone(request.place.zone).date())
    if priced is None:
        return None
    wallet, quantity = (
        queries.wallet_for(lists, card, [interval], today=request.place.today(clock.now())),
        said.get("quantity") or 1,
    )
    price = queries.price_for(lists, card, interval, quantity=quantity, wallet=wallet)
    if price is None:
        return None
    held = dues.value
    if held.category and price.category == held.category:
        return SaidPrice(price, held.paid_until, held.by)
    if not held.category or payer is not None:
        return SaidPrice(price)
    lower = queries.price_for(lists, card, interval, quantity=quantity, wallet=wallet, category=held.category)
    return _with_dues(request, price, lower)


def _with_dues(request: PlaceRequest, price: Price, lower: Price | None) -> SaidPrice:
    """What it would be for a member, where anybody may join and it costs less."""
    if lower is None or lower.net_cents >= price.net_cents or not asks_dues(request.place.organisation_id):
        return SaidPrice(price)
    return SaidPrice(price, with_dues=lower, join=reverse("memberships:join", args=[request.place.slug]))


def price_part(request: PlaceRequest, card: ResourceCard, form: BookingForm) -> HttpResponse:
    """The same alone, each time that the form changes."""
    interval = form.cleaned_data.get("interval")
    said = price_said(request, card, form, interval if isinstance(interval, Interval) else None)
    return render(request, "booking/price_said.html", {"said": said, "repeats": form.cleaned_data.get("repeats")})


def asked_in_words(charge: ChargeLine) -> str:
    """What is asked of whom pays, now."""
    if charge.standing.state is State.EXPECTED:
        return _("Asked for once the place says yes.")
    if charge.standing.state is State.DROPPED:
        return _("Nothing is asked for it.")
    return ""


def terms_said(said: SaidPrice | None) -> list[str]:
    """What giving it up late means, where it has a price."""
    return [_("Given up later, its price stays due.")] if said is not None and said.price.gross_cents else []
