"""What is given in kind, in a year: entered and read on one page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.funding import commands
from cantine.funding.commands.wording import SORT_NAMES, euros
from cantine.funding.forms import KindForm, attempt
from cantine.funding.queries.kind import KindLine, in_kind_of
from cantine.funding.views.common import done, said
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def in_kind(request: PlaceRequest) -> HttpResponse:
    today = request.place.today(clock.now())
    form = KindForm(request.POST or None, initial={"day": today})
    if request.method == "POST" and attempt(form, lambda it: commands.note_in_kind(**said(request, worth=it.worth))):
        return done(request, _("It is entered."), "funding:in_kind")
    asked = request.GET.get("annee", "")
    year = int(asked) if asked.isdecimal() and 1990 <= int(asked) <= today.year else today.year
    lines = in_kind_of(request.place, year=year)
    address = reverse("funding:in_kind", args=[request.place.slug])
    context = {
        "form": form, "year": year, "rows": [_row(each) for each in lines],
        "received": euros(sum(each.cents for each in lines if not each.worth.given)),
        "given": euros(sum(each.cents for each in lines if each.worth.given)),
        "previous": f"{address}?annee={year - 1}", "following": f"{address}?annee={year + 1}" if year < today.year else "",
    }  # fmt: skip
    return render(request, "funding/in_kind.html", context)


def _row(each: KindLine) -> dict[str, Any]:
    worth = each.worth
    return {
        "what": worth.what, "day": worth.day, "sort": SORT_NAMES[worth.sort], "given": worth.given, "method": worth.method,
        "amount": euros(each.cents), "count": f"{formats.number(worth.quantity.normalize())} × {formats.money(worth.unit_cents)}",
    }  # fmt: skip
