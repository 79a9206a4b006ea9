"""Cheques in hand, the slips that bring them to the bank, and one slip to print."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cantine.accounting import queries
from cantine.accounting.commands import cheques as commands
from cantine.accounting.forms import attempt
from cantine.accounting.forms.cheques import SlipForm
from cantine.accounting.queries.cheques import Slip, cheques_in_hand, cheques_on, find_slip, slips_of
from cantine.accounting.views.common import done, refused, said, show
from cantine.core import clock
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def cheques(request: PlaceRequest) -> HttpResponse:
    """GET shows what is in hand and the slips; POST makes one of what is ticked."""
    held, made = cheques_in_hand(request.place), list[UUID]()
    form = SlipForm(request.POST or None, held=held, initial={"day": request.place.today(clock.now())})
    if request.method == "POST" and attempt(
        form,
        lambda it: made.append(commands.make_slip(**said(request), cheques=it.cheques, day=it.cleaned_data["day"])),
    ):
        return done(
            request, _("The slip is ready: print it, and bring it with the cheques."), "accounting:slip", made[0]
        )
    ticked = set(request.POST.getlist("cheque"))
    context = {
        "form": form, "total": formats.money(sum(each.cents for each in held)), "count": len(held),
        "held": [
            {
                "key": each.key, "name": each.name, "day": each.day, "amount": formats.money(each.cents), "entry": each.entry,
                "ticked": not request.POST or str(each.key) in ticked, "bank": request.POST.get(f"bank-{each.key}", ""),
            }
            for each in held
        ],
        "slips": [_slip(each) for each in slips_of(request.place)],
    }  # fmt: skip
    return show(request, "accounting/cheques.html", context, status=422 if form.errors else 200)


def slip(request: PlaceRequest, *, slip: UUID) -> HttpResponse:
    """To print: who brings, whose cheques, how much, and the total."""
    found = find_slip(request.place, uuid=slip)
    if found is None:
        raise Http404
    lines = [(each, formats.money(each.cents)) for each in cheques_on(slip)]
    return show(
        request, "accounting/slip.html", {**_slip(found), "lines": lines, "entity": queries.entity_of(request.place)}
    )


def drop(request: PlaceRequest, *, slip: UUID) -> HttpResponse:
    try:
        commands.drop_slip(**said(request), slip=slip)
    except Refused as why:
        return refused(request, why, "accounting:slip", slip)
    return done(request, _("Its cheques are in hand again."), "accounting:cheques")


def _slip(each: Slip) -> dict[str, Any]:
    return {
        "uuid": each.uuid, "number": each.number, "day": each.day, "amount": formats.money(each.cents), "count": each.count,
        "stands": _stands(each), "kind": "ok" if each.paid_in else "" if each.dropped_on else "info",
        "open": not each.paid_in and not each.dropped_on,
    }  # fmt: skip


def _stands(each: Slip) -> str:
    if each.dropped_on:
        return pgettext("cheque slip", "given up")
    return pgettext("cheque slip", "at the bank") if each.paid_in else pgettext("cheque slip", "expected")
