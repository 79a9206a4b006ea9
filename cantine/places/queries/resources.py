"""What is bookable in a place, as cards, and the locks under which it is taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cantine.core import sql
from cantine.places import rules


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


_ELSEWHERE = {
    "kind": "k.code",
    "kind_fr": "k.name_fr",
    "kind_en": "k.name_en",
    "icon": "k.icon",
    "space": "s.name",
    "units": "ARRAY(SELECT u.unit_id FROM places_resourceunit u WHERE u.resource_id = r.id ORDER BY u.unit_id)",
    "pools": "ARRAY(SELECT json_build_array(t.pool_id, t.seats, p.seats) FROM places_resourcepool t "
    "JOIN places_resource p ON p.id = t.pool_id WHERE t.resource_id = r.id ORDER BY t.pool_id)",
    "layouts": "ARRAY(SELECT json_build_array(l.code, l.capacity) FROM places_layout l WHERE l.resource_id = r.id ORDER BY l.id)",
    "equipment": "ARRAY(SELECT e.name FROM places_equipment e WHERE e.resource_id = r.id ORDER BY e.id)",
}
_COLUMNS = tuple(ResourceCard.__dataclass_fields__)
_SELECT = f"""
SELECT {", ".join(_ELSEWHERE.get(name, f"r.{name}") for name in _COLUMNS)}
FROM places_resource r JOIN places_kind k ON k.id = r.kind_id LEFT JOIN places_space s ON s.id = r.space_id
WHERE {{which}}
"""  # noqa: S608  names of our own
_IN_ORDER = "ORDER BY r.position, r.id"


def resource_cards(*, place_id: int) -> list[ResourceCard]:
    """The bookable things of a place in its own order, in one statement."""
    which = f"r.place_id = %(place)s AND r.retired_at IS NULL {_IN_ORDER}"
    return _cards(which, {"place": place_id})


def resource_cards_at(place_ids: Iterable[int]) -> list[ResourceCard]:
    """Those of several places of the scope that is open, in the same one statement."""
    which = f"r.place_id = ANY(%(places)s) AND r.retired_at IS NULL {_IN_ORDER}"
    return _cards(which, {"places": list(place_ids)})


def resource_page(
    *, place_id: int, standing: rules.Standing, kind: str = "", after: tuple[int, int] | None = None, most: int
) -> list[ResourceCard]:
    """At most ``most`` of them that ``standing`` may see, after the (position, id) where the page before ended."""
    which = "r.place_id = %(place)s AND r.retired_at IS NULL AND r.see = ANY(%(see)s)"
    if kind:
        which += " AND k.code = %(kind)s"
    if after is not None:
        which += " AND (r.position, r.id) > (%(position)s, %(id)s)"
    position, last = after or (0, 0)
    seen = [each.value for each in rules.Standing if standing.reaches(each)]
    values = {"place": place_id, "see": seen, "kind": kind, "position": position, "id": last, "most": most}
    return _cards(f"{which} {_IN_ORDER} LIMIT %(most)s", values)


def find_resource(*, place_id: int, slug: str = "", uuid: UUID | None = None) -> ResourceCard | None:
    """One resource of the place, by its slug or its public id."""
    return resource_soon(place_id=place_id, slug=slug, uuid=uuid).value


def resource_soon(*, place_id: int, slug: str = "", uuid: UUID | None = None) -> sql.Awaited[ResourceCard | None]:
    """The same, with whatever is read next."""
    which = "r.uuid = %(word)s" if uuid else "r.slug = %(word)s"
    statement = _SELECT.format(which=f"{which} AND r.place_id = %(place)s AND r.retired_at IS NULL")
    found = sql.ahead(statement, {"place": place_id, "word": uuid or slug})
    return sql.Awaited(found, lambda rows: _card(rows[0]) if rows else None)


def resource_by_id(resource_id: int) -> ResourceCard | None:
    """One resource, retired or not: what an existing booking was for."""
    return next(iter(_cards("r.id = %(id)s", {"id": resource_id})), None)


@dataclass(frozen=True)
class ResourceCore:
    """The little that says what takes a resource's time."""

    id: int
    place_id: int
    timezone: str
    seats: int | None
    buffer_before_minutes: int
    buffer_after_minutes: int
    units: tuple[int, ...]
    pools: tuple[PoolTaken, ...]


_CORE = """
SELECT r.id, r.place_id, p.timezone, r.seats, r.buffer_before_minutes, r.buffer_after_minutes,
  ARRAY(SELECT u.unit_id FROM places_resourceunit u WHERE u.resource_id = r.id),
  ARRAY(SELECT ARRAY[t.pool_id, t.seats, q.seats] FROM places_resourcepool t
        JOIN places_resource q ON q.id = t.pool_id WHERE t.resource_id = r.id)
FROM places_resource r JOIN places_place p ON p.id = r.place_id WHERE r.retired_at IS NULL
"""
_MEETING = """
  AND r.organisation_id = %(organisation)s AND (
    r.id IN (SELECT resource_id FROM places_resourceunit WHERE unit_id = ANY(%(units)s))
    OR r.id = ANY(%(pools)s) OR r.id IN (SELECT resource_id FROM places_resourcepool WHERE pool_id = ANY(%(pools)s)))
"""
_OF_PLACE = "AND r.place_id = %(place)s AND (%(ids)s::bigint[] IS NULL OR r.id = ANY(%(ids)s))"


def resources_meeting(*, organisation_id: int, unit_ids: Iterable[int], pool_ids: Iterable[int]) -> list[ResourceCore]:
    """What these units or seats are part of: the rooms themselves, those joined with them, the pools and who takes of
    them; in the order of their ids."""
    asked = {"organisation": organisation_id, "units": sorted(set(unit_ids)), "pools": sorted(set(pool_ids))}
    return _cores(_MEETING, asked)


def resource_cores(*, place_id: int, ids: Iterable[int] | None = None) -> list[ResourceCore]:
    """The bookable things of a place, or some of them, in the order of their ids."""
    return _cores(_OF_PLACE, {"place": place_id, "ids": None if ids is None else sorted(set(ids))})


def _cores(which: str, asked: dict[str, Any]) -> list[ResourceCore]:
    return [resource_core(row) for row in sql.rows(_CORE + which + " ORDER BY r.id", asked)]


def resource_core(row: sql.Row) -> ResourceCore:
    """From the columns of one, in their order: booking reads them in a function of its own."""
    pk, place_id, timezone, seats, before, after, units, pools = row
    taken = tuple(PoolTaken(pool_id, number, of) for pool_id, number, of in pools)
    return ResourceCore(pk, place_id, timezone, seats, before, after, tuple(units), taken)


def _cards(which: str, values: dict[str, Any]) -> list[ResourceCard]:
    return [_card(row) for row in sql.rows(_SELECT.format(which=which), values)]


def _card(row: sql.Row) -> ResourceCard:
    named = dict(zip(_COLUMNS, row, strict=True))
    return ResourceCard(
        **{
            **named,
            "units": tuple(named["units"]),
            "pools": tuple(PoolTaken(*pair) for pair in named["pools"]),
            "layouts": tuple(rules.Layout(code=code, people=people) for code, people in named["layouts"]),
            "equipment": tuple(named["equipment"]),
        }
    )


def lock_house(place_id: int) -> None:
    """Lock the place itself until the transaction ends, before any unit: what is counted over the whole house queues."""
    sql.soon("SELECT id FROM places_place WHERE id = %s FOR NO KEY UPDATE", [place_id])


def lock_units(*, unit_ids: Iterable[int], pool_ids: Iterable[int]) -> None:
    """Lock units, then pools, each in the order of their ids, until the transaction ends: bookings of them queue. What is
    read next is read once they are locked."""
    sql.soon("SELECT id FROM places_unit WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [sorted(unit_ids)])
    if pools := sorted(pool_ids):
        sql.soon("SELECT id FROM places_resource WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [pools])
