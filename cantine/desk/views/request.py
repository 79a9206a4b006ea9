"""One request: what they want, who leads, what comes next, notes, time in two taps, an answer, its quotes."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.billing import queries as documents
from cantine.billing.queries import QuoteCard
from cantine.core import clock
from cantine.core.authorization import Target, can
from cantine.desk import commands, queries, rules
from cantine.desk.commands.wording import (
    LANE_NAMES,
    STAGE_KINDS,
    STAGE_NAMES,
    STATE_KINDS,
    STATE_NAMES,
    WANT_NAMES,
    WAY_NAMES,
    age_words,
    when_words,
)
from cantine.desk.forms import AnswerForm, FollowForm, NoteForm, TemplateForm, attempt
from cantine.desk.queries import Whole
from cantine.desk.rules import QUARTERS, Lane, State
from cantine.desk.views.common import done, refused, said
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

BY_HAND = (State.NEW, State.ANSWERED, State.WON, State.LOST, State.CLOSED)


def request_page(request: PlaceRequest, *, asked: UUID) -> HttpResponse:
    return _page(request, asked)


def follow(request: PlaceRequest, *, asked: UUID) -> HttpResponse:
    form = FollowForm(request.POST, leads=_leads(request))

    def change(read: FollowForm) -> None:
        what = read.cleaned_data
        commands.change_request(
            **said(request), request=asked, lane=Lane(what["lane"]), lead_id=int(what["lead"]) if what["lead"] else None,
            next_action=what["next_action"], next_on=what["next_on"],
        )  # fmt: skip

    if attempt(form, change):
        return done(request, _("It is noted."), "desk:request", asked)
    return _page(request, asked, follow=form)


def move(request: PlaceRequest, *, asked: UUID) -> HttpResponse:
    to = request.POST.get("state", "")
    try:
        if to in {each.value for each in BY_HAND}:
            commands.move_request(**said(request), request=asked, to=State(to))
    except Refused as why:
        return refused(request, why, "desk:request", asked)
    return done(request, _("It is noted."), "desk:request", asked)


def note(request: PlaceRequest, *, asked: UUID) -> HttpResponse:
    form = NoteForm(request.POST)

    def keep(read: NoteForm) -> None:
        commands.note_on_request(**said(request), request=asked, text=read.cleaned_data["text"])

    if attempt(form, keep):
        return done(request, _("The note is kept."), "desk:request", asked)
    return _page(request, asked, note=form)


def time(request: PlaceRequest, *, asked: UUID) -> HttpResponse:
    """A quarter of an hour, half of one, an hour: a press; anything else is typed."""
    typed = request.POST.get("minutes", "").strip() or request.POST.get("other", "").strip()
    try:
        commands.note_time(**said(request), request=asked, minutes=int(typed) if typed.isdecimal() else 0)
    except Refused as why:
        return refused(request, why, "desk:request", asked)
    return done(request, _("The time is noted."), "desk:request", asked)


def reply(request: PlaceRequest, *, asked: UUID) -> HttpResponse:
    form = AnswerForm(request.POST)

    def answer(read: AnswerForm) -> None:
        commands.answer_request(**said(request), request=asked, text=read.cleaned_data["text"])

    if attempt(form, answer):
        return done(request, _("The letter leaves."), "desk:request", asked)
    return _page(request, asked, answer=form)


def answers(request: PlaceRequest) -> HttpResponse:
    """The answers that serve again: one a title, written over by another of the same title."""
    known = queries.answers_of(request.place)
    chosen = next((each for each in known if str(each.uuid) == request.GET.get("reponse")), None)
    initial = {"title": chosen.title, "text": chosen.text} if chosen else None
    form = TemplateForm(request.POST or None, initial=initial)

    def write(read: TemplateForm) -> None:
        commands.write_answer(**said(request), title=read.cleaned_data["title"], text=read.cleaned_data["text"])

    if request.method == "POST" and attempt(form, write):
        return done(request, _("The answer is kept."), "desk:answers")
    context = {"form": form, "answers": known, "inside": reverse("desk:board", args=[request.place.slug])}
    return render(request, "desk/answers.html", context, status=422 if form.errors else 200)


def _page(
    request: PlaceRequest, asked: UUID, *, follow: FollowForm | None = None, note: NoteForm | None = None,
    answer: AnswerForm | None = None,
) -> HttpResponse:  # fmt: skip
    place, today = request.place, request.place.today(clock.now())
    whole = queries.find_whole(place, uuid=asked)
    if whole is None:
        raise Http404
    card = whole.card
    urgency = card.urgency(place, today=today)
    writes = can(request.actor, "request.write", Target(place.organisation_id, place.id))
    context: dict[str, Any] = {
        "card": card, "state": STATE_NAMES[card.state], "badge": STATE_KINDS[card.state], "way": WAY_NAMES[card.came_by],
        "lane": LANE_NAMES[card.lane], "commercial": card.lane is Lane.COMMERCIAL, "urgency": urgency, "age": age_words(urgency.age_days),
        "whens": [when_words(each) for each in card.whens], "wants": [WANT_NAMES[each] for each in rules.wants_in(card.what)],
        "notes": whole.notes,
        "times": [(each, formats.duration(each.minutes)) for each in whole.times],
        "spent": formats.duration(card.minutes) if card.minutes else "", "quarters": [(each, formats.duration(each)) for each in QUARTERS],
        "quotes": [_quote(each) for each in documents.quotes_of(place, sources=[queries.source_of_request(card.uuid)])],
        "states": [(each.value, STATE_NAMES[each]) for each in BY_HAND if each is not card.state],
        "inside": reverse("desk:board", args=[place.slug]), "writes": writes,
    }  # fmt: skip
    if writes:
        start = {
            "lead": card.lead_id or "",
            "lane": card.lane.value,
            "next_action": card.next_action,
            "next_on": card.next_on,
        }
        context |= {
            "follow": follow or FollowForm(leads=_leads(request), initial=start), "note": note or NoteForm(),
            "answer": answer or _answer(request, whole), "templates": whole.answers if card.email else (),
        }  # fmt: skip
    bad = any(form is not None and form.errors for form in (follow, note, answer))
    return render(request, "desk/request.html", context, status=422 if bad else 200)


def _answer(request: PlaceRequest, whole: Whole) -> AnswerForm:
    """Empty, or one of those that serve again, its blanks filled."""
    card, wanted = whole.card, request.GET.get("reponse")
    chosen = next((each for each in whole.answers if str(each.uuid) == wanted), None)
    if chosen is None:
        return AnswerForm()
    when = when_words(card.whens[0]) if card.whens else card.days
    text = rules.filled(chosen.text, {"name": card.name, "place": request.place.name, "when": when})
    return AnswerForm(initial={"text": text})


def _leads(request: PlaceRequest) -> list[tuple[str, str]]:
    today = request.place.today(clock.now())
    return [(str(each.id), each.shown) for each in queries.leads_of(request.place, today=today)]


def _quote(each: QuoteCard) -> dict[str, Any]:
    return {
        "uuid": each.uuid, "reference": each.reference, "state": STAGE_NAMES[each.state], "badge": STAGE_KINDS[each.state],
        "gross": formats.money(each.gross_cents) if each.gross_cents else "", "deposit": each.deposit,
        "deposit_reference": each.deposit_reference,
    }  # fmt: skip
