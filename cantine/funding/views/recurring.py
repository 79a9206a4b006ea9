"""Costs that come back: written, entered when their day comes, stopped."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.core import clock
from cantine.funding import commands
from cantine.funding.commands.wording import EVERY_NAMES, category_words, euros
from cantine.funding.forms import RecurringForm, attempt
from cantine.funding.queries.recurring import RecurringCard, recurring_of
from cantine.funding.rules.recurring import MONTHS
from cantine.funding.views.common import done, refused, said
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def recurring(request: PlaceRequest) -> HttpResponse:
    today = request.place.today(clock.now())
    form = RecurringForm(request.POST or None, initial={"first_day": today, "every": "month"})
    if request.method == "POST" and attempt(
        form,
        lambda it: commands.note_recurring(**said(request, recurring=it.recurring, key=it.cleaned_data["key"])),
    ):
        return done(request, _("It is written. It enters the costs when its day comes."), "funding:recurring")
    cards = recurring_of(request.place)
    running = [each for each in cards if each.next_day is not None]
    yearly = sum(each.recurring.spent.net_cents * 12 // MONTHS[each.recurring.every] for each in running)
    context = {
        "form": form, "rows": [_row(each, len(each.due(today))) for each in cards], "count": len(running),
        "monthly": euros(yearly // 12), "yearly": euros(yearly),
    }  # fmt: skip
    return render(request, "funding/recurring.html", context)


def enter(request: PlaceRequest, recurring: UUID) -> HttpResponse:
    """Those that are due today."""
    try:
        count = commands.enter_recurring(**said(request, recurring=recurring))
    except Refused as why:
        return refused(request, why, "funding:recurring")
    words = ngettext("%(number)s cost came in.", "%(number)s costs came in.", count) % {"number": formats.number(count)}
    return done(request, words if count else _("Every line was here already."), "funding:recurring")


def stop(request: PlaceRequest, recurring: UUID) -> HttpResponse:
    """After today."""
    try:
        commands.stop_recurring(**said(request, recurring=recurring, last_day=request.place.today(clock.now())))
    except Refused as why:
        return refused(request, why, "funding:recurring")
    return done(request, _("It comes no more. What is entered stays."), "funding:recurring")


def _row(each: RecurringCard, due: int) -> dict[str, Any]:
    spent = each.recurring.spent
    return {
        "uuid": each.uuid, "what": spent.what, "category": category_words(spent.category), "supplier": spent.supplier,
        "amount": formats.money(spent.net_cents), "every": EVERY_NAMES[each.recurring.every], "next": each.next_day,
        "until": each.recurring.last_day, "alone": each.recurring.alone, "due": due,
    }  # fmt: skip
