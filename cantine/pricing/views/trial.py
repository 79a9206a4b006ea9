"""“What would it cost?”, for whoever sets the prices; and the public price list."""

from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cantine.core import clock, refusals
from cantine.core.authorization import Target, can
from cantine.places.policies import PlaceRequest
from cantine.places.queries import PlaceRef
from cantine.pricing import queries, rules
from cantine.pricing.commands.wording import UNIT_NAMES, named, period_words
from cantine.pricing.forms import TrialForm
from cantine.pricing.forms.sheet import thing_name
from cantine.pricing.queries import ThingName
from cantine.pricing.rules import Ask, Grid, Price, Tariffs, Unit
from cantine.pricing.views.common import show, version_of
from cantine.ui import formats


def trial(request: PlaceRequest) -> HttpResponse:
    """The price of anything on any day by the list in force then, or by the version at hand while it is prepared."""
    version = version_of(request)
    if version is None:
        return show(request, "pricing/trial.html", {"form": None})
    names = queries.priceable_things(request.place)
    initial = {
        "day": max(version.line.first_day, request.place.today(clock.now()) + timedelta(days=1)),
        "starts": time(9), "ends": time(12), "quantity": 1, "category": version.grid.usual,
    }  # fmt: skip
    form = TrialForm(
        request.GET if "day" in request.GET else None,
        initial=initial,
        grid=version.grid,
        names=names,
        place=request.place,
    )
    context: dict[str, Any] = {"form": form, "version": version, "draft": version.line.published_at is None}
    if form.is_bound and form.is_valid():
        context |= _priced(request, form, version.grid if "grille" in request.GET else None)
    return show(request, "pricing/trial.html", context)


def _priced(request: PlaceRequest, form: TrialForm, grid: Grid | None) -> dict[str, Any]:
    """``grid`` is the version that one prepares; else the one of the day of use."""
    ask = form.ask(queries.kinds_by_resource(request.place))
    found = grid or queries.grid_of(request.place, on=form.cleaned_data["day"])
    price = rules.price_of(ask, found) if found else (rules.missing(),)
    if isinstance(price, Price):
        assert found is not None
        return {
            "price": price, "asked": ask, "beaten": _beaten(ask, found, price), "customer": form.cleaned_data["customer"],
            "category": named(price.category_fr, price.category_en), "days": _days(ask, request.place),
        }  # fmt: skip
    return {"reasons": [refusals.sentence(refusal) for refusal in price]}


def _days(ask: Ask, place: PlaceRef) -> str:
    """The day, or the first and the last."""
    days = [each.starts_at.astimezone(place.zone).date() for each in ask.intervals]
    first, last = formats.full_day(min(days)), formats.full_day(max(days))
    return first if first == last else _("from %(first)s to %(last)s") % {"first": first, "last": last}


def _beaten(ask: Ask, grid: Grid, price: Price) -> list[tuple[str, str]]:
    """What the same would cost by one unit alone, where that is more: the price that is shown beat it."""
    found = []
    for unit in reversed(rules.TIME_UNITS):
        only = tuple(each for each in grid.rates if each.unit is unit or each.thing.scope is rules.Scope.PRODUCT)
        other = rules.price_of(ask, replace(grid, rates=only))
        if isinstance(other, Price) and other.net_cents > price.net_cents:
            found.append((str(UNIT_NAMES[unit]), formats.money(other.net_cents)))
    return found


@dataclass(frozen=True)
class PublicRow:
    """A thing and a unit, and what each category pays for one, in cents; None where it is not sold."""

    unit: str
    prices: tuple[tuple[str, int | None, int | None], ...]


@dataclass(frozen=True)
class PublicBlock:
    name: str
    own: bool
    rows: tuple[PublicRow, ...]


def public(request: PlaceRequest) -> HttpResponse:
    """The price list in force, for everybody where the place wants it, else for who belongs there."""
    place, terms = request.place, queries.terms_of(request.place)
    target = Target(place.organisation_id, place.id)
    may = can(request.actor, "place.see_prices", target)
    grid = queries.grid_of(place, on=place.today(clock.now())) if terms.public or may else None
    if grid is None:
        raise Http404
    context = {
        "grid": grid,
        "taxed": bool(grid.vat.rate),
        "public": terms.public,
        "beside": queries.sold_beside(place),
        "categories": [named(each.name_fr, each.name_en) for each in grid.categories],
        "blocks": _blocks(grid, queries.priceable_things(place)),
        "periods": [(each, named(each.name_fr, each.name_en), period_words(each)) for each in grid.periods],
    }
    return render(request, "pricing/public.html", context)


def _blocks(grid: Grid, names: list[ThingName]) -> list[PublicBlock]:
    tariffs = [(category, Tariffs(grid, category.code)) for category in grid.categories]
    products = {product.code: product.vat for product in grid.products}
    blocks = []
    for name in names:
        vat = products.get(name.thing.code) or grid.vat if name.thing.scope is rules.Scope.PRODUCT else grid.vat
        by_category = [(named(c.name_fr, c.name_en), found.of(name.thing)) for c, found in tariffs]
        rows = tuple(
            PublicRow(str(UNIT_NAMES[unit]), tuple(_cell(title, sold, unit, vat) for title, sold in by_category))
            for unit in reversed(list(Unit))
            if any(unit in sold for _title, sold in by_category)
        )
        if rows:
            blocks.append(PublicBlock(thing_name(name), name.thing != rules.ANYTHING, rows))
    return blocks


def _cell(title: str, sold: dict[Unit, rules.Tariff], unit: Unit, vat: rules.Vat) -> tuple[str, int | None, int | None]:
    offer = sold[unit].offer(level=0, period=None) if unit in sold else None
    return (title, offer.cents, rules.with_vat(offer.cents, vat)) if offer else (title, None, None)
