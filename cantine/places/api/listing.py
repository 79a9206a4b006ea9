"""Places, what is bookable in them, and who is known to them, as JSON."""

from collections.abc import Sequence
from typing import Annotated, Any

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from cantine.core import clock
from cantine.core.api import ApiRouter, Cursor, Instant, Limit, Out, Page, Text, answer, key_of, page_of
from cantine.core.routes import anyone, signed_in
from cantine.people import queries as people
from cantine.places import queries
from cantine.places.policies import PlaceRequest, at_place

router = ApiRouter(tags=[_("Places")])  # type: ignore[list-item]  # ninja says str, and shows whatever str() gives


class AddressOut(Out):
    street: str
    postcode: str
    commune: str
    insee_code: str
    country: str


class PlaceOut(Out):
    """A place; `timezone` is the one in which its days, its hours and its recurrences are read."""

    id: str
    slug: str
    name: str
    tagline: str
    timezone: str
    address: AddressOut
    published: bool


class PlaceWholeOut(PlaceOut):
    description: str
    email: str
    phone: str
    how_to_come: str
    accessibility: str
    area_m2: int | None


class LayoutOut(Out):
    code: str
    people: int


class AccessOut(Out):
    """The least standing that may see, ask for, and book without asking: public, member, resident or staff."""

    see: str
    ask: str
    book: str


class ResourceOut(Out):
    """Something bookable. `seats` is null for what is exclusive, else the number of interchangeable seats."""

    id: str
    slug: str
    name: str
    kind: str
    kind_name: str
    space: str | None
    description: str
    accessibility: str
    seats: int | None
    capacity: int | None
    layouts: list[LayoutOut]
    equipment: list[str]
    access: AccessOut
    mode: str
    grid_minutes: int
    shortest_minutes: int
    longest_minutes: int
    notice_minutes: int
    horizon_days: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    certification: str | None


class RoleOut(Out):
    place: str | None
    role: str


class MeOut(Out):
    """Who the token or the session speaks for, and what it may do; `levels` is null in a browser."""

    id: str
    email: str
    name: str
    language: str
    levels: list[str] | None
    roles: list[RoleOut]


class PersonOut(Out):
    id: str
    name: str
    email: str
    phone: str
    roles: list[str]
    since: Instant


class OrganisationOut(Out):
    """`kind` and `legal_form` are codes; the numbers are empty where the organisation has none."""

    id: str
    name: str
    kind: str
    legal_form: str
    siren: str
    siret: str
    rna: str
    email: str
    address: AddressOut
    since: Instant


@router.operation(
    "GET",
    "/places",
    policy=anyone,
    gives=Page[PlaceOut],
    summary=_("List the places"),
    says=_("Published places, and those where you hold a role, by their address word."),
)
def list_places(request: Any, cursor: Cursor = None, limit: Limit = 50) -> HttpResponse:
    after = key_of(cursor, str)
    found = queries.place_page(actor=request.actor, after=after[0] if after else "", most=limit + 1)
    shown = found[:limit]
    key = (shown[-1].slug,) if len(found) > limit else None
    return answer(page_of(request, [_place(note) for note in shown], key=key))


@router.operation(
    "GET",
    "/places/{slug:place}",
    policy=at_place("place.see"),
    gives=PlaceWholeOut,
    summary=_("Read a place"),
    says=_("What the place says of itself to everybody."),
)
def read_place(request: PlaceRequest) -> HttpResponse:
    note = queries.note_of(request.place)
    more = ("description", "email", "phone", "how_to_come", "accessibility", "area_m2")
    return answer({**_place(note), **{name: getattr(note, name) for name in more}})


@router.operation(
    "GET",
    "/places/{slug:place}/resources",
    policy=at_place("place.see"),
    gives=Page[ResourceOut],
    summary=_("List what can be booked"),
    says=_(
        "Rooms, desks, machines… that you may see, in the order of the place; mode is how you would get "
        "each: direct, ask or refused."
    ),
)
def list_resources(
    request: PlaceRequest,
    kind: Annotated[Text, Field(max_length=40, description="Only this kind: `room`, `desk`…")] = "",
    cursor: Cursor = None,
    limit: Limit = 100,
) -> HttpResponse:
    standing = queries.standing_of(request.actor, place=request.place)
    after: Any = key_of(cursor, int, int)
    found = queries.resource_page(place_id=request.place.id, standing=standing, kind=kind, after=after, most=limit + 1)
    shown = found[:limit]
    key = (shown[-1].position, shown[-1].id) if len(found) > limit else None
    return answer(page_of(request, [_resource(card, standing) for card in shown], key=key))


@router.operation(
    "GET",
    "/places/{slug:place}/persons",
    policy=at_place("place.see_contacts"),
    gives=Page[PersonOut],
    summary=_("List the persons known to the place"),
    says=_("For the team: who booked, came or holds a role, in the order in which they came."),
)
def list_persons(request: PlaceRequest, cursor: Cursor = None, limit: Limit = 100) -> HttpResponse:
    today = request.place.today(clock.now())
    after = key_of(cursor, int)
    found = queries.person_contacts(place=request.place, today=today, after=after[0] if after else 0, most=limit + 1)
    items = [
        {"id": each.uuid, "name": each.name, "email": each.email, "phone": each.phone, "roles": each.roles,
         "since": each.since}
        for each in found[:limit]
    ]  # fmt: skip
    return answer(page_of(request, items, key=_after(found, limit)))


@router.operation(
    "GET",
    "/places/{slug:place}/organisations",
    policy=at_place("place.see_contacts"),
    gives=Page[OrganisationOut],
    summary=_("List the organisations known to the place"),
    says=_("For the team: the customers of the place, in the order in which they came."),
)
def list_organisations(request: PlaceRequest, cursor: Cursor = None, limit: Limit = 100) -> HttpResponse:
    after = key_of(cursor, int)
    found = queries.customer_contacts(place=request.place, after=after[0] if after else 0, most=limit + 1)
    items = [_organisation(each) for each in found[:limit]]
    return answer(page_of(request, items, key=_after(found, limit)))


@router.operation(
    "GET",
    "/me",
    policy=signed_in,
    gives=MeOut,
    summary=_("Read who you are"),
    says=_("The person behind the token or the session, and their roles."),
)
def read_me(request: Any) -> HttpResponse:
    actor = request.actor
    me = people.person_of(actor.person_id)
    if me is None:
        raise Http404
    refs = queries.place_refs(ids={grant.place_id for grant in actor.grants if grant.place_id is not None})
    held = [(refs[grant.place_id].slug if grant.place_id in refs else None, grant.role) for grant in actor.grants]
    return answer(
        {
            "id": me.uuid, "email": me.email, "name": me.name, "language": me.language,
            "levels": None if actor.levels is None else sorted(actor.levels),
            "roles": [{"place": place, "role": role} for place, role in sorted(held, key=lambda each: each[0] or "")],
        }
    )  # fmt: skip


def _organisation(card: queries.CustomerCard) -> dict[str, Any]:
    names = ("name", "kind", "legal_form", "siren", "siret", "rna", "email", "since")
    address = {name: getattr(card, name) for name in ("street", "postcode", "commune", "insee_code", "country")}
    return {"id": card.uuid, **{name: getattr(card, name) for name in names}, "address": address}


def _after(found: Sequence[queries.ContactCard | queries.CustomerCard], limit: int) -> tuple[int] | None:
    return (found[limit - 1].id,) if len(found) > limit else None


def _place(note: queries.PlaceNote) -> dict[str, Any]:
    return {
        "id": note.uuid,
        "slug": note.slug,
        "name": note.name,
        "tagline": note.tagline,
        "timezone": note.timezone,
        "address": {name: getattr(note, name) for name in ("street", "postcode", "commune", "insee_code", "country")},
        "published": note.published_at is not None,
    }


_AS_IT_IS = (
    "slug name kind space description accessibility seats capacity layouts equipment grid_minutes shortest_minutes "
    "longest_minutes notice_minutes horizon_days buffer_before_minutes buffer_after_minutes"
).split()


def _resource(card: queries.ResourceCard, standing: Any) -> dict[str, Any]:
    french = not (get_language() or "fr").startswith("en")
    return {
        "id": card.uuid,
        **{name: getattr(card, name) for name in _AS_IT_IS},
        "kind_name": card.kind_fr if french else card.kind_en,
        "access": {"see": card.see, "ask": card.ask, "book": card.book},
        "mode": card.access.mode_for(standing).value,
        "certification": card.certification or None,
    }
