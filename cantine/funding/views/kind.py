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
from cantine.funding.queries.support import GiftCard, given_in_kind
from cantine.funding.views.common import asked_year, done, said
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def in_kind(request: PlaceRequest) -> HttpResponse:
    today = request.place.today(clock.now())
    form = KindForm(request.POST or None, initial={"day": today})
    if request.method == "POST" and attempt(form, lambda it: commands.note_in_kind(**said(request, worth=it.worth))):
        return done(request, _("It is entered."), "funding:in_kind")
    year = asked_year(request, today)
    lines, gifts = in_kind_of(request.place, year=year), given_in_kind(request.place, year=year)
    address = reverse("funding:in_kind", args=[request.place.slug])
    context = {
        "form": form, "year": year, "rows": [_row(each) for each in lines], "gifts": [_gift(each) for each in gifts],
        "received": euros(
            sum(each.cents for each in lines if not each.worth.given) + sum(each.cents for each in gifts)
        ),
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


def _gift(each: GiftCard) -> dict[str, Any]:
    """A gift of a donor, entered with the others."""
    given = each.given
    return {
        "uuid": each.uuid, "name": given.donor.name, "what": given.what, "day": given.day, "method": given.valued_by,
        "amount": euros(each.cents),
    }  # fmt: skip
