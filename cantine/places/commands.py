"""Writes of a place: opening one, its spaces and what is bookable in them, its hours, its team, its house rules."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused, slug_of
from cantine.places import facts
from cantine.places.models import (
    Acceptance,
    Closure,
    Contact,
    Equipment,
    HouseRules,
    Insurance,
    Kind,
    Layout,
    OpeningHours,
    Place,
    Resource,
    ResourcePool,
    ResourceUnit,
    Role,
    Space,
    Unit,
)
from cantine.places.queries import PlaceRef, find_place

KINDS = (
    ("room", "Salle", "Room", "room"),
    ("desk", "Postes de travail", "Desks", "desk"),
    ("area", "Espace", "Area", "area"),
    ("phone-box", "Cabine téléphonique", "Phone box", "phone"),
    ("machine", "Machine", "Machine", "machine"),
    ("locker", "Casier", "Locker", "locker"),
    ("office", "Bureau", "Office", "office"),
    ("plot", "Parcelle", "Plot", "plot"),
)
USUAL_WEEK = tuple((weekday, time(9), time(18)) for weekday in range(5))
PLACE_FIELDS = frozenset(
    "name tagline description street postcode commune insee_code country timezone holiday_territory email phone "
    "how_to_come how_to_enter wifi accessibility area_m2 legal_capacity accent holiday_open free_cancellation_hours "
    "cancellation_words request_days hold_days published_at".split()
)
RESOURCE_FIELDS = frozenset(
    "name description accessibility how_to_enter position seats capacity see ask book grid_minutes shortest_minutes "
    "longest_minutes notice_minutes horizon_days buffer_before_minutes buffer_after_minutes certification long_term "
    "needs_insurance needs_house_rules offers_trial".split()
)


def open_place(
    *, actor: Actor, now: datetime, organisation_id: int, name: str, slug: str = "", fields: Mapping[str, Any] = {}
) -> PlaceRef:
    """Create a place borne by an organisation, with the usual kinds and week; its maker is its manager.

    Refusals: place_name_missing, slug_taken. Records PlaceOpened and RoleGiven.
    """
    authorize(actor, "place.open", Target(organisation_id))
    slug = slug or slug_of(name)
    if not slug:
        raise Refused(Refusal("place_name_missing", field="name"))
    if find_place(slug=slug):
        raise Refused(Refusal("slug_taken", {"slug": slug}, "slug"))
    with transaction.atomic():
        row = Place.objects.create(
            organisation_id=organisation_id, name=name, slug=slug, opened_at=now, **_known(fields, PLACE_FIELDS)
        )
        _add_kinds(organisation_id)
        _set_week(row, None, USUAL_WEEK)
        record(facts.PlaceOpened(organisation_id=organisation_id, place_id=row.pk), actor=actor, now=now)
        if actor.person_id is not None:
            _give(row.organisation_id, row.pk, actor.person_id, "manager", actor=actor, now=now)
    place = find_place(slug=slug)
    assert place is not None
    return place


def change_place(*, actor: Actor, now: datetime, place: PlaceRef, fields: Mapping[str, Any]) -> None:
    """Change the description or the rules of the place; unknown fields are a fault. Records PlaceChanged."""
    authorize(actor, "place.change", Target(place.organisation_id, place.id))
    values = _known(fields, PLACE_FIELDS)
    with transaction.atomic():
        Place.objects.filter(pk=place.id).update(**values)
        fact = facts.PlaceChanged(
            organisation_id=place.organisation_id, place_id=place.id, fields=tuple(sorted(values))
        )
        record(fact, actor=actor, now=now)


def add_space(
    *, actor: Actor, now: datetime, place: PlaceRef, name: str, description: str = "", area_m2: int | None = None
) -> int:
    """Add an area of the place; returns its id. Records PlaceChanged."""
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = Space.objects.create(
            organisation_id=place.organisation_id,
            place_id=place.id,
            name=name,
            description=description,
            area_m2=area_m2,
            position=_next_position(Space, place),
        )
        record(
            facts.PlaceChanged(organisation_id=place.organisation_id, place_id=place.id, fields=("spaces",)),
            actor=actor,
            now=now,
        )
    return row.pk


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

    Refusals: resource_name_missing, resource_name_taken, kind_unknown, seats_below_one. Records ResourceAdded.
    """
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _new_resource(place, name=name, kind=kind, space_id=space_id, seats=seats, fields=fields)
        if seats is None:
            unit = Unit.objects.create(organisation_id=place.organisation_id, place_id=place.id)
            ResourceUnit.objects.create(organisation_id=place.organisation_id, resource=row, unit=unit)
        _describe(row, layouts, equipment)
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
        unit_ids = ResourceUnit.objects.filter(resource_id__in=ids).values_list("unit_id", flat=True).distinct()
        ResourceUnit.objects.bulk_create(
            ResourceUnit(organisation_id=place.organisation_id, resource=row, unit_id=unit) for unit in unit_ids
        )
        ResourcePool.objects.bulk_create(
            ResourcePool(organisation_id=place.organisation_id, resource=row, pool=part, seats=part.seats)
            for part in found.values()
            if part.seats
        )
        _describe(row, layouts, equipment)
        _record_added(row, place, actor, now)
    return row.pk


def change_resource(
    *, actor: Actor, now: datetime, place: PlaceRef, resource_id: int, fields: Mapping[str, Any]
) -> None:
    """Change the rules or the description of a resource; bookings already made stay as they are.

    A pool shrinks only to what its coming bookings leave (the database refuses less). Refusals: resource_unknown,
    resource_name_taken. Records ResourceChanged.
    """
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    values = _known(fields, RESOURCE_FIELDS)
    with transaction.atomic():
        if "name" in values and _name_taken(place, values["name"], but=resource_id):
            raise Refused(Refusal("resource_name_taken", {"name": values["name"]}, "name"))
        if not Resource.objects.filter(pk=resource_id, place_id=place.id).update(**values):
            raise Refused(Refusal("resource_unknown"))
        fact = facts.ResourceChanged(organisation_id=place.organisation_id, place_id=place.id, resource_id=resource_id)
        record(fact, actor=actor, now=now)


def retire_resource(*, actor: Actor, now: datetime, place: PlaceRef, resource_id: int) -> None:
    """Take a resource out of the planning; its past stays. Records ResourceChanged."""
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    with transaction.atomic():
        Resource.objects.filter(pk=resource_id, place_id=place.id, retired_at=None).update(retired_at=now)
        fact = facts.ResourceChanged(organisation_id=place.organisation_id, place_id=place.id, resource_id=resource_id)
        record(fact, actor=actor, now=now)


def set_week(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    hours: Iterable[tuple[int, time, time]],
    resource_id: int | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> None:
    """Replace the weekly hours of the place, or of one resource, all year or within a period. Records HoursChanged."""
    authorize(actor, "place.change_hours", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = Place.objects.get(pk=place.id)
        _set_week(row, resource_id, hours, valid_from=valid_from, valid_until=valid_until)
        fact = facts.HoursChanged(organisation_id=place.organisation_id, place_id=place.id, resource_id=resource_id)
        record(fact, actor=actor, now=now)


def close_days(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    first_day: date,
    last_day: date,
    reason: str,
    resource_id: int | None = None,
) -> UUID:
    """Close the place, or one resource, on these days. Bookings already made stay: the team writes to their people.

    Refusals: closure_reversed. Records HoursChanged.
    """
    authorize(actor, "place.change_hours", Target(place.organisation_id, place.id))
    if last_day < first_day:
        raise Refused(Refusal("closure_reversed", field="last_day"))
    with transaction.atomic():
        row = Closure.objects.create(
            organisation_id=place.organisation_id,
            place_id=place.id,
            resource_id=resource_id,
            first_day=first_day,
            last_day=last_day,
            reason=reason,
        )
        fact = facts.HoursChanged(organisation_id=place.organisation_id, place_id=place.id, resource_id=resource_id)
        record(fact, actor=actor, now=now)
    return row.uuid


def give_role(
    *, actor: Actor, now: datetime, place: PlaceRef, person_id: int, role: str, until: date | None = None
) -> None:
    """Give a person a role at the place, from today; a role already held is left as it is. Records RoleGiven."""
    authorize(actor, "place.give_role", Target(place.organisation_id, place.id))
    with transaction.atomic():
        _give(place.organisation_id, place.id, person_id, role, actor=actor, now=now, until=until)


def end_role(*, actor: Actor, now: datetime, place: PlaceRef, person_id: int, role: str) -> None:
    """End a role yesterday, so that it grants nothing from now on. Refusals: last_manager. Records RoleEnded."""
    authorize(actor, "place.give_role", Target(place.organisation_id, place.id))
    with transaction.atomic():
        held = Role.objects.select_for_update().filter(place_id=place.id, role=role, until__isnull=True)
        if role == "manager" and not held.exclude(person_id=person_id).exists():
            raise Refused(Refusal("last_manager"))
        held.filter(person_id=person_id).delete()
        fact = facts.RoleEnded(organisation_id=place.organisation_id, place_id=place.id, person_id=person_id, role=role)
        record(fact, actor=actor, now=now)


def note_contact(*, actor: Actor, now: datetime, place: PlaceRef, person_id: int) -> None:
    """Put a person in the place's address book: from now on the place may find them."""
    authorize(actor, "place.meet", Target(place.organisation_id, place.id, person_id))
    Contact.objects.bulk_create(
        [Contact(organisation_id=place.organisation_id, person_id=person_id, since=now)], ignore_conflicts=True
    )


def publish_house_rules(*, actor: Actor, now: datetime, place: PlaceRef, text: str) -> int:
    """Publish a new version of the house rules, to be accepted again; returns its number. Records PlaceChanged."""
    authorize(actor, "place.change", Target(place.organisation_id, place.id))
    with transaction.atomic():
        Place.objects.select_for_update().get(pk=place.id)
        latest = HouseRules.objects.filter(place_id=place.id).aggregate(latest=Max("version"))["latest"] or 0
        HouseRules.objects.create(
            organisation_id=place.organisation_id,
            place_id=place.id,
            version=latest + 1,
            text=text,
            published_at=now,
        )
        fact = facts.PlaceChanged(organisation_id=place.organisation_id, place_id=place.id, fields=("house_rules",))
        record(fact, actor=actor, now=now)
    return latest + 1


def accept_house_rules(*, actor: Actor, now: datetime, place: PlaceRef, person_id: int, version: int) -> None:
    """A person accepts one version, once. Refusals: house_rules_unknown. Records HouseRulesAccepted."""
    authorize(actor, "place.accept_rules", Target(place.organisation_id, place.id, person_id))
    with transaction.atomic():
        row = HouseRules.objects.filter(place_id=place.id, version=version).first()
        if row is None:
            raise Refused(Refusal("house_rules_unknown"))
        Acceptance.objects.bulk_create(
            [Acceptance(organisation_id=place.organisation_id, house_rules=row, person_id=person_id, accepted_at=now)],
            ignore_conflicts=True,
        )
        fact = facts.HouseRulesAccepted(
            organisation_id=place.organisation_id, place_id=place.id, person_id=person_id, version=version
        )
        record(fact, actor=actor, now=now)


def see_insurance(
    *, actor: Actor, now: datetime, place: PlaceRef, person_id: int, insurer: str, valid_until: date
) -> None:
    """The team has seen a person's insurance certificate. Records InsuranceSeen."""
    authorize(actor, "place.see_insurance", Target(place.organisation_id, place.id, person_id))
    with transaction.atomic():
        Insurance.objects.create(
            organisation_id=place.organisation_id,
            person_id=person_id,
            insurer=insurer,
            valid_until=valid_until,
            seen_by_id=actor.person_id,
            seen_at=now,
        )
        fact = facts.InsuranceSeen(organisation_id=place.organisation_id, place_id=place.id, person_id=person_id)
        record(fact, actor=actor, now=now)


def _known(fields: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    unknown = set(fields) - names
    if unknown:
        raise ValueError(f"Unknown fields: {', '.join(sorted(unknown))}")
    return dict(fields)


def _add_kinds(organisation_id: int) -> None:
    Kind.objects.bulk_create(
        (
            Kind(organisation_id=organisation_id, code=code, name_fr=fr, name_en=en, icon=icon, position=position)
            for position, (code, fr, en, icon) in enumerate(KINDS)
        ),
        ignore_conflicts=True,
    )


def _set_week(
    row: Place,
    resource_id: int | None,
    hours: Iterable[tuple[int, time, time]],
    *,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> None:
    same = Q(resource_id=resource_id) & Q(valid_from=valid_from) & Q(valid_until=valid_until)
    OpeningHours.objects.filter(same, place=row).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(
            organisation_id=row.organisation_id,
            place=row,
            resource_id=resource_id,
            weekday=weekday,
            opens=opens,
            closes=closes,
            valid_from=valid_from,
            valid_until=valid_until,
        )
        for weekday, opens, closes in hours
    )


def _give(
    organisation_id: int,
    place_id: int,
    person_id: int,
    role: str,
    *,
    actor: Actor,
    now: datetime,
    until: date | None = None,
) -> None:
    row = Role(
        organisation_id=organisation_id,
        place_id=place_id,
        person_id=person_id,
        role=role,
        since=now.date(),
        until=until,
    )
    Role.objects.bulk_create([row], ignore_conflicts=True)
    Contact.objects.bulk_create(
        [Contact(organisation_id=organisation_id, person_id=person_id, since=now)], ignore_conflicts=True
    )
    fact = facts.RoleGiven(organisation_id=organisation_id, place_id=place_id, person_id=person_id, role=role)
    record(fact, actor=actor, now=now)


def _new_resource(
    place: PlaceRef, *, name: str, kind: str, space_id: int | None, seats: int | None, fields: Mapping[str, Any]
) -> Resource:
    refusals = []
    if not slug_of(name):
        refusals.append(Refusal("resource_name_missing", field="name"))
    elif _name_taken(place, name):
        refusals.append(Refusal("resource_name_taken", {"name": name}, "name"))
    if seats is not None and seats < 1:
        refusals.append(Refusal("seats_below_one", field="seats"))
    kind_id = Kind.objects.filter(organisation_id=place.organisation_id, code=kind).values_list("pk", flat=True)
    if not kind_id:
        refusals.append(Refusal("kind_unknown", {"kind": kind}, "kind"))
    if refusals:
        raise Refused(*refusals)
    values = {"position": _next_position(Resource, place), **_known(fields, RESOURCE_FIELDS)}
    return Resource.objects.create(
        organisation_id=place.organisation_id,
        place_id=place.id,
        space_id=space_id,
        kind_id=kind_id[0],
        slug=slug_of(name),
        name=name,
        seats=seats,
        **values,
    )


def _name_taken(place: PlaceRef, name: str, *, but: int | None = None) -> bool:
    others = Resource.objects.filter(place_id=place.id, slug=slug_of(name))
    return others.exclude(pk=but or 0).exists()


def _next_position(model: type[Resource] | type[Space], place: PlaceRef) -> int:
    highest = model.objects.filter(place_id=place.id).aggregate(highest=Max("position"))["highest"]
    return (highest or 0) + 1


def _describe(row: Resource, layouts: Mapping[str, int], equipment: Iterable[str]) -> None:
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
