"""Grants: the list with what is due, a grant opened, and what becomes of it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cantine.core import clock
from cantine.funding import commands, queries, rules
from cantine.funding.commands.wording import KIND_NAMES, STATE_NAMES, euros
from cantine.funding.forms import GivenForm, GrantForm, InstalmentForm, ReportForm, YearShareForm, attempt
from cantine.funding.queries import GrantCard
from cantine.funding.queries.rights import rights_of
from cantine.funding.rules import State
from cantine.funding.views.common import done, refused, said, wrong
from cantine.funding.views.drawing import width
from cantine.funding.views.rights import shown
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

SOON_DAYS = 45
CHOSEN = (State.ASKED, State.REFUSED, State.CLOSED)  # granted asks for the letter: how much, on which day


def grants(request: PlaceRequest) -> HttpResponse:
    cards = queries.grants_of(request.place)
    today = request.place.today(clock.now())
    given = [each for each in cards if each.granted_cents]
    context = {
        "rows": [_card(each) for each in cards],
        "due": sorted(_due(cards, today), key=lambda each: each["day"]),
        "years": _years(given),
        "granted": euros(sum(each.granted_cents or 0 for each in given)),
        "to_come": euros(sum((each.granted_cents or 0) - each.received_cents for each in given)),
        "asked": euros(sum(each.asked_cents for each in cards if each.state in {State.PREPARED, State.ASKED})),
    }
    return render(request, "funding/grants.html", context)


def _years(given: list[GrantCard]) -> str:
    """Those that the grants which were given are for: what is added up is of all of them."""
    if not given:
        return ""
    first, last = min(each.first_day for each in given).year, max(each.last_day for each in given).year
    return str(first) if first == last else pgettext("years", "%(first)s to %(last)s") % {"first": first, "last": last}


def new(request: PlaceRequest) -> HttpResponse:
    form = GrantForm(request.POST or None)
    made: list[UUID] = []
    if request.method == "POST" and attempt(
        form, lambda it: made.append(commands.enter_grant(**said(request, said=it.said)))
    ):
        return done(request, _("The grant is followed from now on."), "funding:grant", made[0])
    return render(request, "funding/grant_new.html", {"form": form})


def grant(request: PlaceRequest, grant: UUID) -> HttpResponse:
    card = _found(request, grant)
    today = request.place.today(clock.now())
    year = today.year
    used = rules.used_until(card.granted_cents or 0, card.first_day, card.last_day, date(year, 12, 31))
    context = {
        **_card(card), "card": card, "kind": KIND_NAMES[card.kind],
        "parts": [(each, euros(each.cents), each.received_on is None and each.due_on < today) for each in card.parts],
        "rights": shown(rights_of(request.place, grant=grant)),
        "give_right": reverse("funding:grant_right", args=[request.place.slug, grant]),
        "reports": [(each, each.sent_on is None and each.due_on < today) for each in card.reports],
        "asides": [(each.year, each.back, euros(each.cents)) for each in card.asides],
        "waiting": euros(card.waiting_cents) if card.waiting_cents else "",
        "unplanned": euros(card.unplanned_cents) if card.unplanned_cents > 0 else "",
        "steps": [(each.value, STATE_NAMES[each]) for each in CHOSEN if each in rules.STEPS[card.state]],
        "may_be_given": State.GRANTED in rules.STEPS[card.state], "is_given": card.granted_cents is not None,
        "given_form": GivenForm(initial={"cents": card.asked_cents, "day": today}),
        "part_form": InstalmentForm(initial={"cents": card.unplanned_cents} if card.unplanned_cents > 0 else {}),
        "report_form": ReportForm(),
        "aside_form": YearShareForm(
            initial={"year": year, "cents": max(0, (card.granted_cents or 0) - used) or None}
        ),
        "back_form": YearShareForm(initial={"year": year, "cents": card.waiting_cents or None}),
    }  # fmt: skip
    return render(request, "funding/grant.html", context)


def move(request: PlaceRequest, grant: UUID) -> HttpResponse:
    """Asked for, refused or closed today; granted by the letter."""
    today, to = request.place.today(clock.now()), request.POST.get("to", "")
    if to == State.GRANTED:
        form = GivenForm(request.POST)
        if not form.is_valid():
            return wrong(request, form, "funding:grant", grant)
        return _acted(
            request, grant, _("Granted, and in the books."),
            lambda: commands.move_grant(**said(request, grant=grant, to=State.GRANTED, **form.cleaned_data)),
        )  # fmt: skip
    if to not in CHOSEN:
        raise Http404
    return _acted(
        request, grant, _("Noted."), lambda: commands.move_grant(**said(request, grant=grant, to=State(to), day=today))
    )


def plan(request: PlaceRequest, grant: UUID) -> HttpResponse:
    form = InstalmentForm(request.POST)
    if not form.is_valid():
        return wrong(request, form, "funding:grant", grant)
    return _acted(
        request, grant, _("This part is expected."),
        lambda: commands.plan_instalment(**said(request, grant=grant, **form.cleaned_data)),
    )  # fmt: skip


def receive(request: PlaceRequest, grant: UUID, part: UUID) -> HttpResponse:
    """It came today."""
    day = request.place.today(clock.now())
    return _acted(
        request, grant, _("Received, and in the books."),
        lambda: commands.receive_instalment(**said(request, grant=grant, instalment=part, day=day)),
    )  # fmt: skip


def report(request: PlaceRequest, grant: UUID) -> HttpResponse:
    form = ReportForm(request.POST)
    if not form.is_valid():
        return wrong(request, form, "funding:grant", grant)
    return _acted(
        request,
        grant,
        _("This report is due."),
        lambda: commands.plan_report(**said(request, grant=grant, **form.cleaned_data)),
    )


def send(request: PlaceRequest, grant: UUID, report: UUID) -> HttpResponse:
    return _acted(
        request, grant, _("Sent today."), lambda: commands.send_report(**said(request, grant=grant, report=report))
    )


def carry(request: PlaceRequest, grant: UUID) -> HttpResponse:
    """Put aside at the end of a year, or taken back in one that follows."""
    form = YearShareForm(request.POST)
    if not form.is_valid():
        return wrong(request, form, "funding:grant", grant)
    act = commands.take_back if "back" in request.POST else commands.set_aside
    return _acted(
        request,
        grant,
        _("Confirmed, and in the books."),
        lambda: act(**said(request, grant=grant, **form.cleaned_data)),
    )


def _acted(request: PlaceRequest, grant: UUID, words: str, act: Any) -> HttpResponse:
    try:
        act()
    except Refused as why:
        return refused(request, why, "funding:grant", grant)
    return done(request, words, "funding:grant", grant)


def _found(request: PlaceRequest, uuid: UUID) -> GrantCard:
    card = queries.find_grant(request.place, uuid=uuid)
    if card is None:
        raise Http404
    return card


def _card(each: GrantCard) -> dict[str, Any]:
    granted = each.granted_cents or 0
    return {
        "uuid": each.uuid, "funder": each.funder, "purpose": each.purpose, "first": each.first_day, "last": each.last_day,
        "days": _days(each),
        "state": each.state.value, "state_name": STATE_NAMES[each.state],
        "amount": euros(granted or each.asked_cents), "received": euros(each.received_cents),
        "left": euros(granted - each.received_cents), "width": width(each.received_cents, granted),
        "likely": each.likely_percent if each.state in {State.PREPARED, State.ASKED} else None,
    }  # fmt: skip


def _due(cards: list[GrantCard], today: date) -> list[dict[str, Any]]:
    """Money that should have come or will soon, reports that are wanted: the treasurer's reminders."""
    until = today + timedelta(days=SOON_DAYS)
    waited = [
        (card, each.due_on, "", euros(each.cents)) for card in cards for each in card.parts if not each.received_on
    ]
    wanted = [(card, each.due_on, each.what, "") for card in cards for each in card.reports if not each.sent_on]
    return [
        {"uuid": card.uuid, "funder": card.funder, "day": day, "late": day < today, "what": what, "amount": amount}
        for card, day, what, amount in (*waited, *wanted)
        if day <= until
    ]


def _days(each: GrantCard) -> str:
    first, last = formats.month(each.first_day), formats.month(each.last_day)
    return first if first == last else f"{first} – {last}"
