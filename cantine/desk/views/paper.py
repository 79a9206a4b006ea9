"""A yes that came on paper or by mail, noted by the team."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.billing.rules import Stage
from cantine.core import clock
from cantine.desk import commands
from cantine.desk.forms import PaperForm, attempt
from cantine.desk.views.common import done, said
from cantine.desk.views.quote import option_rows, quote_at
from cantine.places.policies import PlaceRequest


def note(request: PlaceRequest, *, offer: UUID) -> HttpResponse:
    """GET shows what is to be said of it; POST notes it: rooms are booked and the deposit leaves, as from the link."""
    found = quote_at(request, offer)
    if found.card.state is not Stage.SENT:
        raise Http404
    initial = {"said_on": request.place.today(clock.now()), "name": found.card.payer_name}
    offered = [each.part for each in found.frozen.options]
    form = PaperForm(request.POST or None, request.FILES or None, offered=offered, initial=initial)

    def act(read: PaperForm) -> None:
        told = {"name": read.cleaned_data["name"], "chosen": read.cleaned_data["options"], "answer": read.answer}
        commands.note_acceptance(**said(request), quote=offer, **told)

    if request.method == "POST" and attempt(form, act):
        return done(request, _("It is noted: its rooms are booked, and its deposit leaves."), "desk:quote", offer)
    context = {
        "card": found.card, "form": form, "options": option_rows(found.frozen, request.POST.getlist("options")),
        "inside": reverse("desk:quotes", args=[request.place.slug]),
    }  # fmt: skip
    return render(request, "desk/paper.html", context, status=422 if form.errors else 200)
