"""What changes in something bookable: its rules, its description, its place in the list, its end."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused, slug_of
from cantine.places import facts, rules
from cantine.places.commands.common import known
from cantine.places.commands.resources import RESOURCE_FIELDS, describe, name_taken
from cantine.places.models import Equipment, Kind, Layout, Resource, ResourcePool
from cantine.places.queries import PlaceRef

CHECKED = ("capacity grid_minutes shortest_minutes longest_minutes notice_minutes horizon_days see ask book").split()


def change_resource(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    resource_id: int,
    fields: Mapping[str, Any],
    kind: str = "",
    layouts: Mapping[str, int] | None = None,
    equipment: Iterable[str] | None = None,
) -> None:
    """Change the rules or the description of a resource; bookings already made stay as they are.

    Layouts and equipment replace the former ones when they are given. A pool shrinks only to what its coming bookings
    leave: the database refuses less. Refusals: resource_unknown, resource_name_missing, resource_name_taken,
    kind_unknown, seats_below_one, seats_still_booked, those of ``rules.check_resource``. Records ResourceChanged.
    """
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    values = known(fields, RESOURCE_FIELDS)
    with transaction.atomic():
        row = Resource.objects.select_for_update().filter(pk=resource_id, place_id=place.id).first()
        if row is None:
            raise Refused(Refusal("resource_unknown"))
        _refuse(place, row, values)
        if kind:
            values["kind_id"] = _kind_id(place, kind)
        _write(row, values)
        if layouts is not None:
            Layout.objects.filter(resource=row).delete()
        if equipment is not None:
            Equipment.objects.filter(resource=row).delete()
        describe(row, layouts or {}, equipment or ())
        fact = facts.ResourceChanged(organisation_id=place.organisation_id, place_id=place.id, resource_id=resource_id)
        record(fact, actor=actor, now=now)


def reorder_resources(*, actor: Actor, now: datetime, place: PlaceRef, resource_ids: Iterable[int]) -> None:
    """Put the resources in this order, on the planning too; those left out come after. Records PlaceChanged."""
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    with transaction.atomic():
        rows = {row.pk: row for row in Resource.objects.select_for_update().filter(place_id=place.id)}
        wanted = [row_id for row_id in dict.fromkeys(resource_ids) if row_id in rows]
        rest = sorted((row for row in rows.values() if row.pk not in wanted), key=lambda row: (row.position, row.pk))
        ordered = [rows[row_id] for row_id in wanted] + rest
        for position, row in enumerate(ordered, start=1):
            row.position = position
        Resource.objects.bulk_update(ordered, ["position"])
        fact = facts.PlaceChanged(organisation_id=place.organisation_id, place_id=place.id, fields=("order",))
        record(fact, actor=actor, now=now)


def retire_resource(*, actor: Actor, now: datetime, place: PlaceRef, resource_id: int) -> None:
    """Take a resource out of the planning; its past stays. Records ResourceChanged."""
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    with transaction.atomic():
        Resource.objects.filter(pk=resource_id, place_id=place.id, retired_at=None).update(retired_at=now)
        fact = facts.ResourceChanged(organisation_id=place.organisation_id, place_id=place.id, resource_id=resource_id)
        record(fact, actor=actor, now=now)


def _refuse(place: PlaceRef, row: Resource, values: Mapping[str, Any]) -> None:
    wrong = []
    if "name" in values and not slug_of(values["name"]):
        wrong.append(Refusal("resource_name_missing", field="name"))
    elif "name" in values and name_taken(place, values["name"], but=row.pk):
        wrong.append(Refusal("resource_name_taken", {"name": values["name"]}, "name"))
    if row.seats is not None and (values.get("seats", 1) or 0) < 1:
        wrong.append(Refusal("seats_below_one", field="seats"))
    now_and_then = {name: values.get(name, getattr(row, name)) for name in CHECKED}
    wrong += rules.check_resource(now_and_then)
    if wrong:
        raise Refused(*wrong)


def _kind_id(place: PlaceRef, code: str) -> int:
    found = Kind.objects.filter(organisation_id=place.organisation_id, code=code).values_list("pk", flat=True).first()
    if found is None:
        raise Refused(Refusal("kind_unknown", {"kind": code}, "kind"))
    return found


def _write(row: Resource, values: Mapping[str, Any]) -> None:
    try:
        with transaction.atomic():
            Resource.objects.filter(pk=row.pk).update(**values)
    except IntegrityError as error:
        raise Refused(Refusal("seats_still_booked", {"seats": values.get("seats")}, "seats")) from error
    if row.seats and values.get("seats", row.seats) != row.seats:
        ResourcePool.objects.filter(pool=row).update(seats=values["seats"])
