"""House life, for those who live it: who decides what, meetings, what was decided."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cantine.core import clock, refusals
from cantine.core.authorization import Target, can
from cantine.kernel import Refused
from cantine.places import commands, queries
from cantine.places.forms import attempt
from cantine.places.forms.house_life import BODIES, DecisionForm, MeetingForm, RemitForms
from cantine.places.policies import PlaceRequest
from cantine.places.queries import DecisionCard, MeetingCard
from cantine.places.rules.house_life import Body
from cantine.places.rules.meetings import calendar_of
from cantine.places.views.answers import done


def show(request: PlaceRequest) -> HttpResponse:
    """One page that also prints: the table, the next meeting, the log."""
    place, now = request.place, clock.now()
    meetings = queries.meetings_of(place)
    context = {
        "remits": [(line, BODIES[line.body]) for line in queries.remits_of(place)],
        "decisions": _said(queries.decisions_of(place)),
        "coming": [each for each in reversed(meetings) if each.ends_at > now],
        "held": [each for each in meetings if each.ends_at <= now],
        "may_write": _may_write(request),
    }
    return render(request, "places/house_life/show.html", context)


def remits(request: PlaceRequest) -> HttpResponse:
    """The table of who decides what, written whole."""
    lines = [
        {"subject": line.subject, "body": line.body.value, "words": line.words}
        for line in queries.remits_of(request.place)
    ]
    forms = RemitForms(request.POST or None, initial=lines, prefix="remit")
    reasons: list[str] = []
    if request.method == "POST" and forms.is_valid():
        try:
            commands.set_remits(
                actor=request.actor, now=clock.now(), place=request.place, lines=[form.line for form in forms]
            )
        except Refused as why:
            reasons = [refusals.sentence(refusal) for refusal in why.refusals]
        else:
            return done(request, _("Who decides what is written down."), "places:house_life")
    status = 422 if reasons else 200
    return render(request, "places/house_life/remits.html", {"forms": forms, "reasons": reasons}, status=status)


def meeting(request: PlaceRequest, *, meeting: UUID) -> HttpResponse:
    """One meeting: agenda, who came, notes, and what was decided there."""
    card = _found(request, meeting)
    decisions = queries.decisions_of(request.place, meeting=meeting)
    context = {"meeting": card, "decisions": _said(decisions), "may_write": _may_write(request)}
    return render(request, "places/house_life/meeting.html", context)


def plan_meeting(request: PlaceRequest) -> HttpResponse:
    """Call a meeting, or write down one that was held."""
    form = MeetingForm(request.POST or None, place=request.place)
    made: list[UUID] = []

    def plan(read: MeetingForm) -> None:
        made.append(
            commands.plan_meeting(actor=request.actor, now=clock.now(), place=request.place, fields=read.fields_said)
        )

    if request.method == "POST" and attempt(form, plan):
        return done(request, _("The meeting is noted."), "places:meeting", made[0])
    return _meeting_form(request, form, _("A meeting"))


def edit_meeting(request: PlaceRequest, *, meeting: UUID) -> HttpResponse:
    """Change the agenda before, write the notes after."""
    card = _found(request, meeting)
    local = card.starts_at.astimezone(request.place.zone)
    initial: dict[str, Any] = {
        **{
            name: getattr(card, name)
            for name in ("title", "minutes", "where", "agenda", "attendees", "present", "notes")
        },
        "day": local.date(),
        "start": local.time(),
    }
    form = MeetingForm(request.POST or None, place=request.place, initial=initial)

    def note(read: MeetingForm) -> None:
        commands.note_meeting(
            actor=request.actor, now=clock.now(), place=request.place, meeting=meeting, fields=read.fields_said
        )

    if request.method == "POST" and attempt(form, note):
        return done(request, _("The meeting is noted."), "places:meeting", meeting)
    return _meeting_form(request, form, card.title)


def meeting_file(request: PlaceRequest, *, meeting: UUID) -> HttpResponse:
    """The meeting for one's own calendar."""
    card, place = _found(request, meeting), request.place
    content = calendar_of(
        uid=f"{card.uuid}@{place.slug}",
        title=f"{card.title}, {place.name}",
        period=card.interval,
        where=card.where or place.name,
        agenda=card.agenda,
        now=clock.now(),
    )
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="reunion.ics"'
    return answer


def decide(request: PlaceRequest) -> HttpResponse:
    """Add to the log; ``?reunion=`` says where it was decided."""
    place = request.place
    held = _asked_meeting(request)
    day = held.starts_at.astimezone(place.zone).date() if held else place.today(clock.now())
    form = DecisionForm(
        request.POST or None,
        decisions=queries.decisions_of(place),
        initial={"decided_on": min(day, place.today(clock.now()))},
    )

    def note(read: DecisionForm) -> None:
        said = {**read.cleaned_data, "body": Body(read.cleaned_data["body"])}
        commands.note_decision(
            actor=request.actor, now=clock.now(), place=place, meeting=held.uuid if held else None, **said
        )

    if request.method == "POST" and attempt(form, note):
        if held:
            return done(request, _("The decision is in the log."), "places:meeting", held.uuid)
        return done(request, _("The decision is in the log."), "places:house_life")
    status = 422 if form.errors else 200
    return render(request, "places/house_life/decide.html", {"form": form, "meeting": held}, status=status)


def _meeting_form(request: PlaceRequest, form: MeetingForm, title: str) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "places/house_life/meeting_form.html", {"form": form, "heading": title}, status=status)


def _found(request: PlaceRequest, uuid: UUID) -> MeetingCard:
    card = queries.meeting_by_uuid(request.place, uuid)
    if card is None:
        raise Http404
    return card


def _asked_meeting(request: PlaceRequest) -> MeetingCard | None:
    asked = request.GET.get("reunion", "")
    if not asked:
        return None
    try:
        return _found(request, UUID(asked))
    except ValueError:
        raise Http404 from None


def _said(decisions: list[DecisionCard]) -> list[tuple[DecisionCard, object]]:
    return [(each, BODIES[each.body]) for each in decisions]


def _may_write(request: PlaceRequest) -> bool:
    return can(request.actor, "place.write_house_life", Target(request.place.organisation_id, request.place.id))
