"""Booking in three taps: what, when, yes. The same addresses serve the mouse, the thumb and the keyboard."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cantine.booking import queries, rules
from cantine.booking.commands import DateWish
from cantine.booking.forms import BookingForm, interval_of
from cantine.booking.queries import free_starts
from cantine.booking.views import finding, pricing, series, wanted
from cantine.booking.views.lookup import customers_for, is_htmx, status_of
from cantine.booking.views.offers import Offer as Proposed
from cantine.booking.views.offers import offers_instead, read_value
from cantine.booking.views.planning import asked_day
from cantine.core import clock
from cantine.core import refusals as words
from cantine.core.authorization import Denied, Target, can
from cantine.kernel import Interval, Refusal, Refused
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.policies import PlaceRequest
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.ui import formats

LENGTHS = (30, 60, 90, 120, 180, 240, 480)


@dataclass(frozen=True)
class Offer:
    """A resource on the list of what can be booked, with its first free time that day."""

    card: ResourceCard
    href: str
    mode: str
    first: str


@dataclass(frozen=True)
class Start:
    """A time at which a booking of the chosen length can start."""

    clock: str
    href: str
    label: str


def choose(request: PlaceRequest) -> HttpResponse:
    """What can be booked here on a day, and from when."""
    now, place = clock.now(), request.place
    hours = places.hours_of(place)
    day = _day_to_book(request, hours, now)
    standing = places.standing_of(request.actor, place=place)
    every = [card for card in places.resource_cards(place_id=place.id) if card.shown_to(standing)]
    on_trial = any(card.offers_trial for card in every) and _has_a_trial_left(request)
    cards = [
        card
        for card in every
        if (card.access.mode_for(standing) is not place_rules.Mode.REFUSED or (on_trial and card.offers_trial))
        and not card.long_term
    ]
    free = free_starts(cards, hours=hours, day=day, lengths={card.id: _usual_length(card) for card in cards}, now=now)
    offers = []
    for card in cards:
        first = next(iter(free[card.id]), None)
        address = f"{reverse('booking:book', args=[place.slug, card.slug])}?jour={day}"
        mode = _mode(request, card)
        offers.append(Offer(card, address, mode, formats.clock(first.starts_at, place.zone) if first else ""))
    form = finding.find_form(request, day)
    asked = {"find": form, "found": finding.found(request, form)}
    context = {
        "offers": offers,
        "day": day,
        **asked,
        **_day_links(request, day, reverse("booking:choose", args=[place.slug])),
    }
    return render(request, "booking/choose.html", context)


def _day_to_book(request: PlaceRequest, hours: places.Hours, now: datetime, card: ResourceCard | None = None) -> date:
    """The day asked for; with none, today while the place is open or opens, else the next day that it does."""
    asked = asked_day(request)
    return (
        asked
        if {"jour", "date"} & request.GET.keys()
        else hours.next_open_day(asked, after=now, resource_id=card.id if card else None)
    )


def _usual_length(card: ResourceCard) -> timedelta:
    """An hour, or what comes nearest to it here."""
    return timedelta(minutes=max(card.shortest_minutes, min(60, card.longest_minutes or 60)))


def book(request: PlaceRequest, *, resource: str) -> HttpResponse:
    """Pick a time, then say yes; a refusal keeps everything that was typed."""
    card = places.find_resource(place_id=request.place.id, slug=resource)
    if card is None or not card.shown_to(places.standing_of(request.actor, place=request.place)):
        raise Http404
    if request.method == "POST":
        return _post(request, card)
    starts_at = _asked_start(request)
    if starts_at is None:
        return _pick(request, card)
    return _confirm(request, card, _form(request, card, initial=_initial(request, card, starts_at)))


def _pick(request: PlaceRequest, card: ResourceCard) -> HttpResponse:
    now, place = clock.now(), request.place
    hours = places.hours_of(place)
    day = _day_to_book(request, hours, now, card)
    minutes = _asked_length(request, card)
    address = reverse("booking:book", args=[place.slug, card.slug])
    free = free_starts([card], hours=hours, day=day, lengths={card.id: timedelta(minutes=minutes)}, now=now)
    starts = [_start(request, card, interval) for interval in free[card.id]]
    lengths = [
        {
            "words": formats.duration(length),
            "href": f"{address}?jour={day}&duree={length}",
            "current": length == minutes,
        }
        for length in LENGTHS
        if card.shortest_minutes <= length <= (card.longest_minutes or length)
    ]
    links = _day_links(request, day, address, duree=str(minutes))
    context = {"card": card, "starts": starts, "lengths": lengths, **links}
    return render(request, "booking/pick.html", context)


def _start(request: PlaceRequest, card: ResourceCard, interval: Interval) -> Start:
    zone = request.place.zone
    local, end = interval.starts_at.astimezone(zone), interval.ends_at.astimezone(zone)
    said = {"debut": f"{local:%Y-%m-%dT%H:%M}", "fin": f"{end:%H:%M}"}
    address = reverse("booking:book", args=[request.place.slug, card.slug])
    label = _("%(day)s, %(start)s, %(room)s, free") % {
        "day": formats.long_day(local.date()),
        "start": formats.hour(interval.starts_at, zone),
        "room": card.name,
    }
    return Start(formats.clock(interval.starts_at, zone), f"{address}?{urlencode(said)}", label)


MAIN_FIELDS = frozenset(
    ("day", "start", "end", "who", "enter", "title", "trial", "repeats", "until", "times", "hold_day", "hold_clock")
)


def _confirm(
    request: PlaceRequest,
    card: ResourceCard,
    form: BookingForm,
    *,
    refusals: tuple[Refusal, ...] = (),
    offers: Sequence[Proposed] = (),
    status: int = 200,
) -> HttpResponse:
    place = request.place
    interval = _typed(form, place)
    for_others = "who" in form.fields and bool(form["who"].value())
    may_override = "override" in form.fields and bool(refusals) and not rules.hard(refusals)
    main = MAIN_FIELDS | {"override"} if may_override else MAIN_FIELDS
    more = [field for field in form if field.name not in main]
    priced = pricing.price_said(request, card, form, interval)
    context = {
        "card": card,
        "form": form,
        "more": more,
        "more_open": any(field.errors for field in more),
        "staff": "who" in form.fields,
        "may_override": may_override,
        "unknown": form.unknown if form.is_bound else False,
        "hold_open": bool(form["hold_day"].value()) if "hold_day" in form.fields else False,
        "mode": _mode(request, card),
        "wait_for": _worth_waiting(form, refusals),
        "resource": card,
        "reasons": [words.sentence(refusal) for refusal in refusals],
        "offers": offers,
        "house_rules": None if for_others else _rules_to_accept(request, card, refusals),
        "when": formats.span(interval, place.zone) if interval and not request.actor.person_id else "",
        "terms": [_terms(place, interval), *pricing.terms_said(priced)],
        "said": priced,
        "signed_in": request.actor.person_id is not None,
        "period": formats.span(interval, place.zone) if interval else "",
        "next": _start(request, card, interval).href if interval and _in_dialog(request) else request.get_full_path(),
    }
    template = "booking/book_dialog.html" if _in_dialog(request) else "booking/confirm.html"
    return render(request, template, context, status=status)


def _in_dialog(request: PlaceRequest) -> bool:
    """Whether the planning asks, from its own page: a few words, and the board stays under the eyes."""
    return is_htmx(request) and request.GET.get("part") == "dialog"


def _rules_to_accept(
    request: PlaceRequest, card: ResourceCard, refusals: tuple[Refusal, ...]
) -> places.HouseRulesInForce | None:
    """The house rules, for who has not accepted them yet: read before the first try rather than after it."""
    person = request.actor.person_id
    if person is None or not card.needs_house_rules:
        return None
    papers = places.papers_of(request.place, person_id=person)
    asked = any(refusal.code == "house_rules_to_accept" for refusal in refusals)
    wanted = asked or papers.accepted < papers.house_rules
    return places.house_rules_in_force(place_id=request.place.id) if wanted else None


def _typed(form: BookingForm, place: PlaceRef) -> Interval | None:
    """The time that the form shows, once it makes sense."""
    if form.is_bound:
        typed: Interval | None = form.cleaned_data.get("interval")
        return typed
    said = form.initial
    return interval_of(said["day"], said["start"], said["end"], timezone=place.timezone) if "day" in said else None


def _terms(place: PlaceRef, interval: Interval | None) -> str:
    delay = formats.duration(place.free_cancellation_hours * 60)
    if interval and interval.starts_at - timedelta(hours=place.free_cancellation_hours) <= clock.now():
        return _("It begins in less than %(delay)s: free to cancel during ten minutes after booking.") % {
            "delay": delay
        }
    return _("Free to cancel until %(delay)s before, and ten minutes after booking.") % {"delay": delay}


def _post(request: PlaceRequest, card: ResourceCard) -> HttpResponse:
    now = clock.now()
    if request.actor.person_id is None:
        raise Denied("booking.request", request.actor)
    form = _form(request, card, data=request.POST)
    if is_htmx(request) and request.GET.get("part") == "price":
        form.is_valid()
        return pricing.price_part(request, card, form)
    listens = is_htmx(request) and request.GET.get("part") == "dates"
    if not form.is_valid():
        return HttpResponse("") if listens else _confirm(request, card, form, status=422)
    if listens:
        judged = series.judge(request, card, form, owner=form.owner) if form.rrule else series.Judged(None)
        return series.preview(request, card, form, judged)
    _accept_rules(request, now)
    try:
        owner = wanted.owner_of(request, form, now=now)
    except Refused as refused:
        return _confirm(request, card, form, refusals=refused.refusals, status=422)
    if form.rrule:
        return _book_series(request, card, form, owner)
    return _book_once(request, card, form, owner, now)


def _book_series(request: PlaceRequest, card: ResourceCard, form: BookingForm, owner: int | None) -> HttpResponse:
    judged = series.judge(request, card, form, owner=owner)
    if judged.plan is None or judged.refusals:
        return _confirm(request, card, form, refusals=judged.refusals, status=422)
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
        return _confirm(request, card, form, refusals=refused.refusals, offers=offers, status=status_of(refused))
    told, date = wanted.told(made.state), made.dates[0].uuid
    if _in_dialog(request):
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


def _worth_waiting(form: BookingForm, refusals: tuple[Refusal, ...]) -> Interval | None:
    """The time to wait for, when nothing but somebody else stands against it."""
    if not refusals or any(refusal.code not in rules.WAITABLE for refusal in refusals):
        return None
    interval = form.cleaned_data.get("interval")
    return interval if isinstance(interval, Interval) else None


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


def _form(request: PlaceRequest, card: ResourceCard, **kwargs: Any) -> BookingForm:
    target = Target(request.place.organisation_id, request.place.id)
    staff = can(request.actor, "booking.for_others", target)
    customers = customers_for(request, staff=staff)
    tries = _tries(request, card)
    return BookingForm(place=request.place, resource=card, staff=staff, tries=tries, customers=customers, **kwargs)


def _tries(request: PlaceRequest, card: ResourceCard) -> bool:
    return card.offers_trial and _has_a_trial_left(request)


def _has_a_trial_left(request: PlaceRequest) -> bool:
    """Somebody who is no member, and has not had their trial day."""
    person, place = request.actor.person_id, request.place
    standing = places.standing_of(request.actor, place=place)
    if person is None or standing.reaches(place_rules.Standing.MEMBER):
        return False
    return not queries.trial_used(place=place, person_id=person)


def _mode(request: PlaceRequest, card: ResourceCard) -> str:
    """How one would get it; what only a trial day opens is booked at once or asked for, as a member would."""
    mode = card.access.mode_for(places.standing_of(request.actor, place=request.place))
    if mode is place_rules.Mode.REFUSED:
        mode = card.access.mode_for(place_rules.Standing.MEMBER)
    return mode.value


def _initial(request: PlaceRequest, card: ResourceCard, starts_at: datetime) -> dict[str, Any]:
    ends = request.GET.get("fin", "")
    end = (starts_at + _usual_length(card)).time()
    if len(ends) == 5:
        with suppress(ValueError):
            end = datetime.strptime(ends, "%H:%M").time()  # noqa: DTZ007  a wall-clock hour
    who = request.GET.get("pour", "")[:200]
    return {"day": starts_at.date(), "start": starts_at.time(), "end": end, "quantity": 1, "guests": 0, "who": who}


def _asked_start(request: PlaceRequest) -> datetime | None:
    """``?debut=2026-04-14T13:30``, on the clock of the place; None when absent or no date."""
    try:
        return datetime.strptime(request.GET.get("debut", "")[:16], "%Y-%m-%dT%H:%M")  # noqa: DTZ007  wall clock
    except ValueError:
        return None


def _asked_length(request: PlaceRequest, card: ResourceCard) -> int:
    asked = request.GET.get("duree", "")
    minutes = int(asked) if asked.isdecimal() and len(asked) < 6 else 60
    return max(card.shortest_minutes, min(minutes, card.longest_minutes or minutes))


def _day_links(request: PlaceRequest, day: date, address: str, **said: str) -> dict[str, str]:
    more = f"&{urlencode(said)}" if said else ""
    return {
        "title": formats.long_day(day),
        "here": address,
        "today": f"{address}?jour={request.place.today(clock.now())}{more}",
        "previous": f"{address}?jour={day - timedelta(days=1)}{more}",
        "next": f"{address}?jour={day + timedelta(days=1)}{more}",
        "date": day.isoformat(),
    }
