"""Settings: what is bookable, where it stands, of which kind it is."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.kernel import Refused
from cantine.places import commands, queries, rules
from cantine.places.forms import AreaForm, KindForm, ResourceForm, attempt
from cantine.places.policies import PlaceRequest
from cantine.places.queries import ResourceCard
from cantine.places.views.answers import done, refused

NEW: dict[str, Any] = {
    "see": "public", "ask": "public", "book": "member", "grid_minutes": 30, "shortest_minutes": 30,
    "longest_minutes": 720, "notice_minutes": 0, "horizon_days": 400, "buffer_before_minutes": 0,
    "buffer_after_minutes": 0, "needs_house_rules": True,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A resource on the list: of what it is made, with what it shares its ground, what its seats are."""

    card: ResourceCard
    made_of: tuple[str, ...]
    shares_with: tuple[str, ...]
    first: bool
    last: bool

    @property
    def joinable(self) -> bool:
        return not self.made_of and self.card.seats is None


def lines_of(cards: list[ResourceCard]) -> list[Line]:
    names = {card.id: card.name for card in cards}
    units = {card.id: frozenset(card.units) for card in cards}
    parts, sharers = rules.parts_of(units), rules.sharers_of(units)
    return [
        Line(
            card,
            (
                *(names[part] for part in parts.get(card.id, ())),
                *(names[taken.pool_id] for taken in card.pools if taken.pool_id in names),
            ),
            tuple(names[other] for other in sharers.get(card.id, ())),
            index == 0,
            index == len(cards) - 1,
        )
        for index, card in enumerate(cards)
    ]


def spaces(request: PlaceRequest) -> HttpResponse:
    """The list, in the order of the planning; moving one up or down; joining some."""
    cards = queries.resource_cards(place_id=request.place.id)
    if request.method == "POST":
        return _order(request, cards) if "move" in request.POST else _join(request, cards)
    return render(request, "places/settings/spaces.html", {"lines": lines_of(cards)})


def add(request: PlaceRequest) -> HttpResponse:
    """Something new; ``?alike=1`` several alike; ``?with=slug`` a second life for the ground of another one."""
    other = _find(request, request.GET["with"]) if request.GET.get("with") else None
    pool = request.GET.get("alike") == "1" and other is None
    kinds = queries.kinds_of(organisation_id=request.place.organisation_id)
    first = next((kind.code for kind in kinds if kind.alike == pool), "")
    form = ResourceForm(
        request.POST or None,
        initial={**NEW, "kind": "area" if other else first},
        kinds=kinds,
        spaces=queries.spaces_of(place_id=request.place.id),
        pool=pool,
    )
    if request.method == "POST" and attempt(form, lambda read: _add(request, read, other)):
        return done(request, _("%(name)s can be booked.") % form.cleaned_data, "places:spaces")
    context = {"form": form, "other": other, "who": [form["see"], form["ask"], form["book"]]}
    return render(request, "places/settings/resource.html", context)


def edit(request: PlaceRequest, *, resource: str) -> HttpResponse:
    card = _find(request, resource)
    spaces = queries.spaces_of(place_id=request.place.id)
    space_id = next((space.id for space in spaces if space.name == card.space), None)
    form = ResourceForm(
        request.POST or None,
        initial=ResourceForm.shown(card, space_id=space_id),
        kinds=queries.kinds_of(organisation_id=request.place.organisation_id),
        spaces=spaces,
        pool=card.seats is not None,
    )
    if request.method == "POST" and attempt(form, lambda read: _change(request, card, read)):
        return done(request, _("%(name)s is up to date.") % form.cleaned_data, "places:spaces")
    return render(request, "places/settings/resource.html", {"form": form, "card": card})


def kinds(request: PlaceRequest) -> HttpResponse:
    """Kinds: those there are, one to add."""
    form = KindForm(request.POST if request.POST.get("action") == "add" else None)
    if request.method == "POST" and not form.is_bound:
        return _remove_kind(request)
    if form.is_bound and attempt(form, lambda read: _add_kind(request, read)):
        return done(request, _("The kind “%(name_fr)s” was added.") % form.cleaned_data, "places:kinds")
    lines = queries.kinds_of(organisation_id=request.place.organisation_id)
    return render(request, "places/settings/kinds.html", {"form": form, "lines": lines})


def areas(request: PlaceRequest) -> HttpResponse:
    """Areas: those there are, one to add."""
    form = AreaForm(request.POST if request.POST.get("action") == "add" else None)
    if request.method == "POST" and not form.is_bound:
        space = request.POST.get("space", "")
        commands.remove_space(
            actor=request.actor, now=clock.now(), place=request.place, space_id=int(space) if space.isdigit() else 0
        )
        return done(request, _("The area is gone; what stood in it can still be booked."), "places:areas")
    if form.is_bound and attempt(form, lambda read: _add_area(request, read)):
        return done(request, _("The area “%(name)s” was added.") % form.cleaned_data, "places:areas")
    lines = queries.spaces_of(place_id=request.place.id)
    return render(request, "places/settings/areas.html", {"form": form, "lines": lines})


def joined_name(cards: list[ResourceCard]) -> str:
    """“Salle Rouge” and “Salle Verte” make “Salle Rouge + Verte”."""
    names = [card.name.split() for card in cards]
    common = names[0][0] if len({name[0] for name in names}) == 1 and min(map(len, names)) > 1 else ""
    shown = [" ".join(name[1:] if common and index else name) for index, name in enumerate(names)]
    return " + ".join(shown)[:80]


def join(request: PlaceRequest, chosen: list[ResourceCard]) -> str:
    """Join rooms under the name that they make together; returns it."""
    name = joined_name(chosen) if chosen else ""
    people = [card.capacity for card in chosen]
    commands.join_resources(
        actor=request.actor,
        now=clock.now(),
        place=request.place,
        name=name,
        parts=[card.id for card in chosen],
        fields={"capacity": sum(number or 0 for number in people) or None},
    )
    return name


def _join(request: PlaceRequest, cards: list[ResourceCard]) -> HttpResponse:
    wanted = request.POST.getlist("part")
    try:
        name = join(request, [card for card in cards if card.slug in wanted])
    except Refused as why:
        return refused(request, why, "places:spaces")
    return done(request, _("%(name)s can be booked as one room.") % {"name": name}, "places:spaces")


def _order(request: PlaceRequest, cards: list[ResourceCard]) -> HttpResponse:
    slug, _colon, way = request.POST["move"].partition(":")
    ids = [card.id for card in cards]
    here = next((index for index, card in enumerate(cards) if card.slug == slug), None)
    if here is None:
        raise Http404
    there = max(0, min(len(ids) - 1, here + (1 if way == "down" else -1)))
    ids.insert(there, ids.pop(here))
    commands.reorder_resources(actor=request.actor, now=clock.now(), place=request.place, resource_ids=ids)
    return done(request, _("The order is kept."), "places:spaces")


def _find(request: PlaceRequest, slug: str) -> ResourceCard:
    card = queries.find_resource(place_id=request.place.id, slug=slug)
    if card is None:
        raise Http404
    return card


def _add(request: PlaceRequest, form: ResourceForm, other: ResourceCard | None) -> None:
    said = form.values
    who: dict[str, Any] = {"actor": request.actor, "now": clock.now(), "place": request.place}
    name, kind = said.pop("name"), form.cleaned_data["kind"]
    if other is not None:
        said.pop("space_id", None)
        commands.share_resource(**who, name=name, other_id=other.id, kind=kind, fields=said)
        return
    commands.add_resource(
        **who, name=name, kind=kind, seats=form.how_many, space_id=said.pop("space_id", None), fields=said,
        layouts=form.layout_sizes, equipment=form.things,
    )  # fmt: skip


def _change(request: PlaceRequest, card: ResourceCard, form: ResourceForm) -> None:
    said = form.values
    if form.pool:
        said["seats"] = form.how_many
    commands.change_resource(
        actor=request.actor, now=clock.now(), place=request.place, resource_id=card.id, fields=said,
        kind=form.cleaned_data["kind"], layouts=form.layout_sizes, equipment=form.things,
    )  # fmt: skip


def _add_kind(request: PlaceRequest, form: KindForm) -> None:
    commands.add_kind(actor=request.actor, now=clock.now(), place=request.place, **form.cleaned_data)


def _remove_kind(request: PlaceRequest) -> HttpResponse:
    try:
        commands.remove_kind(
            actor=request.actor, now=clock.now(), place=request.place, code=request.POST.get("kind", "")
        )
    except Refused as why:
        return refused(request, why, "places:kinds")
    return done(request, _("The kind was removed."), "places:kinds")


def _add_area(request: PlaceRequest, form: AreaForm) -> None:
    commands.add_space(actor=request.actor, now=clock.now(), place=request.place, **form.cleaned_data)
