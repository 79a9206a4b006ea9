"""Spaces let for months: the register and its waiting list, one occupation with its états des lieux, and one's own."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.booking import commands, queries
from cantine.booking.forms import EndsForm, LetForm, MovesForm, PeopleForm, ReportForm, WisherForm, WishForm, attempt
from cantine.booking.queries import OccupationCard
from cantine.booking.rules.occupations import Moment
from cantine.core import clock, images, refusals, scoping
from cantine.core.authorization import Target, can
from cantine.core.routes import actor_on
from cantine.kernel import Refused
from cantine.people import queries as persons
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.places.queries import PlaceRef, ResourceCard
from cantine.ui import formats


def register(request: PlaceRequest) -> HttpResponse:
    """Each space that is let by the month, who has it and until when; who waits; what ended."""
    place, today = request.place, request.place.today(clock.now())
    spaces, cards = _spaces(place), queries.occupations_of(place)
    if request.method == "POST":
        return _close_wish(request)
    context = {
        "lines": [_space(space, cards, place, today) for space in spaces],
        "waiting": [_wish(wish) for wish in queries.wishes_of(place, language=request.LANGUAGE_CODE)],
        "ended": [_said(card, place, today) for card in cards if card.standing(today).value == "ended"],
    }
    return render(request, "booking/occupations/register.html", context)


def begin(request: PlaceRequest) -> HttpResponse:
    """Let a space, perhaps to who waits for it."""
    place, wish = request.place, _asked_wish(request)
    spaces = _spaces(place)
    initial: dict[str, Any] = {"starts_on": place.today(clock.now())}
    if wish is not None:
        person = persons.person_of(wish.person_id) if wish.person_id else None
        initial |= {
            "starts_on": wish.from_day, "who": f"{person.name} ({person.email})" if person else "", "customer": wish.customer_id,
            "resource": next((card.slug for card in spaces if card.id == wish.resource_id), ""),
        }  # fmt: skip
    form = LetForm(
        request.POST or None, place=place, spaces=spaces, customers=places.customer_names(place=place), initial=initial
    )  # fmt: skip
    made: list[UUID] = []
    if request.method == "POST" and attempt(form, lambda read: made.append(_let(request, read, wish))):
        messages.success(request, _("The space is let: the planning shows it as taken."))
        return redirect("booking:occupation", place.slug, made[0])
    context = {"form": form, "wish": wish, "spaces": spaces}
    return render(request, "booking/occupations/begin.html", context, status=422 if form.errors else 200)


def wait(request: PlaceRequest) -> HttpResponse:
    """Write somebody down on the waiting list."""
    place = request.place
    form = WisherForm(
        request.POST or None, place=place, spaces=_spaces(place), customers=places.customer_names(place=place),
        initial={"from_day": place.today(clock.now())},
    )  # fmt: skip
    if request.method == "POST" and attempt(form, lambda read: _wished(request, read, read.occupant)):
        messages.success(request, _("Written down, at the end of the list."))
        return redirect("booking:occupations", place.slug)
    return render(request, "booking/occupations/wait.html", {"form": form}, status=422 if form.errors else 200)


def ask(request: PlaceRequest) -> HttpResponse:
    """Ask for a space oneself: one waits on the list until it is free."""
    place = request.place
    standing = places.standing_of(request.actor, place=place)
    spaces = [card for card in _spaces(place) if card.shown_to(standing)]
    form = WishForm(
        request.POST or None, spaces=spaces,
        initial={"from_day": place.today(clock.now()), "what": request.GET.get("espace", "")},
    )  # fmt: skip
    oneself: dict[str, int | None] = {"person_id": request.actor.person_id, "customer_id": None}
    if request.method == "POST" and attempt(form, lambda read: _wished(request, read, oneself)):
        messages.success(request, _("You are on the waiting list. The team writes to you when it is free."))
        return redirect("booking:my_occupations")
    return render(request, "booking/occupations/ask.html", {"form": form}, status=422 if form.errors else 200)


def show(request: PlaceRequest, *, occupation: UUID) -> HttpResponse:
    """One occupation: its last day, its move, its two états des lieux."""
    place, today = request.place, request.place.today(clock.now())
    card = queries.occupation_by_uuid(place, occupation)
    if card is None:
        raise Http404
    act = request.POST.get("action", "")
    elsewhere = [space for space in _spaces(place) if space.id != card.resource_id]
    ends = EndsForm(request.POST if act == "end" else None, initial={"ends_on": card.ends_on})
    moves = MovesForm(request.POST if act == "move" else None, spaces=elsewhere)
    people = PeopleForm(request.POST if act == "people" else None, initial={"people": card.people})
    report = ReportForm(*((request.POST, request.FILES) if act in {"entry", "exit"} else ()))
    if request.method == "POST":
        done = _act(request, card, act, ends, moves, report, people)
        if done is not None:
            return done
    reports = queries.reports_of(card.uuid)
    seen = {each.moment.value for each in reports}
    context = {
        "card": card,
        "said": _said(card, place, today),
        "ends": ends,
        "moves": moves if elsewhere else None,
        "report": report,
        "people": people,
        "reports": reports,
        "owed": next((moment.value for moment in Moment if moment.value not in seen), ""),
    }
    wrong = bool(ends.errors or moves.errors or report.errors or people.errors)
    return render(request, "booking/occupations/show.html", context, status=422 if wrong else 200)


def photo(request: PlaceRequest, *, photo: UUID, width: int, ending: str) -> HttpResponseBase:
    """A picture of an état des lieux, to the team and to the occupant; anybody else finds nothing."""
    place = request.place
    found = queries.owner_of_photo(place, photo)
    owner = found[0] if found else None
    mine = owner is not None and owner == request.actor.person_id
    if found is None or not (mine or can(request.actor, "occupation.see_all", Target(place.organisation_id, place.id))):
        raise Http404
    return images.served(places.photo_folder(place.uuid), photo, width, ending)


def mine(request: HttpRequest) -> HttpResponse:
    """The spaces that I have, their états des lieux, and what I wait for, in every place."""
    actor, now = actor_on(request), clock.now()
    assert actor.person_id is not None
    own = queries.own_occupations(person_id=actor.person_id, language=request.LANGUAGE_CODE)
    home = {grant.place_id for grant in actor.grants if grant.place_id}
    named = {card.place_id for card in own.occupations} | {wish.place_id for wish in own.wishes}
    refs = places.place_refs(ids=home | named)
    context = {
        "ask_at": sorted((refs[each] for each in home), key=lambda ref: ref.name),
        "held": [
            {
                **_said(card, refs[card.place_id], refs[card.place_id].today(now)),
                "reports": own.reports.get(card.uuid, []),
            }
            for card in own.occupations
        ],
        "wishes": [{**_wish(wish), "place": refs[wish.place_id]} for wish in own.wishes],
    }
    return render(request, "booking/occupations/mine.html", context)


def leave(request: HttpRequest, *, wish: UUID) -> HttpResponse:
    """Wait no more for one of mine."""
    actor, now = actor_on(request), clock.now()
    assert actor.person_id is not None
    own = queries.own_occupations(person_id=actor.person_id, language=request.LANGUAGE_CODE)
    card = next((each for each in own.wishes if each.uuid == wish), None)
    if card is None:
        raise Http404
    place = places.place_refs(ids=[card.place_id])[card.place_id]
    with scoping.scope([place.organisation_id]):
        commands.close_wish(actor=actor, now=now, place=place, wish=wish)
    messages.success(request, _("You no longer wait for it."))
    return redirect("booking:my_occupations")


def _let(request: PlaceRequest, form: LetForm, wish: queries.WishCard | None) -> UUID:
    said = form.cleaned_data
    return commands.begin_occupation(
        actor=request.actor, now=clock.now(), place=request.place, resource=form.spaces[said["resource"]],
        starts_on=said["starts_on"], ends_on=said["ends_on"], agreement=said["agreement"], people=form.how_many,
        wish=wish.uuid if wish else None,
        person_id=form.occupant["person_id"], customer_id=form.occupant["customer_id"],
    )  # fmt: skip


def _wished(request: PlaceRequest, form: WishForm, who: dict[str, int | None]) -> UUID:
    said = form.cleaned_data
    return commands.wish_occupation(
        actor=request.actor, now=clock.now(), place=request.place, resource_id=form.spaces[said["what"]].id,
        from_day=said["from_day"], note=said["note"], **who,
    )  # fmt: skip


def _act(
    request: PlaceRequest,
    card: OccupationCard,
    act: str,
    ends: EndsForm,
    moves: MovesForm,
    report: ReportForm,
    people: PeopleForm,
) -> HttpResponse | None:
    """Do what the page asks; None when a form must be put right."""
    said: dict[str, Any] = {
        "actor": request.actor, "now": clock.now(), "place": request.place, "occupation": card.uuid,
    }  # fmt: skip
    made: list[UUID] = [card.uuid]

    def end(form: EndsForm) -> None:
        commands.extend_occupation(**said, until=form.cleaned_data["ends_on"])

    def count(form: PeopleForm) -> None:
        commands.count_occupants(**said, people=form.cleaned_data["people"])

    def move(form: MovesForm) -> None:
        read = form.cleaned_data
        made[0] = commands.move_occupation(**said, resource=form.spaces[read["resource"]], on=read["on"])

    def state(form: ReportForm) -> None:
        read = form.cleaned_data
        commands.report_state(
            **said, moment=Moment(act), lines=form.lines, note=read["note"], signed_for_place=read["signed_for_place"],
            signed_for_occupant=read["signed_for_occupant"], photos=read["photos"],
        )  # fmt: skip

    acts: dict[str, tuple[Callable[[], bool], str]] = {
        "end": (lambda: attempt(ends, end), _("The last day is set.")),
        "people": (lambda: attempt(people, count), _("The number of people is kept.")),
        "move": (lambda: attempt(moves, move), _("Moved: this is the new space.")),
        "entry": (lambda: attempt(report, state), _("The state at entry is signed.")),
        "exit": (lambda: attempt(report, state), _("The state at exit is signed.")),
    }
    if act not in acts:
        raise Http404
    doing, words = acts[act]
    if not doing():
        return None
    messages.success(request, words)
    return redirect("booking:occupation", request.place.slug, made[0])


def _close_wish(request: PlaceRequest) -> HttpResponse:
    try:
        wish = UUID(request.POST.get("wish", ""))
    except ValueError:
        raise Http404 from None
    try:
        commands.close_wish(actor=request.actor, now=clock.now(), place=request.place, wish=wish)
        messages.success(request, _("Taken off the list."))
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, refusals.sentence(refusal))
    return redirect("booking:occupations", request.place.slug)


def _asked_wish(request: PlaceRequest) -> queries.WishCard | None:
    asked = request.GET.get("souhait", "")
    return next((wish for wish in queries.wishes_of(request.place) if str(wish.uuid) == asked), None) if asked else None


def _spaces(place: PlaceRef) -> list[ResourceCard]:
    return [card for card in places.resource_cards(place_id=place.id) if card.long_term]


def _space(space: ResourceCard, cards: list[OccupationCard], place: PlaceRef, today: date) -> dict[str, Any]:
    """One space: who has it now, who comes next, the first day on which nobody has it."""
    mine = [card for card in cards if card.resource_id == space.id and card.standing(today).value != "ended"]
    free = queries.free_from(space, cards, today=today)
    return {
        "space": space,
        "held": [_said(card, place, today) for card in mine],
        "free": "" if free is None or free <= today else formats.full_day(free),
        "free_now": free is not None and free <= today,
    }


def _said(card: OccupationCard, place: PlaceRef, today: date) -> dict[str, Any]:
    """An occupation in words; ``soon`` when it ends within two months."""
    return {
        "card": card,
        "place": place,
        "standing": card.standing(today).value,
        "from": formats.full_day(card.starts_on),
        "to": formats.full_day(card.ends_on) if card.ends_on else "",
        "soon": card.ends_on is not None and today <= card.ends_on <= today + timedelta(days=60),
    }


def _wish(wish: queries.WishCard) -> dict[str, Any]:
    return {"wish": wish, "from": formats.full_day(wish.from_day)}
