"""What is bookable in a place: added, joined, sharing a ground, taking a pool along."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused, folded, slug_of
from cantine.places import facts, rules
from cantine.places.commands.common import known, next_position
from cantine.places.models import Equipment, Kind, Layout, Resource, ResourcePool, ResourceUnit, Unit
from cantine.places.queries import PlaceRef

RESOURCE_FIELDS = frozenset(
    "name description accessibility how_to_enter position seats capacity see ask book grid_minutes shortest_minutes "
    "longest_minutes notice_minutes horizon_days buffer_before_minutes buffer_after_minutes certification long_term "
    "needs_insurance needs_house_rules offers_trial space_id".split()
)


def add_resource(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    name: str,
    kind: str = "room",
    space_id: int | None = None,
    seats: int | None = None,
    fields: Mapping[str, Any] = {},
    layouts: Mapping[str, int] = {},
    equipment: Iterable[str] = (),
) -> int:
    """Add something bookable: a room, a machine… with a unit of its own, or a pool of ``seats``; returns its id.

    Refusals: resource_name_missing, resource_name_taken, kind_unknown, seats_below_one, those of
    ``rules.check_resource``. Records ResourceAdded.
    """
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _new_resource(place, name=name, kind=kind, space_id=space_id, seats=seats, fields=fields)
        if seats is None:
            unit = Unit.objects.create(organisation_id=place.organisation_id, place_id=place.id)
            ResourceUnit.objects.create(organisation_id=place.organisation_id, resource=row, unit=unit)
        describe(row, layouts, equipment)
        _record_added(row, place, actor, now)
    return row.pk


def join_resources(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    name: str,
    parts: Iterable[int],
    kind: str = "room",
    fields: Mapping[str, Any] = {},
    layouts: Mapping[str, int] = {},
    equipment: Iterable[str] = (),
) -> int:
    """Add a joined room: the set of the units of its parts, and all the seats of those that are pools.

    Refusals: those of ``add_resource``, join_needs_two, part_unknown. Records ResourceAdded.
    """
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    ids = sorted(set(parts))
    if len(ids) < 2:
        raise Refused(Refusal("join_needs_two", field="parts"))
    with transaction.atomic():
        found = {row.pk: row for row in Resource.objects.filter(pk__in=ids, place_id=place.id, retired_at=None)}
        if len(found) < len(ids):
            raise Refused(Refusal("part_unknown", field="parts"))
        row = _new_resource(place, name=name, kind=kind, space_id=None, seats=None, fields=fields)
        _stand_on(row, found.values())
        describe(row, layouts, equipment)
        _record_added(row, place, actor, now)
    return row.pk


def share_resource(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    name: str,
    other_id: int,
    kind: str = "area",
    fields: Mapping[str, Any] = {},
) -> int:
    """Give an area a second life: another resource on the same ground, with hours and rules of its own; returns its id.

    Taking one takes the other, whatever the hours say. Refusals: those of ``add_resource``, part_unknown. Records
    ResourceAdded.
    """
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    with transaction.atomic():
        other = Resource.objects.filter(pk=other_id, place_id=place.id, retired_at=None).first()
        if other is None:
            raise Refused(Refusal("part_unknown", field="other"))
        row = _new_resource(place, name=name, kind=kind, space_id=other.space_id, seats=None, fields=fields)
        _stand_on(row, [other])
        _record_added(row, place, actor, now)
    return row.pk


def take_pool_along(*, actor: Actor, now: datetime, place: PlaceRef, resource_id: int, pool_id: int) -> None:
    """Let a resource take all the seats of a pool with it: the café as a stage at night takes its tables.

    Refusals: part_unknown. Records ResourceChanged.
    """
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    with transaction.atomic():
        pool = Resource.objects.filter(pk=pool_id, place_id=place.id, seats__isnull=False).first()
        taker = Resource.objects.filter(pk=resource_id, place_id=place.id, seats=None)
        if pool is None or pool.seats is None or not taker.exists():
            raise Refused(Refusal("part_unknown", field="parts"))
        ResourcePool.objects.update_or_create(
            resource_id=resource_id,
            pool=pool,
            defaults={"organisation_id": place.organisation_id, "seats": pool.seats},
        )
        fact = facts.ResourceChanged(organisation_id=place.organisation_id, place_id=place.id, resource_id=resource_id)
        record(fact, actor=actor, now=now)


def _new_resource(
    place: PlaceRef, *, name: str, kind: str, space_id: int | None, seats: int | None, fields: Mapping[str, Any]
) -> Resource:
    refusals = []
    if not slug_of(name):
        refusals.append(Refusal("resource_name_missing", field="name"))
    elif name_taken(place, name):
        refusals.append(Refusal("resource_name_taken", {"name": name}, "name"))
    if seats is not None and seats < 1:
        refusals.append(Refusal("seats_below_one", field="seats"))
    kind_id = Kind.objects.filter(organisation_id=place.organisation_id, code=kind).values_list("pk", flat=True)
    if not kind_id:
        refusals.append(Refusal("kind_unknown", {"kind": kind}, "kind"))
    refusals += rules.check_resource(fields)
    if refusals:
        raise Refused(*refusals)
    values = {"position": next_position(Resource, place), **known(fields, RESOURCE_FIELDS)}
    return Resource.objects.create(
        organisation_id=place.organisation_id,
        place_id=place.id,
        space_id=space_id,
        kind_id=kind_id[0],
        slug=_free_slug(place, name),
        name=name.strip(),
        seats=seats,
        **values,
    )


def name_taken(place: PlaceRef, name: str, *, but: int | None = None) -> bool:
    others = Resource.objects.filter(place_id=place.id, retired_at=None).exclude(pk=but or 0)
    return folded(name) in {folded(other) for other in others.values_list("name", flat=True)}


def _free_slug(place: PlaceRef, name: str) -> str:
    """An address once given stays its own, so that links do not change their meaning."""
    slug = slug_of(name)
    taken = set(Resource.objects.filter(place_id=place.id, slug__startswith=slug[:56]).values_list("slug", flat=True))
    return slug if slug not in taken else rules.suggestion(slug, unfree=taken)


def _stand_on(row: Resource, others: Iterable[Resource]) -> None:
    """Take the units of ``others``, and every seat of those that are pools."""
    whole = list(others)
    unit_ids = ResourceUnit.objects.filter(resource__in=whole).values_list("unit_id", flat=True).distinct()
    ResourceUnit.objects.bulk_create(
        ResourceUnit(organisation_id=row.organisation_id, resource=row, unit_id=unit) for unit in unit_ids
    )
    ResourcePool.objects.bulk_create(
        ResourcePool(organisation_id=row.organisation_id, resource=row, pool=other, seats=other.seats)
        for other in whole
        if other.seats
    )


def describe(row: Resource, layouts: Mapping[str, int], equipment: Iterable[str]) -> None:
    Layout.objects.bulk_create(
        Layout(organisation_id=row.organisation_id, resource=row, code=code, capacity=capacity)
        for code, capacity in layouts.items()
    )
    Equipment.objects.bulk_create(
        Equipment(organisation_id=row.organisation_id, resource=row, name=name) for name in equipment
    )


def _record_added(row: Resource, place: PlaceRef, actor: Actor, now: datetime) -> None:
    fact = facts.ResourceAdded(organisation_id=place.organisation_id, place_id=place.id, resource_id=row.pk)
    record(fact, actor=actor, now=now)
