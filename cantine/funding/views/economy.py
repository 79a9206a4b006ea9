"""The yearly mix, its figures to take away, and years that are entered by hand."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cantine.accounting.rules import Nature
from cantine.core import clock
from cantine.funding import commands, queries, rules
from cantine.funding.commands.wording import ACTIVITY_NAMES, SUPPORT_NAMES, category_words, euros
from cantine.funding.forms import YearForm, attempt
from cantine.funding.queries import Economy, YearOf
from cantine.funding.queries.economy import current_year
from cantine.funding.rules import Heading, Margin, Side
from cantine.funding.rules.threshold import gauge_of
from cantine.funding.views.common import done, said
from cantine.funding.views.drawing import bands, rows, shown, width
from cantine.places.policies import PlaceRequest
from cantine.pricing import queries as prices
from cantine.ui import formats
from cantine.ui.sheets import amount, sheet

MOST_YEARS = 8


def economy(request: PlaceRequest) -> HttpResponse:
    """Leads to the year that runs."""
    return redirect("funding:year", request.place.slug, request.place.today(clock.now()).year)


def year(request: PlaceRequest, *, year: int) -> HttpResponse:
    found = _read(request)
    return render(request, "funding/year.html", {**_year(request, found, year), **_around(request, found, year)})


def year_csv(request: PlaceRequest, *, year: int) -> HttpResponse:
    """Every figure of the page, by part, name, amount."""
    mix = _read(request).year(year).mix
    head = [_("Part"), _("Name"), _("Amount in euros")]
    lines = [
        *((_("Own revenue"), str(_activity(code)), cents) for code, cents in mix.activities.items()),
        *((_side(each), _support(each), cents) for each, cents in mix.supports.items()),
        *((_("Costs"), category_words(code), cents) for code, cents in mix.costs.items()),
        (_("In all"), _("Own revenue"), mix.own_cents), (_("In all"), _("Sponsors and gifts"), mix.private_cents),
        (_("In all"), _("Public money"), mix.public_cents), (_("In all"), _("Costs"), mix.costs_cents),
    ]  # fmt: skip
    return sheet(
        f"{request.place.slug}-economie-{year}.csv", head, [(*names, amount(cents)) for *names, cents in lines]
    )


def figures(request: PlaceRequest, *, year: int) -> HttpResponse:
    """The great figures of a year, by hand; what is there is proposed."""
    entered = _read(request).year(year).entered
    initial = {name: getattr(entered, name) for name in YearForm.base_fields} if entered else {}
    form = YearForm(request.POST or None, initial=initial)
    if "forget" in request.POST:
        commands.forget_year(**said(request, year=year))
        return done(request, _("The books of this year are read again."), "funding:year", year)
    if request.method == "POST" and attempt(
        form, lambda it: commands.enter_year(**said(request, year=year, entered=it.entered))
    ):
        return done(request, _("The figures of this year are kept."), "funding:year", year)
    return render(request, "funding/figures.html", {"form": form, "year": year, "entered": entered})


def _read(request: PlaceRequest) -> Economy:
    return queries.economy_of(request.place, today=request.place.today(clock.now()))


def _year(request: PlaceRequest, found: Economy, year: int) -> dict[str, Any]:
    """Money as words, shares as words, bars as attributes."""
    at = found.year(year)
    mix = at.mix
    paid = rules.paid_by_letting(at.margins)
    return {
        "year": year, "mix": mix, "at": at, "entity": found.entity,
        "of_resources": shown(mix.share_of_resources), "of_costs": shown(mix.share_of_costs),
        "sums": _sums(at), "result": euros(abs(mix.result_cents)), "loss": mix.result_cents < 0,
        "bands": bands(mix, (_("Own revenue"), _("Sponsors and gifts"), _("Public money"))),
        "activities": rows(((_activity(code), cents) for code, cents in mix.activities.items()), whole_cents=mix.own_cents),
        "supports": rows((_support(each), cents) for each, cents in mix.supports.items()),
        "costs": rows(((category_words(code), cents) for code, cents in mix.costs.items()), whole_cents=mix.costs_cents),
        "unbilled": euros(mix.unbilled_cents) if mix.unbilled_cents else "",
        "margins": [_margin(each) for each in at.margins if each.costs_cents],
        "paid": shown(paid) if paid is not None and paid < 1 else "", "pays_all": paid is not None and paid >= 1,
        **_gauge(request, found, at),
        "offered": euros(at.offered_cents) if at.offered_cents else "", "given": euros(at.given_cents) if at.given_cents else "",
    }  # fmt: skip


def _sums(at: YearOf) -> dict[str, str]:
    mix = at.mix
    return {
        "own": euros(mix.own_cents), "private": euros(mix.private_cents), "self": euros(mix.self_cents),
        "public": euros(mix.public_cents), "resources": euros(mix.resources_cents), "costs": euros(mix.costs_cents),
    }  # fmt: skip


def _gauge(request: PlaceRequest, found: Economy, at: YearOf) -> dict[str, Any]:
    """Of associations only, whose books are of civil years."""
    entity = found.entity
    if entity is None or entity.nature is not Nature.ASSOCIATION or entity.year_starts_month != 1:
        return {}
    gauge = gauge_of(at.mix, year=at.year)
    if gauge is None:
        return {}
    return {
        "gauge": gauge, "gauge_share": shown(gauge.share), "gauge_width": width(gauge.receipts_cents, gauge.threshold_cents),
        "charges_vat": gauge.passed and prices.terms_of(request.place).vat.rate > 0,
        "gauge_receipts": euros(gauge.receipts_cents), "gauge_threshold": euros(gauge.threshold_cents),
    }  # fmt: skip


def _margin(each: Margin) -> tuple[str, str, str, str]:
    return _activity(each.activity), euros(each.revenue_cents), euros(each.costs_cents), euros(each.cents)


def _around(request: PlaceRequest, found: Economy, year: int) -> dict[str, Any]:
    """The years that one compares with, La Cantine of 2009 last, and the pages beside."""
    slug = request.place.slug
    today = request.place.today(clock.now())
    running = current_year(request.place, found.entity, today)
    study = rules.LA_CANTINE.mix
    return {
        "until": formats.full_day(today) if year == running else "",
        "compared": [
            _compared(slug, each, each.year == year, formats.plain_day(today) if each.year == running else "")
            for each in found.years[:MOST_YEARS]
            if not each.mix.is_empty
        ],
        "study": {
            "resources": shown(study.share_of_resources), "costs": shown(study.share_of_costs),
            "printed": f"{rules.PRINTED_PERCENT}\u202f%", "self": euros(study.self_cents), "public": euros(study.public_cents),
            "spent": euros(study.costs_cents), "all": euros(study.resources_cents),
        },
        "previous": reverse("funding:year", args=[slug, year - 1]) if year > 1990 else "",
        "following": reverse("funding:year", args=[slug, year + 1]) if year < running else "",
    }  # fmt: skip


def _compared(slug: str, each: YearOf, here: bool, until: str) -> dict[str, Any]:
    """``until``: the day to which a year that runs is known."""
    return {
        "year": each.year, "href": reverse("funding:year", args=[slug, each.year]), "here": here, "until": until, **_sums(each),
        "of_resources": shown(each.mix.share_of_resources), "of_costs": shown(each.mix.share_of_costs),
    }  # fmt: skip


def _activity(code: str) -> str:
    return str(ACTIVITY_NAMES.get(code, ACTIVITY_NAMES[""]))


def _support(each: Heading) -> str:
    return str(SUPPORT_NAMES.get(each, pgettext("support", "Other")))


def _side(each: Heading) -> str:
    return _("Public money") if each.side is Side.PUBLIC else _("Sponsors and gifts")
