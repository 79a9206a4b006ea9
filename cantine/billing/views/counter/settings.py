"""What the counter sells: its buttons in order, made from the price list in a press; the terms of tabs and offers."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.billing.commands import counter as commands
from cantine.billing.commands.counter.included import uses_at
from cantine.billing.forms import attempt
from cantine.billing.forms.counter import ButtonForm, CounterTermsForm, uuid_of
from cantine.billing.queries import counter as queries
from cantine.billing.rules.counter import Button
from cantine.billing.views.common import done, refused, said
from cantine.core import clock
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.pricing import queries as prices
from cantine.pricing.commands.wording import named, vat_words
from cantine.ui import formats


def settings(request: PlaceRequest) -> HttpResponse:
    """The list, up and down; what may be added; the terms."""
    buttons = _buttons(request)
    tab, offer = queries.counter_terms(request.place)
    form = CounterTermsForm(
        request.POST if "terms" in request.POST else None, initial={"tab_cents": tab, "offer_cents": offer}
    )
    if "terms" in request.POST:
        if attempt(form, lambda read: commands.set_counter_terms(**said(request), **read.cleaned_data)):
            return done(request, _("It is saved."), "billing:counter_settings")
    elif request.method == "POST":
        return _act(request, buttons)
    listed = {each.product for each in buttons} | {each.gives for each in buttons}
    context: dict[str, Any] = {
        "rows": [_row(each) for each in buttons], "form": form,
        "products": [
            (each.code, named(each.name_fr, each.name_en)) for each in prices.products_of(request.place) if each.code not in listed
        ],
        "goods": [
            (each.code, named(each.name_fr, each.name_en)) for each in queries.goods_of(request.place) if each.code not in listed
        ],
    }  # fmt: skip
    return render(request, "billing/counter/settings.html", context, status=422 if form.errors else 200)


def _act(request: PlaceRequest, buttons: list[Button]) -> HttpResponse:
    sent = request.POST
    if "start" in sent:
        try:
            commands.start_counter(**said(request), products=sent.getlist("product"), goods=sent.getlist("goods"))
        except Refused as why:
            return refused(request, why, "billing:counter_settings")
        return done(request, _("The buttons are on the counter."), "billing:counter_settings")
    ids = [each.uuid for each in buttons]
    for name, step in (("up", -1), ("down", 1)):
        moved = uuid_of(sent.get(name, ""))
        if moved in ids:
            at = ids.index(moved)
            ids.insert(max(at + step, 0), ids.pop(at))
            commands.order_buttons(**said(request), buttons=ids)
    if sent.getlist("order"):
        wanted = [found for each in sent.getlist("order") if (found := uuid_of(each)) in ids]
        commands.order_buttons(**said(request), buttons=wanted)
    return redirect("billing:counter_settings", request.place.slug)


def button(request: PlaceRequest, *, button: UUID | None = None) -> HttpResponse:
    """One of them, or a new one; taking it off."""
    known = next((each for each in _buttons(request) if each.uuid == button), None) if button else None
    if button and known is None:
        raise Http404
    if known is not None and "retire" in request.POST:
        commands.retire_button(**said(request), button=known.uuid)
        return done(request, _("It is no longer on the counter."), "billing:counter_settings")
    fresh = {"shown": True, "tone": "paper", "icon": "cup", "vat": "taxed:20", "activity": "other"}
    form = ButtonForm(
        request.POST or None,
        button=known,
        uses=uses_at(request.place),
        initial=ButtonForm.of(known) if known else fresh,
    )

    def write(read: ButtonForm) -> None:
        commands.set_button(**said(request), button=read.read(), new=known is None)

    if request.method == "POST" and attempt(form, write):
        return done(request, _("The button is saved."), "billing:counter_settings")
    context = {"form": form, "known": known, "row": _row(known) if known else None}
    return render(request, "billing/counter/button.html", context, status=422 if form.errors else 200)


def _buttons(request: PlaceRequest) -> list[Button]:
    return queries.buttons_of(request.place, on=request.place.today(clock.now()))


def _row(each: Button) -> dict[str, Any]:
    price = formats.money(each.price.cents) if each.price else _("price typed") if each.is_open else _("no price")
    return {
        "uuid": each.uuid, "name": named(each.name_fr, each.name_en), "price": price, "vat": vat_words(each.vat),
        "tone": each.tone.value, "icon": each.icon, "listed": bool(each.product), "shown": each.shown, "gives": bool(each.gives),
        "uses": bool(each.uses),
    }  # fmt: skip
