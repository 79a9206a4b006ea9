"""Reads of a place: who acts there, what it holds, when it is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject

from cantine.core import scoping
from cantine.core.actor import Actor, Grant
from cantine.places import rules
from cantine.places.models import (
    Acceptance,
    Closure,
    Equipment,
    HouseRules,
    Insurance,
    Layout,
    OpeningHours,
    Place,
    Resource,
    ResourcePool,
    ResourceUnit,
    Role,
    Unit,
)

STAFF_ROLES = frozenset({"manager", "host", "treasurer"})


@dataclass(frozen=True)
class PlaceRef:
    """What the rest of the product needs of a place at hand."""

    id: int
    organisation_id: int
    uuid: UUID
    slug: str
    name: str
    timezone: str
    accent: str
    published_at: datetime | None
    holiday_territory: str
    holiday_open: bool
    legal_capacity: int | None
    free_cancellation_hours: int
    request_days: int
    hold_days: int

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    @property
    def topic(self) -> str:
        """The name under which its changes are told to live pages."""
        return f"place:{self.id}"


_REF = tuple(PlaceRef.__dataclass_fields__)


def find_place(*, slug: str) -> PlaceRef | None:
    """The place at this address. Address → tenant look-up: no scope, and only what a public page may know."""
    with scoping.unscoped("an address names its tenant"):
        row = Place.objects.filter(slug=slug).values(*_REF).first()
    return PlaceRef(**row) if row else None


def place_refs(*, ids: Iterable[int]) -> dict[int, PlaceRef]:
    """Places by id: their names on a calendar that crosses tenants."""
    with scoping.unscoped("a person's own calendar names the places of its dates"):
        rows = list(Place.objects.filter(pk__in=list(ids)).values(*_REF))
    return {row["id"]: PlaceRef(**row) for row in rows}


def published_places() -> list[PlaceRef]:
    """Every place with a public page, by name."""
    with scoping.unscoped("the public list of places"):
        rows = list(Place.objects.filter(published_at__isnull=False).order_by("name", "id").values(*_REF))
    return [PlaceRef(**row) for row in rows]


def actor_of(*, person_id: int, now: datetime) -> Actor:
    """The person with the roles that are theirs today, at every place (the last day of a role is included)."""
    today = now.date()
    with scoping.own(person_id):
        rows = Role.objects.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)
        grants = tuple(Grant(o, p, r) for o, p, r in rows.values_list("organisation_id", "place_id", "role"))
    return Actor("person", person_id, grants)


def standing_of(actor: Actor, *, place: PlaceRef) -> rules.Standing:
    """What the actor is at the place, for the rules of booking. The system stands where the team does."""
    roles = actor.roles_at(organisation_id=place.organisation_id, place_id=place.id)
    if roles & STAFF_ROLES or actor.kind == "system":
        return rules.Standing.STAFF
    if "resident" in roles:
        return rules.Standing.RESIDENT
    return rules.Standing.MEMBER if "member" in roles else rules.Standing.PUBLIC


@dataclass(frozen=True)
class ResourceCard:
    """A resource as the planning, the forms and the rules need it; ``units`` and ``pools`` are what it takes."""

    id: int
    uuid: UUID
    organisation_id: int
    place_id: int
    slug: str
    name: str
    description: str
    accessibility: str
    how_to_enter: str
    kind: str
    kind_fr: str
    kind_en: str
    icon: str
    space: str | None
    seats: int | None
    capacity: int | None
    see: str
    ask: str
    book: str
    grid_minutes: int
    shortest_minutes: int
    longest_minutes: int
    notice_minutes: int
    horizon_days: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    certification: str
    long_term: bool
    needs_insurance: bool
    needs_house_rules: bool
    offers_trial: bool
    units: tuple[int, ...]
    pools: tuple[tuple[int, int], ...]
    layouts: tuple[rules.Layout, ...]
    equipment: tuple[str, ...]

    @property
    def access(self) -> rules.Access:
        standing = rules.Standing
        return rules.Access(see=standing(self.see), ask=standing(self.ask), book=standing(self.book))

    def shown_to(self, standing: rules.Standing) -> bool:
        return self.access.shows_to(standing)


_PLAIN = (
    "id uuid organisation_id place_id slug name description accessibility how_to_enter seats capacity see ask book "
    "grid_minutes shortest_minutes longest_minutes notice_minutes horizon_days buffer_before_minutes "
    "buffer_after_minutes certification long_term needs_insurance needs_house_rules offers_trial"
).split()


def resource_cards(*, place_id: int) -> list[ResourceCard]:
    """The bookable things of a place in its own order, in one statement."""
    return _cards(Q(place_id=place_id, retired_at__isnull=True))


def find_resource(*, place_id: int, slug: str = "", uuid: UUID | None = None) -> ResourceCard | None:
    """One resource of the place, by its slug or its public id."""
    which = Q(uuid=uuid) if uuid else Q(slug=slug)
    return next(iter(_cards(which & Q(place_id=place_id, retired_at__isnull=True))), None)


def resource_by_id(resource_id: int) -> ResourceCard | None:
    """One resource, retired or not: what an existing booking was for."""
    return next(iter(_cards(Q(pk=resource_id))), None)


def _cards(which: Q) -> list[ResourceCard]:
    parts = ResourceUnit.objects.filter(resource=OuterRef("pk")).order_by("unit_id")
    pools = ResourcePool.objects.filter(resource=OuterRef("pk")).order_by("pool_id")
    layouts = Layout.objects.filter(resource=OuterRef("pk")).order_by("id")
    equipment = Equipment.objects.filter(resource=OuterRef("pk")).order_by("id")
    rows = (
        Resource.objects.filter(which)
        .order_by("position", "id")
        .values(
            *_PLAIN,
            unit_ids=ArraySubquery(parts.values("unit_id")),
            pool_seats=ArraySubquery(pools.values(pair=JSONObject(pool="pool_id", seats="seats"))),
            layout_list=ArraySubquery(layouts.values(pair=JSONObject(code="code", people="capacity"))),
            equipment_list=ArraySubquery(equipment.values("name")),
            kind_code=F("kind__code"),
            kind_name_fr=F("kind__name_fr"),
            kind_name_en=F("kind__name_en"),
            kind_icon=F("kind__icon"),
            space_name=F("space__name"),
        )
    )
    return [_card(row) for row in rows]


def _card(row: dict[str, Any]) -> ResourceCard:
    return ResourceCard(
        **{name: row[name] for name in _PLAIN},
        kind=row["kind_code"],
        kind_fr=row["kind_name_fr"],
        kind_en=row["kind_name_en"],
        icon=row["kind_icon"],
        space=row["space_name"],
        units=tuple(row["unit_ids"]),
        pools=tuple((pair["pool"], pair["seats"]) for pair in row["pool_seats"]),
        layouts=tuple(rules.Layout(code=pair["code"], people=pair["people"]) for pair in row["layout_list"]),
        equipment=tuple(row["equipment_list"]),
    )


@dataclass(frozen=True)
class Hours:
    """The opening hours and closures of a place and of its resources, read once for as many questions as needed."""

    place: PlaceRef
    openings: dict[int | None, tuple[rules.Opening, ...]]
    closures: dict[int | None, tuple[rules.Closure, ...]]

    def open_intervals(self, *, resource_id: int | None, first_day: date, last_day: date) -> list[Any]:
        """Hours of a resource's own replace the place's; closures of the place close everything in it."""
        return rules.open_intervals(
            first_day=first_day,
            last_day=last_day,
            openings=self._openings(resource_id),
            closures=self._closures(resource_id),
            timezone=self.place.timezone,
            holidays=self._holidays(),
        )

    def closed_days(self, *, resource_id: int | None, first_day: date, last_day: date) -> tuple[rules.ClosedDay, ...]:
        return rules.closed_days(
            first_day=first_day,
            last_day=last_day,
            openings=self._openings(resource_id),
            closures=self._closures(resource_id),
            holidays=self._holidays(),
        )

    def _openings(self, resource_id: int | None) -> tuple[rules.Opening, ...]:
        return self.openings.get(resource_id) or self.openings.get(None, ())

    def _closures(self, resource_id: int | None) -> tuple[rules.Closure, ...]:
        own = self.closures.get(resource_id, ()) if resource_id else ()
        return (*own, *self.closures.get(None, ()))

    def _holidays(self) -> rules.HolidayPolicy:
        if self.place.holiday_open:
            return rules.NO_HOLIDAYS
        return rules.HolidayPolicy(territory=rules.Territory(self.place.holiday_territory))


def hours_of(place: PlaceRef) -> Hours:
    """Two statements, whatever the number of resources and days asked for afterwards."""
    openings: dict[int | None, list[rules.Opening]] = {}
    for row in OpeningHours.objects.filter(place_id=place.id).order_by("weekday", "opens"):
        opening = rules.Opening(
            weekday=row.weekday,
            opens=row.opens,
            closes=row.closes,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        openings.setdefault(row.resource_id, []).append(opening)
    closures: dict[int | None, list[rules.Closure]] = {}
    for closed in Closure.objects.filter(place_id=place.id).order_by("first_day"):
        closure = rules.Closure(first_day=closed.first_day, last_day=closed.last_day, reason=closed.reason)
        closures.setdefault(closed.resource_id, []).append(closure)
    return Hours(
        place,
        {key: tuple(value) for key, value in openings.items()},
        {key: tuple(value) for key, value in closures.items()},
    )


@dataclass(frozen=True)
class HouseRulesInForce:
    id: int
    version: int
    text: str


def house_rules_in_force(*, place_id: int) -> HouseRulesInForce | None:
    row = HouseRules.objects.filter(place_id=place_id).order_by("-version").first()
    return HouseRulesInForce(row.pk, row.version, row.text) if row else None


def accepted_version(*, place_id: int, person_id: int) -> int | None:
    """The latest version of the house rules that this person accepted here."""
    return (
        Acceptance.objects.filter(house_rules__place_id=place_id, person_id=person_id)
        .order_by("-house_rules__version")
        .values_list("house_rules__version", flat=True)
        .first()
    )


def insured_until(*, organisation_id: int, person_id: int) -> date | None:
    return (
        Insurance.objects.filter(organisation_id=organisation_id, person_id=person_id)
        .order_by("-valid_until")
        .values_list("valid_until", flat=True)
        .first()
    )


def lock_units(*, unit_ids: Iterable[int], pool_ids: Iterable[int]) -> None:
    """Lock units, then pools, each in the order of their ids, until the transaction ends: bookings of them queue."""
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=sorted(unit_ids)).order_by("pk").values_list("pk"))
    pools = Resource.objects.select_for_update(no_key=True).filter(pk__in=sorted(pool_ids)).order_by("pk")
    list(pools.values_list("pk"))
