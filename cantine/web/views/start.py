"""Where one lands after signing in: who runs a place, on what there is to do there today; who keeps its money, on its money;
anybody else, on their own page, which is one press away for all."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.core.authorization import Target, can
from cantine.core.routes import actor_on
from cantine.kernel import folded
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.ui import formats
from cantine.web.queries.money import MoneyToday, money_today

LANDINGS = (("booking.see_all", "booking:today"), ("books.post", "web:money"))


def start(request: HttpRequest) -> HttpResponse:
    """The first of their places, by name, that they run; else the first whose money they keep."""
    actor = actor_on(request)
    ids = {grant.place_id for grant in actor.grants if grant.place_id}
    refs = sorted(places.place_refs(ids=ids).values(), key=lambda each: folded(each.name)) if ids else []
    for action, route in LANDINGS:
        for place in refs:
            if can(actor, action, Target(place.organisation_id, place.id)):
                return redirect(route, place.slug)
    return redirect("web:me")


def money(request: PlaceRequest) -> HttpResponse:
    """What there is, and what waits for whoever keeps the money of a place."""
    today = request.place.today(clock.now())
    found = money_today(request.place, today=today)
    context = {
        "today": formats.long_day(today), "held": formats.money(found.held_cents) if found.held_cents is not None else "",
        "waits": _waits(found, request.place.slug), "until": formats.full_day(today.replace(day=1) - timedelta(days=1)),
    }  # fmt: skip
    return render(request, "web/money.html", context)


def _waits(found: MoneyToday, slug: str) -> list[tuple[str, str, str]]:
    """Each with its address and a sum, where there is one; what is at nothing is left out."""
    lines = [
        (found.to_match, _("Lines of the bank to match"), "billing:bank", found.to_match_cents),
        (found.late, _("Late invoices"), "billing:reminders", found.late_cents),
        (found.to_bill, _("Customers to invoice"), "billing:owed", found.to_bill_cents),
        (int(found.to_pay_cents > 0), _("Costs to pay"), "funding:costs", found.to_pay_cents),
    ]
    return [
        (
            reverse(route, args=[slug]),
            f"{words} · {formats.number(count)}" if count > 1 else words,
            formats.money(cents),
        )
        for count, words, route, cents in lines
        if count
    ]
