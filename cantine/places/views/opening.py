"""Opening a place: the place, its spaces, its hours; three short steps, each of which can be left and come back to."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from cantine.core import clock, refusals, scoping
from cantine.core.routes import actor_on
from cantine.kernel import Refused
from cantine.people import commands as people
from cantine.people.rules.organisations import OrganisationDraft
from cantine.places import commands, queries
from cantine.places.forms import LineForm, OpeningForm, WeekForm, attempt
from cantine.places.policies import PlaceRequest
from cantine.places.queries import PlaceRef
from cantine.places.views.settings_spaces import join, lines_of
from cantine.territory import queries as territory


def start(request: HttpRequest) -> HttpResponse:
    """The place and who bears it. Nothing shows to others before the last step."""
    bearers = queries.bearers_of(actor_on(request), today=clock.now().date())
    form = OpeningForm(request.POST or None, bearers=bearers)
    opened: list[PlaceRef] = []
    if request.method == "POST" and attempt(form, lambda read: opened.append(_open(request, read))):
        return redirect("places:opening_spaces", opened[0].slug)
    return render(request, "places/opening/place.html", {"form": form})


def communes(request: HttpRequest) -> HttpResponse:
    """The towns of a postcode, offered while the form is filled."""
    found = territory.communes_at(request.GET.get("postcode", "")[:10])
    return render(request, "places/opening/communes.html", {"communes": found})


def spaces(request: PlaceRequest) -> HttpResponse:
    """The list of what is bookable: a line, Enter, the next one."""
    kinds = queries.kinds_of(organisation_id=request.place.organisation_id)
    form = LineForm(request.POST if request.POST.get("action", "") == "add" else None, kinds=kinds)
    wrong: list[str] = []
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        try:
            act = _remove if "line" in request.POST else _ACTS.get(request.POST.get("action", ""), _add)
            ready = act(request, form)
        except Refused as refused:
            ready, wrong = False, [refusals.sentence(refusal) for refusal in refused.refusals]
        if ready and not request.htmx:  # type: ignore[attr-defined]  # django-htmx's middleware
            return redirect("places:opening_spaces", request.place.slug)
        if ready:
            form = LineForm(kinds=kinds, initial={"kind": kind})
            form.fields["name"].widget.attrs["autofocus"] = True
    lines = lines_of(queries.resource_cards(place_id=request.place.id))
    rooms = [line for line in lines if line.joinable]
    context = {"form": form, "lines": lines, "wrong": wrong, "joinable": len(rooms) > 1, "two": len(rooms) == 2}
    template = "list" if request.htmx else "spaces"  # type: ignore[attr-defined]  # django-htmx's middleware
    return render(request, f"places/opening/{template}.html", context)


def hours(request: PlaceRequest) -> HttpResponse:
    """The week; then the place is open."""
    lines = [
        (line.weekday, line.opens, line.closes)
        for line in queries.week_lines(place_id=request.place.id)
        if line.resource_id is None and line.valid_from is None
    ]
    form = WeekForm(request.POST or None, week=lines or commands.USUAL_WEEK)
    if request.method == "POST" and attempt(form, lambda read: _publish(request, read)):
        return redirect("places:opened", request.place.slug)
    return render(request, "places/opening/hours.html", {"form": form})


def opened(request: PlaceRequest) -> HttpResponse:
    """What to do first, now that it is open."""
    lines = lines_of(queries.resource_cards(place_id=request.place.id))
    return render(request, "places/opening/opened.html", {"lines": lines})


def _open(request: HttpRequest, form: OpeningForm) -> PlaceRef:
    actor, now = actor_on(request), clock.now()
    organisation_id = form.bearer_id
    if organisation_id is None:
        draft = OrganisationDraft(name=form.organisation_name, legal_form=form.cleaned_data["legal_form"])
        organisation_id = people.enter_organisation(actor=actor, now=now, draft=draft)
    name, values = form.cleaned_data["name"], form.values
    with scoping.scope([organisation_id]):
        return commands.open_place(
            actor=actor,
            now=now,
            organisation_id=organisation_id,
            name=name,
            slug=queries.address_for(name, town=values["commune"]),
            fields=values,
        )


def _add(request: PlaceRequest, form: LineForm) -> bool:
    return attempt(
        form,
        lambda read: commands.add_resource(
            actor=request.actor,
            now=clock.now(),
            place=request.place,
            name=read.cleaned_data["name"],
            kind=read.cleaned_data["kind"],
            seats=read.seats,
            fields=read.values,
        ),
    )


def _start_from(request: PlaceRequest, _form: LineForm) -> bool:
    commands.add_starter(
        actor=request.actor,
        now=clock.now(),
        place=request.place,
        starter=request.POST.get("starter", ""),
        language=get_language() or "fr",
    )
    return True


def _join(request: PlaceRequest, _form: LineForm) -> bool:
    wanted = request.POST.getlist("part")
    cards = queries.resource_cards(place_id=request.place.id)
    join(request, [card for card in cards if card.slug in wanted])
    return True


def _remove(request: PlaceRequest, _form: LineForm) -> bool:
    card = queries.find_resource(place_id=request.place.id, slug=request.POST.get("line", ""))
    if card is not None:
        commands.retire_resource(actor=request.actor, now=clock.now(), place=request.place, resource_id=card.id)
    return True


def _publish(request: PlaceRequest, form: WeekForm) -> None:
    who: dict[str, Any] = {"actor": request.actor, "now": clock.now(), "place": request.place}
    commands.set_week(**who, hours=form.week)
    commands.publish_place(**who)


_ACTS = {"add": _add, "starter": _start_from, "join": _join}
