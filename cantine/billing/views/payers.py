"""How somebody is invoiced, written by the team."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from cantine.billing import commands, queries
from cantine.billing.commands import online
from cantine.billing.forms import PayerForm, attempt
from cantine.billing.queries import PayerCard
from cantine.billing.queries.online_mandates import codes_on
from cantine.billing.views.common import done, said
from cantine.core import clock
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest

FOR, BACK = "facture", "retour"


def payer(request: PlaceRequest, *, payer: UUID) -> HttpResponse:
    """Goes back to the draft that it was asked for."""
    card = _card(request, payer)
    organisations = [(int(key), name) for key, name in places.customer_names(place=request.place)]
    form = PayerForm(
        request.POST or None, card=card, today=request.place.today(clock.now()),
        organisations=sorted(organisations, key=lambda each: each[1]),
    )  # fmt: skip

    def write(read: PayerForm) -> None:
        commands.write_payer(
            **said(request), who=card.who, payer=read.payer, paid_by=read.payer_in_their_place,
            paid_from=read.paid_since,
        )  # fmt: skip

    draft = _draft(request)
    if request.method == "POST" and attempt(form, write):
        if draft is not None:
            return redirect("billing:invoice", request.place.slug, draft)
        if back := _back(request):
            messages.success(request, _("It is saved: it holds from the next document on."))
            return redirect(back)
        return done(request, _("It is saved: it holds from the next document on."), "billing:payer", payer)
    context = {
        "form": form, "card": card, "draft": draft, "debits": _debits(request),
        "inside": reverse("billing:invoices", args=[request.place.slug])
    }  # fmt: skip
    return render(request, "billing/payer.html", context, status=422 if form.errors else 200)


def of_person(request: PlaceRequest, *, contact: UUID) -> HttpResponse:
    """From the card of somebody at the place."""
    card = places.person_card(request.place, contact=contact, today=request.place.today(clock.now()))
    if card is None:
        raise Http404
    return redirect("billing:payer", request.place.slug, card.person.uuid)


def _debits(request: PlaceRequest) -> str:
    """The name of the provider that debits here, if one is on."""
    on = (online.provider_of(code) for code in codes_on(request.place.organisation_id))
    return next((each.name for each in on if each.debits), "")


def _draft(request: PlaceRequest) -> UUID | None:
    """The draft that waits for it."""
    try:
        return UUID(request.GET.get(FOR, ""))
    except ValueError:
        return None


def _back(request: PlaceRequest) -> str:
    """The page of this place from which one came, if the address says it."""
    asked = request.GET.get(BACK, "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith(f"/{request.place.slug}/")
    return asked if ours else ""


def _card(request: PlaceRequest, payer: UUID) -> PayerCard:
    who = queries.find_payer(place=request.place, uuid=payer)
    card = queries.payer_card(organisation_id=request.place.organisation_id, who=who) if who else None
    if card is None:
        raise Http404
    return card
