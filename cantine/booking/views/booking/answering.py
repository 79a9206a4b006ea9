"""What was said yes to, booked; a refusal keeps everything that was typed."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cantine.booking import rules
from cantine.booking.commands import DateWish
from cantine.booking.forms import BookingForm
from cantine.booking.views import pricing, series, wanted
from cantine.booking.views.booking.confirming import confirm, form_for, in_dialog
from cantine.booking.views.lookup import is_htmx, status_of
from cantine.booking.views.offers import Offer as Proposed
from cantine.booking.views.offers import offers_instead, read_value
from cantine.core import clock
from cantine.core.authorization import Denied
from cantine.kernel import Interval, Refused
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.places.queries import ResourceCard


def take_answer(request: PlaceRequest, card: ResourceCard) -> HttpResponse:
    now = clock.now()
    if request.actor.person_id is None:
        raise Denied("booking.request", request.actor)
    form = form_for(request, card, data=request.POST)
    if is_htmx(request) and request.GET.get("part") == "price":
        form.is_valid()
        return pricing.price_part(request, card, form)
    listens = is_htmx(request) and request.GET.get("part") == "dates"
    if not form.is_valid():
        return HttpResponse("") if listens else confirm(request, card, form, status=422)
    if listens:
        judged = series.judge(request, card, form, owner=form.owner) if form.rrule else series.Judged(None)
        return series.preview(request, card, form, judged)
    _accept_rules(request, now)
    try:
        owner = wanted.owner_of(request, form, now=now)
    except Refused as refused:
        return confirm(request, card, form, refusals=refused.refusals, status=422)
    if form.rrule:
        return _book_series(request, card, form, owner)
    return _book_once(request, card, form, owner, now)


def _book_series(request: PlaceRequest, card: ResourceCard, form: BookingForm, owner: int | None) -> HttpResponse:
    judged = series.judge(request, card, form, owner=owner)
    if judged.plan is None or judged.refusals:
        return confirm(request, card, form, refusals=judged.refusals, status=422)
    return series.book_series(request, card, form, judged.plan, owner=owner)


def _book_once(
    request: PlaceRequest, card: ResourceCard, form: BookingForm, owner: int | None, now: datetime
) -> HttpResponse:
    """What the form says, or what was offered instead of it."""
    instead = read_value(request.POST.get("instead", ""))
    room = places.find_resource(place_id=request.place.id, slug=instead.resource) if instead else card
    interval = instead.interval if instead else form.cleaned_data["interval"]
    try:
        made = wanted.write(request, form, resource=room or card, dates=[DateWish(interval=interval)], owner=owner)
    except Refused as refused:
        offers = _instead(request, room or card, form, owner, interval, now)
        return confirm(request, card, form, refusals=refused.refusals, offers=offers, status=status_of(refused))
    told, date = wanted.told(made.state), made.dates[0].uuid
    if in_dialog(request):
        return render(request, "booking/booked.html", {"told": told, "date": date})
    messages.success(request, told)
    return redirect("booking:date", request.place.slug, date)


def _instead(
    request: PlaceRequest, card: ResourceCard, form: BookingForm, owner: int | None, interval: Interval, now: datetime
) -> list[Proposed]:
    details = form.details
    return offers_instead(
        actor=request.actor, place=request.place, resource=card, person_id=owner or request.actor.person_id, now=now,
        wish=rules.Wish(
            interval=interval, quantity=details.quantity, guests=details.guests, layout=details.layout,
            trial=details.trial,
        ),
    )  # fmt: skip


def _accept_rules(request: PlaceRequest, now: datetime) -> None:
    """The box "I accept the house rules" stands beside the refusal that asked for it."""
    version = request.POST.get("accept_house_rules", "")
    if version.isdecimal() and len(version) < 6 and request.actor.person_id is not None:
        from cantine.places import commands as place_commands

        place_commands.accept_house_rules(
            actor=request.actor,
            now=now,
            place=request.place,
            person_id=request.actor.person_id,
            version=int(version),
        )
