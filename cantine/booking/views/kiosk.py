"""The tablet at the door. It has no account: it holds a cookie of its own, and does what a door does."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.booking import commands, queries, rules
from cantine.booking.forms import ClosingForm
from cantine.booking.policies import COOKIE, DeviceRequest
from cantine.booking.queries import passes
from cantine.booking.views import planning as plannings
from cantine.core import clock, rates, scoping
from cantine.core import refusals as words
from cantine.core.rates import Limit
from cantine.core.routes import actor_on
from cantine.kernel import Refusal, Refused
from cantine.people import queries as persons
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.ui import formats

PAIRING = Limit("kiosk.pair", 20, 3600)
CODES = Limit("kiosk.code", 30, 300)
OPENING = Limit("kiosk.opening", 10, 900)
TEN_YEARS = 10 * 365 * 24 * 3600


def pair(request: HttpRequest, *, secret: str) -> HttpResponse:
    """A link is often fetched by what previews it, so that only the button uses it up."""
    if request.method != "POST":
        return render(request, "booking/visits/pair.html")
    now = clock.now()
    rates.spend(PAIRING, rates.network_on(request), now=now)
    with scoping.unscoped("a tablet has no tenancy before it is paired"):
        cookie = commands.pair_device(actor=actor_on(request), now=now, pairing=secret)
    answer = redirect("booking:kiosk")
    answer.set_cookie(
        COOKIE, cookie, max_age=TEN_YEARS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return answer


def home(request: DeviceRequest) -> HttpResponse:
    """Who is here, and the ways to say that one is."""
    return _home(request)


def planning(request: DeviceRequest) -> HttpResponse:
    """The wall of today, with a way back."""
    return plannings.wall(request)


def arrive(request: DeviceRequest) -> HttpResponse:
    """By what a QR says, by the six characters under it, or by one's initials."""
    now, place = clock.now(), request.place
    rates.spend(CODES, str(request.device.id), now=now)
    said = request.POST.get("code", "")
    try:
        person_id, how = _bearer(request, said)
    except Refused as refused:
        return _home(request, reasons=_sentences(refused), status=422)
    since = _here_since(request, person_id)
    if since is not None:
        context = {"since": since, "token": passes.pass_of(person_id, now=now)}
        return render(request, "booking/visits/kiosk_leave.html", context)
    commands.check_in(
        actor=request.actor, now=now, place=place, person_id=person_id, how=how, device_id=request.device.id
    )
    messages.success(request, _("Welcome. It is %(hour)s, you are here.") % {"hour": formats.hour(now, place.zone)})
    return redirect("booking:kiosk")


def leave(request: DeviceRequest) -> HttpResponse:
    """The one who just showed a code leaves."""
    now = clock.now()
    person_id = passes.bearer_of(request.POST.get("token", ""), now=now)
    if person_id is None:
        return _home(request, reasons=[words.sentence(Refusal("pass_unknown"))], status=422)
    commands.check_out(actor=request.actor, now=now, place=request.place, person_id=person_id)
    messages.success(request, _("Goodbye, and see you soon."))
    return redirect("booking:kiosk")


def guest(request: DeviceRequest) -> HttpResponse:
    """One guest more; the key of the page makes one press one guest."""
    now, key = clock.now(), None
    with suppress(ValueError):
        key = UUID(request.POST.get("key", ""))
    if request.POST.get("move") == "out":
        commands.let_guests_go(actor=request.actor, now=now, place=request.place, how=rules.How.KIOSK)
    else:
        commands.count_guests(
            actor=request.actor, now=now, place=request.place, key=key, how=rules.How.KIOSK, device_id=request.device.id
        )
        messages.success(request, _("Welcome: one more at the counter."))
    return redirect("booking:kiosk")


def opening(request: DeviceRequest) -> HttpResponse:
    """The day is opened, and closed, with the code of somebody of the team."""
    now, place = clock.now(), request.place
    state = queries.day_state(place_id=place.id, day=place.today(now))
    is_open = state is not None and state.closed_at is None
    form = ClosingForm(request.POST or None)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        rates.spend(OPENING, str(request.device.id), now=now)
        try:
            return _closed(request, form) if request.POST.get("move") == "close" else _opened(request, form)
        except Refused as refused:
            reasons = _sentences(refused)
    context = {"form": form, "state": state, "is_open": is_open, "reasons": reasons}
    return render(request, "booking/visits/kiosk_opening.html", context, status=422 if reasons or form.errors else 200)


def _opened(request: DeviceRequest, form: ClosingForm) -> HttpResponse:
    code = form.cleaned_data["code"]
    commands.open_day(actor=request.actor, now=clock.now(), place=request.place, code=code, device_id=request.device.id)
    messages.success(request, _("The day is open. Thank you."))
    return redirect("booking:kiosk")


def _closed(request: DeviceRequest, form: ClosingForm) -> HttpResponse:
    said = form.cleaned_data
    gone = commands.close_with_code(
        actor=request.actor, now=clock.now(), place=request.place, code=said["code"], headcount=said["count"]
    )
    words_ = ngettext(
        "The day is closed; %(count)s was checked out.", "The day is closed; %(count)s were checked out.", gone
    )
    messages.success(request, words_ % {"count": gone})
    return redirect("booking:kiosk")


def _home(request: DeviceRequest, *, reasons: list[str] | None = None, status: int = 200) -> HttpResponse:
    now, place = clock.now(), request.place
    if request.method == "GET":
        commands.note_device(actor=request.actor, now=now, place=place, device=request.device)
    here = queries.people_here(place_id=place.id)
    known = [card.person_id for card in here if card.person_id is not None]
    names = persons.shown_names(known, purpose="show_presence")
    sought = request.GET.get("qui", "")
    today = place_rules.whole_day(place.today(now), timezone=place.timezone)
    state = queries.day_state(place_id=place.id, day=place.today(now))
    context = {
        "here": sum(card.count for card in here),
        "guests": sum(card.count for card in here if card.person_id is None),
        "crowd": queries.crowd_now(place, now=now),
        "names": sorted(names.values()),
        "others": len(known) - len(names),
        "sought": sought,
        "found": [
            {"initials": one.initials, "at": one.starts_at, "token": passes.pass_of(one.person_id, now=now)}
            for one in queries.expected_named(place=place, text=sought, today=today)
        ],
        "reasons": reasons or [],
        "is_open": state is not None and state.closed_at is None,
        "key": uuid4(),
        "day": place.today(now),
        "clock": formats.clock(now, place.zone),
        "live": plannings.live_address(request),
    }
    return render(request, "booking/visits/kiosk.html", context, status=status)


def _bearer(request: DeviceRequest, said: str) -> tuple[int, rules.How]:
    """Whose pass, card or code it is. Refusals: pass_unknown."""
    now, place = clock.now(), request.place
    found: list[int | None] = []
    if said.upper().startswith(passes.PASS):
        found = [passes.bearer_of(said, now=now)]
    elif said.startswith(passes.CARD):
        found = [queries.card_bearer(said, place_id=place.id)]
    if found:
        how = rules.How.QR
    else:
        how = rules.How.KIOSK
        among = [*places.contact_ids(place=place)]
        found = [*passes.bearers_of_code(said, among=among, now=now)]
    if len(found) != 1 or found[0] is None:
        raise Refused(Refusal("pass_unknown", field="code"))
    return found[0], how


def _here_since(request: DeviceRequest, person_id: int) -> datetime | None:
    here = queries.people_here(place_id=request.place.id)
    return next((card.arrived_at for card in here if card.person_id == person_id), None)


def _sentences(refused: Refused) -> list[str]:
    return [words.sentence(refusal) for refusal in refused.refusals]
