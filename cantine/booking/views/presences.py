"""Who is here and who came, for the team at the door."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.booking import commands, queries, rules
from cantine.booking.forms import HeadcountForm, VisitForm
from cantine.booking.views.planning import asked_day
from cantine.booking.views.visit_words import how_words
from cantine.core import clock
from cantine.core import refusals as words
from cantine.kernel import Refused
from cantine.memberships import queries as rights
from cantine.memberships.commands.wording import Left, left_of
from cantine.memberships.rules import Use
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.ui import formats
from cantine.ui.sheets import sheet


def show(request: PlaceRequest) -> HttpResponse:
    """Here now, and the list of a day."""
    now, place, day = clock.now(), request.place, asked_day(request)
    visits = queries.visits_between(place_id=place.id, first_day=day, last_day=day)
    here = queries.people_here(place_id=place.id)
    attendance = rules.attendance_of((card.presence for card in visits), now=now)
    address = reverse("booking:presences", args=[place.slug])
    sought = request.GET.get("qui", "")
    context = {
        "here": [card for card in here if card.person_id],
        "guests": sum(card.count for card in here if not card.person_id),
        "here_count": sum(card.count for card in here),
        "attendance": attendance,
        "crowd": queries.crowd_now(place, now=now),
        "visits": [
            {"card": card, "how": how_words(card.how), "headcount": card.how == rules.How.HEADCOUNT} for card in visits
        ],
        "sought": sought,
        "found": places.contacts_named(place=place, text=sought),
        "headcount": HeadcountForm(initial={"count": attendance.headcount}),
        "day": day,
        "is_today": day == place.today(now),
        "key": uuid4(),
        "address": address,
        "previous": f"{address}?jour={day - rules.A_DAY}",
        "next": f"{address}?jour={day + rules.A_DAY}",
    }
    return render(request, "booking/visits/presences.html", context)


def arrive(request: PlaceRequest) -> HttpResponse:
    """Somebody the place knows is here."""
    now, place = clock.now(), request.place
    person_id = _person(request)
    commands.check_in(actor=request.actor, now=now, place=place, person_id=person_id)
    messages.success(request, _("Noted: here since %(hour)s.") % {"hour": formats.hour(now, place.zone)})
    for left in _seats_left(request, person_id, now):
        messages.info(
            request, _("%(name)s: %(left)s left.") % {"name": left.name, "left": f"{left.number} {left.unit}"}
        )
    return _back(request)


def _seats_left(request: PlaceRequest, person_id: int, now: datetime) -> list[Left]:
    """What their plan or their passes still pay for, as the visit begins."""
    place = request.place
    lines = rights.allowances_of(
        organisation_ids=[place.organisation_id], person_id=person_id, day=place.today(now), place_id=place.id
    )
    return left_of([line for line in lines if line.use is Use.SEAT])


def leave(request: PlaceRequest, *, visit: UUID) -> HttpResponse:
    """Somebody left."""
    now, place = clock.now(), request.place
    card = queries.find_visit(visit, place_id=place.id)
    if card is None or card.person_id is None:
        raise Http404
    commands.check_out(actor=request.actor, now=now, place=place, person_id=card.person_id)
    messages.success(request, _("Noted: left at %(hour)s.") % {"hour": formats.hour(now, place.zone)})
    return redirect("booking:presences", place.slug)


def guests(request: PlaceRequest) -> HttpResponse:
    """A guest more, or one less."""
    now, place = clock.now(), request.place
    if request.POST.get("move") == "out":
        commands.let_guests_go(actor=request.actor, now=now, place=place)
    else:
        key = None
        with suppress(ValueError):
            key = UUID(request.POST.get("key", ""))
        commands.count_guests(actor=request.actor, now=now, place=place, key=key)
    return _back(request)


def headcount(request: PlaceRequest) -> HttpResponse:
    """One number for the day; it closes the day when it is today's and the box says so."""
    now, place, day = clock.now(), request.place, asked_day(request)
    form = HeadcountForm(request.POST)
    if form.is_valid():
        commands.take_headcount(actor=request.actor, now=now, place=place, day=day, count=form.cleaned_data["count"])
        messages.success(request, _("The day’s number is written."))
        if form.cleaned_data["close"] and day == place.today(now):
            gone = commands.close_day(actor=request.actor, now=now, place=place, closed_at=now)
            said = ngettext("%(count)s person was checked out.", "%(count)s people were checked out.", gone)
            messages.success(request, said % {"count": gone})
    else:
        messages.error(request, _("Write a whole number, 0 or more."))
    return redirect(f"{reverse('booking:presences', args=[place.slug])}?jour={day}")


def correct(request: PlaceRequest, *, visit: UUID) -> HttpResponse:
    """Give a visit its true hours, or take it out."""
    card = queries.find_visit(visit, place_id=request.place.id)
    if card is None:
        raise Http404
    zone = request.place.zone
    initial = {
        "arrived_at": card.arrived_at.astimezone(zone),
        "left_at": card.left_at and card.left_at.astimezone(zone),
    }
    form = VisitForm(request.POST or None, initial=initial)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            done = _corrected(request, visit, form)
        except Refused as refused:
            done, reasons = None, [words.sentence(refusal) for refusal in refused.refusals]
        if done is not None:
            return done
    context = {
        "visit": card, "form": form, "reasons": reasons,
        "who": card.name or _("Guests"), "how": how_words(card.how),
    }  # fmt: skip
    return render(request, "booking/visits/correct.html", context, status=422 if reasons or form.errors else 200)


def download(request: PlaceRequest) -> HttpResponse:
    """A day's list as a file."""
    place, day = request.place, asked_day(request)
    cards = queries.visits_between(place_id=place.id, first_day=day, last_day=day)
    head = [_("Day"), _("Name"), _("Arrived"), _("Left"), _("People"), _("Known by"), _("Room")]
    rows = [
        (
            formats.plain_day(card.day), card.name, formats.clock(card.arrived_at, place.zone),
            formats.clock(card.left_at, place.zone) if card.left_at else "", card.count, str(how_words(card.how)),
            card.resource,
        )
        for card in cards
    ]  # fmt: skip
    return sheet(f"{place.slug}-{day}.csv", head, rows)


def _corrected(request: PlaceRequest, visit: UUID, form: VisitForm) -> HttpResponse | None:
    now, place = clock.now(), request.place
    if "remove" in request.POST:
        commands.remove_visit(actor=request.actor, now=now, place=place, visit=visit)
        messages.success(request, _("The visit is taken out."))
    elif form.is_valid():
        arrived_at: datetime = form.cleaned_data["arrived_at"]
        commands.correct_visit(
            actor=request.actor, now=now, place=place, visit=visit, arrived_at=arrived_at,
            left_at=form.cleaned_data["left_at"],
        )  # fmt: skip
        messages.success(request, _("The visit is corrected."))
    else:
        return None
    return redirect("booking:presences", place.slug)


def _back(request: PlaceRequest) -> HttpResponse:
    """To the page whose button it was."""
    name = "booking:today" if request.POST.get("back") == "today" else "booking:presences"
    return redirect(name, request.place.slug)


def _person(request: PlaceRequest) -> int:
    """The person named in the form, if the place knows them; anybody else is not found."""
    person_id = None
    with suppress(ValueError):
        person_id = places.known_person(place=request.place, uuid=UUID(request.POST.get("person", "")))
    if person_id is None:
        raise Http404
    return person_id
