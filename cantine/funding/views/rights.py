"""Rights of use of a supporter: shown on the page of its grant or of its sponsorship, given on a page of their own."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.funding import commands, queries
from cantine.funding.commands.wording import euros
from cantine.funding.forms import RightForm, attempt
from cantine.funding.queries import support
from cantine.funding.queries.rights import RightCard
from cantine.funding.views.common import done, said
from cantine.funding.views.drawing import width
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def of_grant(request: PlaceRequest, grant: UUID) -> HttpResponse:
    card = queries.find_grant(request.place, uuid=grant)
    if card is None:
        raise Http404
    return _give(request, card.funder, "funding:grant", grant=grant)


def of_sponsor(request: PlaceRequest, sponsorship: UUID) -> HttpResponse:
    card = support.find_sponsorship(request.place, uuid=sponsorship, today=request.place.today(clock.now()))
    if card is None:
        raise Http404
    return _give(request, card.name, "funding:sponsor", sponsorship=sponsorship)


def shown(cards: list[RightCard]) -> list[dict[str, Any]]:
    return [
        {
            "allowance": each.allowance, "name": each.name, "days": formats.number(each.right.days.normalize()),
            "used": formats.number(each.used_days.normalize()), "worth": euros(each.cents) if each.cents else "",
            "first": each.right.first_day, "last": each.right.last_day,
            "width": width(int(each.used * 100), int(each.right.quantity * 100)),
        }
        for each in cards
    ]  # fmt: skip


def _give(request: PlaceRequest, name: str, route: str, **of: UUID) -> HttpResponse:
    today, customers = request.place.today(clock.now()), places.customer_names(place=request.place)
    form = RightForm(request.POST or None, customers=customers, today=today)
    (key,) = of.values()
    if request.method == "POST" and attempt(form, lambda it: commands.give_right(**said(request, **it.asked, **of))):
        return done(request, _("They may use them. Say now who of them does."), route, key)
    back = reverse(route, args=[request.place.slug, key])
    return render(
        request, "funding/right_new.html", {"form": form, "name": name, "back": back, "nobody": not customers}
    )
