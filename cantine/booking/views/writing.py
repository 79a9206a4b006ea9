"""Writing to people: choose whom, say it, see who would receive it and how it looks, send it; then what became of it."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.csrf import csrf_exempt

from cantine.booking import commands, queries, rules
from cantine.booking.commands.message_wording import message_letter
from cantine.booking.forms import MessageForm
from cantine.booking.queries import MessageCard, Readership
from cantine.booking.views.links import FAILURES
from cantine.core import clock, mail, rates, scoping
from cantine.core import refusals as sentences
from cantine.core.routes import actor_on
from cantine.kernel import Refusal, Refused, folded
from cantine.people import queries as people
from cantine.places import queries as places
from cantine.places.permissions import ROLE_NAMES
from cantine.places.policies import PlaceRequest
from cantine.places.queries import PlaceRef
from cantine.ui import formats

MOST_NAMES = 200


def write(request: PlaceRequest) -> HttpResponse:
    """The form; then who would receive it; then it leaves."""
    place, now = request.place, clock.now()
    today = place.today(now)
    choices = queries.choices_of(place, today=today)
    first = {"draft": uuid4(), "day": today, "group": request.GET.get("a", "members"), "sort": "service"}
    form = MessageForm(request.POST or None, initial=first, choices=choices, place=place)
    if "add" in request.POST and request.POST.get("who", "").strip():
        return _form(request, _with_somebody_more(request, form, choices))
    if request.method != "POST" or "change" in request.POST or not form.is_valid():
        if "change" in request.POST:
            form = MessageForm(initial=_said(request, form), choices=choices, place=place)
        return _form(request, form)
    readership = queries.readership_of(place, audience=form.audience, sort=form.sort_chosen, today=today)
    if request.POST.get("expected") != str(len(readership.sorted.reached)):
        return _preview(request, form, readership, changed="expected" in request.POST)
    try:
        written = commands.write_message(
            actor=request.actor,
            now=now,
            place=place,
            message=form.cleaned_data["draft"],
            sort=form.sort_chosen,
            audience=form.audience,
            subject=form.cleaned_data["subject"],
            words=form.cleaned_data["words"],
        )
    except Refused as why:
        return _form(request, form, why.refusals)
    said = ngettext("Sent to %(count)s person.", "Sent to %(count)s people.", written.reached)
    messages.success(request, said % {"count": written.reached})
    return redirect("booking:message", place.slug, written.uuid)


def _with_somebody_more(request: PlaceRequest, form: MessageForm, choices: queries.Choices) -> MessageForm:
    """The form with whoever was named among the chosen; or with what is wrong with that name, and nothing else."""
    form.is_valid()
    if "who" in form.errors:
        for name in set(form.errors) - {"who"}:
            del form.errors[name]
        return form
    return MessageForm(initial={**_said(request, form), "who": ""}, choices=choices, place=request.place)


def _said(request: PlaceRequest, form: MessageForm) -> dict[str, Any]:
    """What was typed, and everybody chosen so far."""
    form.is_valid()
    return {**request.POST.dict(), "picked": form.picked_now}


def sent(request: PlaceRequest) -> HttpResponse:
    """What was written, the latest first, with what became of it."""
    lines = [_line(card, request.place) for card in queries.messages_of(request.place)]
    return render(request, "booking/writing/sent.html", {"sent": lines})


def show(request: PlaceRequest, *, message: UUID) -> HttpResponse:
    """One message, and what became of each of its letters."""
    card = queries.find_message(request.place, message=message)
    if card is None:
        raise Http404
    letters = [
        {
            "uuid": row.uuid, "to": row.to, "when": formats.moment(row.sent_at or row.written_at, request.place.zone),
            "state": row.state, "error": _("ten letters in a day are enough for one person") if row.error == mail.OVER_LIMIT else row.error,
        }
        for row in mail.outbox(batch=card.uuid, limit=MOST_NAMES)
    ]  # fmt: skip
    context = {"line": _line(card, request.place), "paragraphs": rules.paragraphs_of(card.words), "letters": letters}
    return render(request, "booking/writing/message.html", {**context, "more": card.reached > MOST_NAMES})


# The address cannot be guessed, so no other site can forge this form; and mail readers send it by themselves.
@csrf_exempt
def stop(request: HttpRequest, *, token: str) -> HttpResponse:
    """The page behind the link of every news letter: a button to stop, then one to receive them again. A mail reader
    that offers "unsubscribe" posts here (RFC 8058): it is done at once, without asking anything."""
    now, found = clock.now(), queries.find_stop(token)
    if found is None:
        rates.spend(FAILURES, rates.network_on(request), now=now)
        raise Http404
    place_id, person_id = found
    place, person = places.place_refs(ids=[place_id]).get(place_id), people.person_of(person_id)
    if place is None or person is None or not person.email:
        raise Http404
    with scoping.scope([place.organisation_id]), timezone.override(place.zone):
        if request.method == "POST":
            actor = places.actor_of(person_id=person_id, now=now).limited_to({"read", "book"})
            act = commands.resume_news if request.POST.get("act") == "resume" else commands.stop_news
            act(actor=actor, now=now, place=place, person_id=person_id)
            return _quiet(redirect(reverse("booking:stop_news", args=[token])))
        stopped = queries.is_stopped(place_id=place.id, person_id=person_id)
        response = render(request, "booking/writing/stop.html", {"place": place, "person": person, "stopped": stopped})
    return _quiet(response)


def my_news(request: HttpRequest) -> HttpResponse:
    """The places whose news I stopped, and a button to receive them again."""
    actor, now = actor_on(request), clock.now()
    assert actor.person_id is not None
    stopped = queries.stopped_by(actor.person_id)
    refs = places.place_refs(ids=stopped)
    if request.method == "POST":
        place = next((ref for ref in refs.values() if ref.slug == request.POST.get("place")), None)
        if place is not None:
            with scoping.scope([place.organisation_id]):
                commands.resume_news(actor=actor, now=now, place=place, person_id=actor.person_id)
            messages.success(request, _("%(place)s writes to you again.") % {"place": place.name})
        return redirect("booking:my_news")
    lines = [{"place": refs[pk], "since": formats.long_day(refs[pk].today(at))} for pk, at in stopped.items()]
    wants = "receive_news_of_places" in people.consents_of(actor.person_id)
    return render(request, "booking/writing/mine.html", {"lines": lines, "wants": wants})


def _form(request: PlaceRequest, form: MessageForm, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    context = {
        "form": form,
        "reasons": [sentences.sentence(refusal) for refusal in refusals],
    }
    return render(request, "booking/writing/write.html", context, status=422 if refusals or form.errors else 200)


def _preview(request: PlaceRequest, form: MessageForm, readership: Readership, *, changed: bool) -> HttpResponse:
    place, said = request.place, form.cleaned_data
    reached = sorted((readership.persons[pk].shown for pk in readership.sorted.reached), key=folded)
    reader = next((readership.persons[pk] for pk in readership.sorted.reached), None)
    letter = None
    if reader is not None:
        letter = message_letter(
            place=place, head=places.letterhead_of(place_id=place.id), sort=form.sort_chosen, audience=form.audience,
            subject=said["subject"], words=said["words"], person=reader,
        )  # fmt: skip
    context = {
        "form": form,
        "changed": changed,
        "count": len(reached),
        "names": reached[:MOST_NAMES],
        "unnamed": max(len(reached) - MOST_NAMES, 0),
        "left_out": _reasons(readership),
        "news": form.sort_chosen is rules.Sort.NEWS,
        "letter": letter,
        "text": mail.masked(letter.text) if letter else "",
        "reader": reader,
        "to": _audience_words(form.audience),
    }
    return render(request, "booking/writing/preview.html", context)


def _reasons(readership: Readership) -> list[dict[str, Any]]:
    """Who does not receive it, by reason."""
    words = {
        rules.LeftOut.NO_ADDRESS: _("no address to write to"),
        rules.LeftOut.NO_CONSENT: _("did not ask for news"),
        rules.LeftOut.STOPPED: _("stopped the news of this place"),
    }
    found: dict[rules.LeftOut, list[str]] = {}
    for pk, reason in readership.sorted.left_out.items():
        found.setdefault(reason, []).append(readership.persons[pk].shown)
    return [
        {"why": words[reason], "count": len(names), "names": sorted(names, key=folded)[:MOST_NAMES]}
        for reason, names in found.items()
    ]


def _line(card: MessageCard, place: PlaceRef) -> dict[str, Any]:
    return {
        "card": card,
        "when": formats.moment(card.sent_at, place.zone),
        "to": _audience_words(card.audience),
        "sort": _("Service message") if card.sort is rules.Sort.SERVICE else _("News"),
    }


def _audience_words(audience: rules.Audience) -> str:
    match audience.group:
        case rules.Group.MEMBERS:
            return _("Members and residents")
        case rules.Group.DAY if audience.day is not None:
            return _("Who has a booking on %(day)s") % {"day": formats.full_day(audience.day)}
        case rules.Group.ROLE:
            return pgettext("audience", "Role: %(role)s") % {"role": ROLE_NAMES.get(audience.code, audience.code)}
        case rules.Group.CERTIFIED:
            return _("Certification: %(code)s") % {"code": audience.code}
        case _:
            return _("A few people, chosen one by one")


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address is a secret: nothing keeps or lists the page."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
