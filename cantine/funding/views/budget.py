"""The budget of a year beside what was done."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.funding import commands, queries
from cantine.funding.commands.wording import budget_words, euros
from cantine.funding.forms import BudgetForm, attempt
from cantine.funding.queries.budget import budget_of
from cantine.funding.rules.budget import COSTS, RESOURCES, Line, lines_of, total_of
from cantine.funding.views.common import done, said
from cantine.funding.views.drawing import shown, width
from cantine.places.policies import PlaceRequest


def budget(request: PlaceRequest, *, year: int) -> HttpResponse:
    known = budget_of(request.place, year=year)
    form = BudgetForm(request.POST or None, initial=known)
    if request.method == "POST" and attempt(
        form, lambda it: commands.set_budget(**said(request, year=year, amounts=it.amounts))
    ):
        return done(request, _("The budget is kept."), "funding:budget", year)
    mix = queries.economy_of(request.place, today=request.place.today(clock.now())).year(year).mix
    resources, costs = lines_of(known, mix, codes=RESOURCES), lines_of(known, mix, codes=COSTS)
    slug = request.place.slug
    context = {
        "form": form, "year": year, "known": bool(known),
        "resources": [_row(each) for each in resources], "costs": [_row(each) for each in costs],
        "all_resources": _row(total_of(resources)), "all_costs": _row(total_of(costs)),
        "previous": reverse("funding:budget", args=[slug, year - 1]), "following": reverse("funding:budget", args=[slug, year + 1]),
    }  # fmt: skip
    return render(request, "funding/budget.html", context)


def _row(each: Line) -> dict[str, Any]:
    return {
        "name": budget_words(each.code) if each.code else "", "budget": euros(each.budget_cents) if each.budget_cents else "",
        "actual": euros(each.actual_cents), "left": euros(each.left_cents) if each.budget_cents else "",
        "share": shown(each.share), "width": width(max(0, each.actual_cents), each.budget_cents),
    }  # fmt: skip
