"""What is bookable in a place, as cards, and the locks under which it is taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject

from cantine.places import rules
from cantine.places.models import (
    Equipment,
    Layout,
    Resource,
    ResourcePool,
    ResourceUnit,
    Unit,
)


@dataclass(frozen=True)
class PoolTaken:
    """``seats`` of a pool of ``of`` that a room takes with it."""

    pool_id: int
    seats: int
    of: int


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
    position: int
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
    pools: tuple[PoolTaken, ...]
    layouts: tuple[rules.Layout, ...]
    equipment: tuple[str, ...]

    @property
    def access(self) -> rules.Access:
        standing = rules.Standing
        return rules.Access(see=standing(self.see), ask=standing(self.ask), book=standing(self.book))

    def shown_to(self, standing: rules.Standing) -> bool:
        return self.access.shows_to(standing)


_PLAIN = (
    "id uuid organisation_id place_id slug name description accessibility how_to_enter position seats capacity see ask "
    "book grid_minutes shortest_minutes longest_minutes notice_minutes horizon_days buffer_before_minutes "
    "buffer_after_minutes certification long_term needs_insurance needs_house_rules offers_trial"
).split()


def resource_cards(*, place_id: int) -> list[ResourceCard]:
    """The bookable things of a place in its own order, in one statement."""
    return _cards(Q(place_id=place_id, retired_at__isnull=True))


def resource_page(
    *, place_id: int, standing: rules.Standing, kind: str = "", after: tuple[int, int] | None = None, most: int
) -> list[ResourceCard]:
    """At most ``most`` of them that ``standing`` may see, after the (position, id) where the page before ended."""
    seen = [each.value for each in rules.Standing if standing.reaches(each)]
    which = Q(place_id=place_id, retired_at__isnull=True, see__in=seen)
    if kind:
        which &= Q(kind__code=kind)
    if after is not None:
        which &= Q(position__gt=after[0]) | Q(position=after[0], id__gt=after[1])
    return _cards(which, most=most)


def find_resource(*, place_id: int, slug: str = "", uuid: UUID | None = None) -> ResourceCard | None:
    """One resource of the place, by its slug or its public id."""
    which = Q(uuid=uuid) if uuid else Q(slug=slug)
    return next(iter(_cards(which & Q(place_id=place_id, retired_at__isnull=True))), None)


def resource_by_id(resource_id: int) -> ResourceCard | None:
    """One resource, retired or not: what an existing booking was for."""
    return next(iter(_cards(Q(pk=resource_id))), None)


def _cards(which: Q, *, most: int | None = None) -> list[ResourceCard]:
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
            pool_seats=ArraySubquery(pools.values(pair=JSONObject(pool_id="pool_id", seats="seats", of="pool__seats"))),
            layout_list=ArraySubquery(layouts.values(pair=JSONObject(code="code", people="capacity"))),
            equipment_list=ArraySubquery(equipment.values("name")),
            kind_code=F("kind__code"),
            kind_name_fr=F("kind__name_fr"),
            kind_name_en=F("kind__name_en"),
            kind_icon=F("kind__icon"),
            space_name=F("space__name"),
        )
    )
    return [_card(row) for row in rows[:most]]


def _card(row: dict[str, Any]) -> ResourceCard:
    return ResourceCard(
        **{name: row[name] for name in _PLAIN},
        kind=row["kind_code"],
        kind_fr=row["kind_name_fr"],
        kind_en=row["kind_name_en"],
        icon=row["kind_icon"],
        space=row["space_name"],
        units=tuple(row["unit_ids"]),
        pools=tuple(PoolTaken(**pair) for pair in row["pool_seats"]),
        layouts=tuple(rules.Layout(code=pair["code"], people=pair["people"]) for pair in row["layout_list"]),
        equipment=tuple(row["equipment_list"]),
    )


def lock_units(*, unit_ids: Iterable[int], pool_ids: Iterable[int]) -> None:
    """Lock units, then pools, each in the order of their ids, until the transaction ends: bookings of them queue."""
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=sorted(unit_ids)).order_by("pk").values_list("pk"))
    pools = Resource.objects.select_for_update(no_key=True).filter(pk__in=sorted(pool_ids)).order_by("pk")
    list(pools.values_list("pk"))
