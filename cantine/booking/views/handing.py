"""Whom a booking is for, corrected on a page of its own: the person by the team, the organisation by its person too."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.booking import commands
from cantine.booking.forms import HandForm, attempt
from cantine.booking.queries import DateCard
from cantine.booking.views.lookup import customers_for, found_date
from cantine.core import clock
from cantine.core.authorization import Target, can
from cantine.people import queries as persons
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


def hand(request: PlaceRequest, *, date: UUID) -> HttpResponse:
    """For all the dates of the booking that are not over; both persons are written to."""
    place, card = request.place, found_date(request, date)
    staff = can(request.actor, "booking.for_others", Target(place.organisation_id, place.id))
    customers = _choices(request, card, staff=staff)
    if not staff and not customers:
        raise Http404
    owner = persons.person_of(card.person_id) if card.person_id else None
    now = {
        "who": f"{owner.name} ({owner.email})" if owner and owner.email else "",
        "customer": str(card.customer_id or ""),
    }
    form = HandForm(request.POST or None, place=place, staff=staff, customers=customers, initial=now)
    if request.method == "POST" and attempt(form, lambda read: _hand(request, card, read)):
        handed = form.person_id is not None and form.person_id != card.person_id
        said = _("It is in their name: both are written to.") if handed else _("The booking is corrected.")
        messages.success(request, said)
        return redirect("booking:date", place.slug, date)
    context = {"date": card, "form": form, "when": formats.span(card, place.zone), "staff": staff}
    return render(request, "booking/hand.html", context, status=422 if form.errors else 200)


def _choices(request: PlaceRequest, card: DateCard, *, staff: bool) -> list[tuple[str, str]]:
    """Those the reader may name; the one that stands is among them, that it may stay."""
    found = dict(customers_for(request, staff=staff))
    if card.customer_id is not None:
        found.setdefault(str(card.customer_id), card.customer_name or "")
    return list(found.items())


def _hand(request: PlaceRequest, card: DateCard, form: HandForm) -> None:
    person_id = form.person_id if form.person_id is not None else card.person_id
    if person_id is None:
        raise Http404
    customer_id = form.customer_id if "customer" in form.fields else card.customer_id
    commands.hand_booking(
        actor=request.actor, now=clock.now(), place=request.place, date=card.uuid, person_id=person_id,
        customer_id=customer_id, override=bool(form.cleaned_data.get("override")),
    )  # fmt: skip
