"""What was invoiced and changed since: told beside what is owed, and given back in one press where it asks for less."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.billing import commands, queries, rules
from cantine.billing.queries import Moved
from cantine.billing.views.common import said
from cantine.core.refusals import sentence
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def moved_since(request: PlaceRequest) -> dict[str, Any]:
    """The lines, and how much less those that ask for less ask for; one statement."""
    found = queries.moved_since(request.place)
    less = [each for each in found if each.asks_less]
    return {
        "moved": [_moved(request, each) for each in found],
        "less": formats.money(sum(each.left_cents - each.asked_cents for each in less)),
        "fewer": len({each.invoice for each in less}),
    }


def credit(request: PlaceRequest) -> HttpResponse:
    """What was invoiced and asks for less since is given back, a credit note each document."""
    made, wrong = commands.credit_moved(**said(request))
    if made:
        words = ngettext("%(number)s credit note is issued.", "%(number)s credit notes are issued.", len(made))
        messages.success(
            request, words % {"number": len(made)} + " " + _("What is still owed is here again, to be invoiced.")
        )
    for each in wrong:
        messages.error(request, sentence(each))
    return redirect("billing:owed", request.place.slug)


def _moved(request: PlaceRequest, each: Moved) -> dict[str, Any]:
    """With the credit note that gives its lines back, ready to be read."""
    lines = ",".join(map(str, each.lines))
    credit = reverse("billing:credit", args=[request.place.slug, each.invoice])
    return {
        "name": each.charge.name, "payer": each.payer_name, "reference": each.reference,
        "day": formats.long_day(each.charge.day), "invoiced": formats.money(each.left_cents),
        "asked": formats.money(each.asked_cents), "credit": f"{credit}?lignes={lines}&ensuite={rules.Afterwards.AGAIN}",
        "invoice": reverse("billing:invoice", args=[request.place.slug, each.invoice]),
    }  # fmt: skip
