"""Secret calendar addresses: the file that calendars read, and the pages that make and close them."""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cantine.booking import commands, queries
from cantine.booking.commands import MadeFeed
from cantine.booking.forms import FeedForm
from cantine.booking.queries import FeedLine
from cantine.booking.rules import ical
from cantine.core import clock, rates, scoping
from cantine.core.actor import system
from cantine.core.authorization import Target, can
from cantine.core.routes import actor_on
from cantine.people import queries as persons
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.places.queries import PlaceRef
from cantine.ui import formats

FAILURES = rates.Limit("feed_failures", 30, 3600)
READER = system("booking.feeds")


def read(request: HttpRequest, *, token: str) -> HttpResponse:
    """The calendar behind a secret; 404 once it is closed, or its maker lost the right to what it shows."""
    now = clock.now()
    feed = queries.feed_of_secret(token)
    maker = persons.person_of(feed.made_by_id) if feed else None
    if feed is None or maker is None or not maker.email or not _may_still(feed, now):
        rates.spend(FAILURES, rates.network_on(request), now=now)
        raise Http404
    with scoping.unscoped("a secret address crosses the places of its person, or opens one of them"):
        refs = _places_of(feed)
        with translation.override(maker.language):
            entries = queries.entries_of(feed, now=now, busy=_("Busy"), place_of=refs)
            text = ical.calendar_text(entries, name=_title(feed, refs))
        if feed.last_read_at is None or feed.last_read_at < now - timedelta(hours=1):
            commands.note_feed_read(actor=READER, now=now, feed_id=feed.id)
    return _file(request, text)


def mine(request: HttpRequest) -> HttpResponse:
    """My addresses: make one, see it once, close one."""
    actor, now = actor_on(request), clock.now()
    assert actor.person_id is not None
    form, made = FeedForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = commands.make_own_feed(actor=actor, now=now, detail=said["detail"], name=said["name"])
    lines = queries.own_feeds(person_id=actor.person_id)
    return _page(request, "booking/feeds/mine.html", form, made, lines)


def close_mine(request: HttpRequest, *, feed: UUID) -> HttpResponse:
    commands.revoke_own_feed(actor=actor_on(request), now=clock.now(), feed=feed)
    messages.success(request, _("It is closed: nothing reads it any more."))
    return redirect("booking:my_feeds")


def of_place(request: PlaceRequest) -> HttpResponse:
    """The addresses of the place and of its rooms."""
    rooms = places.resource_cards(place_id=request.place.id)
    form, made = FeedForm(request.POST or None, rooms=rooms), None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        room = next((card for card in rooms if card.slug == said["resource"]), None)
        made = commands.make_place_feed(
            actor=request.actor,
            now=clock.now(),
            place=request.place,
            resource=room,
            detail=said["detail"],
            name=said["name"],
        )
    lines = queries.place_feeds(place_id=request.place.id)
    return _page(request, "booking/feeds/place.html", form, made, lines, request.place)


def close_of_place(request: PlaceRequest, *, feed: UUID) -> HttpResponse:
    commands.revoke_place_feed(actor=request.actor, now=clock.now(), place=request.place, feed=feed)
    messages.success(request, _("It is closed: nothing reads it any more."))
    return redirect("booking:place_feeds", request.place.slug)


def _may_still(feed: FeedLine, now: datetime) -> bool:
    """What its maker may see today, not what they could when they made it."""
    if feed.kind == "person" or feed.organisation_id is None:
        return True
    actor = places.actor_of(person_id=feed.made_by_id, now=now)
    return can(actor, "booking.make_place_feed", Target(feed.organisation_id, feed.place_id))


def _places_of(feed: FeedLine) -> dict[int, PlaceRef]:
    ids = [feed.place_id] if feed.place_id else queries.places_with_dates_of(person_id=feed.made_by_id)
    return places.place_refs(ids=ids)


def _title(feed: FeedLine, refs: dict[int, PlaceRef]) -> str:
    place = refs.get(feed.place_id or 0)
    if place is None:
        return feed.name or _("My bookings")
    return feed.name or (f"{feed.resource_name}, {place.name}" if feed.resource_name else place.name)


def _file(request: HttpRequest, text: str) -> HttpResponse:
    body = text.encode()
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    known = tag in request.headers.get("If-None-Match", "")
    response = HttpResponseNotModified() if known else HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _addresses(made: MadeFeed) -> dict[str, str]:
    """To be copied; and the same in the scheme that a phone or a computer opens in its own calendar."""
    address = f"{settings.PUBLIC_URL}{reverse('booking:feed', args=[made.secret])}"
    return {"address": address, "subscribe": f"webcal:{address.partition(':')[2]}"}


def _page(
    request: HttpRequest,
    template: str,
    form: FeedForm,
    made: MadeFeed | None,
    lines: list[FeedLine],
    place: PlaceRef | None = None,
) -> HttpResponse:
    zone = place.zone if place else "Europe/Paris"
    context = {
        "form": FeedForm(rooms=form.rooms) if made else form,
        **(_addresses(made) if made else {}),
        "feeds": [
            {"line": line, "read": formats.moment(line.last_read_at, zone) if line.last_read_at else ""}
            for line in lines
        ],
    }
    return render(request, template, context)
