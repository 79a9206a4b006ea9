"""Joining an association, with or without an account; my membership, in every place."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from cantine.billing.documents.figures import day as day_words
from cantine.billing.queries import PERSON
from cantine.billing.queries.online import organisations_paid_online
from cantine.core import clock, rates, scoping
from cantine.core.actor import system
from cantine.core.attempts import attempt
from cantine.core.routes import actor_on
from cantine.kernel import Refused
from cantine.memberships import commands
from cantine.memberships.commands.dues.joining import read_join
from cantine.memberships.commands.dues.letters import consequences
from cantine.memberships.commands.dues_wording import PAPER_NAMES, offer_of
from cantine.memberships.forms.dues import JoinForm
from cantine.memberships.queries import dues as queries
from cantine.memberships.queries.dues_links import path_to_pay_dues
from cantine.memberships.queries.shares import holdings_of_person
from cantine.memberships.rules.dues import DuesState
from cantine.memberships.rules.papers import PaperKind
from cantine.memberships.views.common import said
from cantine.memberships.views.dues import line_row, member_context, paper_answer
from cantine.memberships.views.plans import told
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.places.queries import PlaceRef
from cantine.ui import formats

ASKED = rates.Limit("joining", 10, 3600)
JOINER = system("memberships.joining")


def join(request: PlaceRequest) -> HttpResponse:
    """What dues are asked, and joining: at once for who is signed in, by a letter for who is not."""
    place, now = request.place, clock.now()
    kinds = queries.dues_kinds_of(place.organisation_id)
    offers = [
        offer
        for kind in kinds
        if kind.online and not kind.who.organisations and (offer := offer_of(kind, place.today(now))) is not None
    ]
    person_id = request.actor.person_id
    form = JoinForm(request.POST or None, offers=offers, initial={"kind": offers[0].code if offers else ""})
    if person_id is not None:
        del form.fields["name"], form.fields["email"]

    def ask(read: JoinForm) -> None:
        asked = read.cleaned_data
        if person_id is not None:
            commands.call_dues(**said(request), kind=asked["kind"], who=(PERSON, person_id), cents=asked["cents"])
        else:
            commands.ask_to_join(**said(request), **asked, language=get_language() or "fr")

    if request.method == "POST":
        rates.spend(ASKED, rates.network_on(request), now=now)
        if attempt(form, ask):
            if person_id is not None:
                messages.success(request, _("Your call for dues is on its way by letter."))
                return redirect("memberships:my_dues")
            return render(request, "memberships/dues/asked.html", {"email": form.cleaned_data["email"]})
    context = {"offers": offers, "form": form, "opens": consequences(queries.gate_of(place))}
    return render(request, "memberships/dues/join.html", context, status=422 if form.errors else 200)


# The address cannot be guessed, so no other site can forge this form; and a mail reader's window may keep no cookie.
@csrf_exempt
def confirm(request: HttpRequest, *, token: str) -> HttpResponse:
    """Behind the letter’s link: what it does, and the button that does it."""
    joined, now = read_join(token), clock.now()
    place = places.place_refs(ids=[joined.place_id]).get(joined.place_id) if joined else None
    if joined is None or place is None:
        raise Http404
    done = False
    with scoping.scope([place.organisation_id]):
        if request.method == "POST":
            try:
                commands.confirm_joining(actor=JOINER, now=now, place=place, joined=joined)
                done = True
            except Refused as why:
                told(request, why)  # type: ignore[arg-type]  # it only says messages
        context = {"place": place, "joined": joined, "amount": formats.money(joined.cents), "done": done}
        answer = render(request, "memberships/dues/confirm.html", context)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def mine(request: HttpRequest) -> HttpResponse:
    """Where I stand in each association, what waits to be paid, my papers."""
    person_id, now = actor_on(request).person_id, clock.now()
    assert person_id is not None
    who = (PERSON, person_id)
    with scoping.unscoped("my dues are mine in every place"):
        lines = queries.dues_lines(organisation_id=None, who=who)
        refs = places.place_refs(ids={line.place_id for line in lines})
        gates = queries.gates_of(refs)
        papers = queries.papers_about([line.uuid for line in lines])
        online = organisations_paid_online({line.organisation_id for line in lines if line.state is DuesState.CALLED})
        held = [each for _tenant, each in holdings_of_person(person_id)]
    by_house: dict[int, list[queries.DuesLine]] = {}
    for line in lines:
        by_house.setdefault(line.organisation_id, []).append(line)
    houses = [
        _house(refs[own[-1].place_id], own, gates, papers, now, online=house in online)
        for house, own in by_house.items()
    ]
    return render(request, "memberships/dues/mine.html", {"houses": houses, "shares": held})


def my_paper(request: HttpRequest, *, paper: UUID) -> HttpResponse:
    with scoping.unscoped("my papers are mine in every place"):
        return paper_answer(paper, person_id=actor_on(request).person_id)


def _house(
    place: PlaceRef, own: list[queries.DuesLine], gates: Mapping[int, queries.Gate],
    papers: Mapping[UUID, list[tuple[UUID, PaperKind, str]]], now: datetime, *, online: bool,
) -> dict[str, Any]:  # fmt: skip
    gate = gates.get(place.id, queries.Gate())
    (member,) = queries.members_among(own, today=place.today(now), grace_days=gate.grace_days)
    standing = member.standing
    return {
        "place": place, **member_context(member), "opens": consequences(gate), "holds": standing.holds,
        "until": day_words(standing.holds_until) if standing.holds_until else "",
        "paid": day_words(standing.until) if standing.until else "",
        "grace": (standing.holds_until - standing.until).days
        if standing.holds and standing.holds_until and standing.until
        else 0,
        "called": line_row(member.called) if member.called else None,
        "pay": path_to_pay_dues(member.called.uuid) if member.called and online else "",
        "papers": [
            (uuid, PAPER_NAMES[kind], number)
            for line in reversed(own)
            for uuid, kind, number in papers.get(line.uuid, [])
        ],
    }  # fmt: skip
