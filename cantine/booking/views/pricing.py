"""What it would cost, said before one books, and what was frozen, said on the date."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cantine.billing.queries import ChargeLine
from cantine.billing.rules import State
from cantine.booking import queries
from cantine.booking.forms import BookingForm
from cantine.kernel import Interval
from cantine.places.policies import PlaceRequest
from cantine.places.queries import ResourceCard
from cantine.pricing.rules import Price


def price_said(request: PlaceRequest, card: ResourceCard, form: BookingForm, interval: Interval | None) -> Price | None:
    """The price of what the form says, for who it says; nothing while its time makes no sense, nor for a trial day."""
    said: dict[str, Any] = form.cleaned_data if form.is_bound and hasattr(form, "cleaned_data") else {}
    if interval is None or said.get("trial"):
        return None
    who, customer = said.get("who"), said.get("customer")
    person = who.person_id if who is not None else request.actor.person_id
    payer = int(customer) if customer and str(customer).isdecimal() else None
    lists = queries.PriceLists(request.place, person_id=person, customer_id=payer)
    if lists.on(interval.starts_at.astimezone(request.place.zone).date()) is None:
        return None
    wallet = queries.wallet_for(lists, [interval])
    return queries.price_for(lists, card, interval, quantity=said.get("quantity") or 1, wallet=wallet)


def price_part(request: PlaceRequest, card: ResourceCard, form: BookingForm) -> HttpResponse:
    """The same alone, each time that the form changes."""
    interval = form.cleaned_data.get("interval")
    price = price_said(request, card, form, interval if isinstance(interval, Interval) else None)
    return render(request, "booking/price_said.html", {"price": price, "repeats": form.cleaned_data.get("repeats")})


def asked_in_words(charge: ChargeLine) -> str:
    """What is asked of whom pays, now."""
    if charge.standing.state is State.EXPECTED:
        return _("Asked for once the place says yes.")
    if charge.standing.state is State.DROPPED:
        return _("Nothing is asked for it.")
    return ""


def terms_said(price: Price | None) -> list[str]:
    """What giving it up late means, where it has a price."""
    return [_("Given up later, its price stays due.")] if price is not None and price.gross_cents else []
