"""A place at hand: found by its address, by its id, or among the published ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from cantine.core import scoping, sql
from cantine.core.routes import first_words
from cantine.kernel import slug_of
from cantine.places import rules
from cantine.places.models import (
    Place,
)


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
    holidays_open_on: tuple[str, ...]
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


REF_COLUMNS = tuple(PlaceRef.__dataclass_fields__)
_AT = f"SELECT {', '.join(REF_COLUMNS)} FROM places_at(%s)"  # noqa: S608  names of our own
_SELECT = f"SELECT {', '.join(REF_COLUMNS)} FROM places_place"  # noqa: S608  names of our own


def find_place(*, slug: str) -> PlaceRef | None:
    """The place at this address. Address → tenant look-up: no scope (the function has a door of its own), and only what
    a public page may know."""
    return place_soon(slug=slug).value


def place_soon(*, slug: str) -> sql.Awaited[PlaceRef | None]:
    """The same, with whatever is read next."""
    return sql.Awaited(sql.ahead(_AT, [slug]), lambda rows: _ref(rows[0]) if rows else None)


def only_place() -> PlaceRef | None:
    """The place of an instance that has one; None where there are several, or none."""
    with scoping.unscoped("the operator at the terminal names no place"):
        rows = sql.rows(f"{_SELECT} LIMIT 2")
    return _ref(rows[0]) if len(rows) == 1 else None


def taken_addresses(*, like: str) -> frozenset[str]:
    """The addresses of places that begin with ``like``."""
    with scoping.unscoped("an address is unique in the whole instance"):
        return frozenset(Place.objects.filter(slug__startswith=like).values_list("slug", flat=True))


def address_for(name: str, *, town: str = "") -> str:
    """The address that a place of this name would take: its own if it is free, else the nearest that is."""
    slug = slug_of(name)
    unfree = rules.RESERVED | first_words() | taken_addresses(like=slug[:50])
    return rules.suggestion(slug, unfree=unfree, town=town) if slug in unfree else slug


def place_refs(*, ids: Iterable[int]) -> dict[int, PlaceRef]:
    """Places by id: their names on a calendar that crosses tenants."""
    with scoping.unscoped("a person's own calendar names the places of its dates"):
        rows = sql.rows(f"{_SELECT} WHERE id = ANY(%s)", [list(ids)])
    return {ref.id: ref for ref in map(_ref, rows)}


def published_places() -> list[PlaceRef]:
    """Every place with a public page, by name."""
    with scoping.unscoped("the public list of places"):
        rows = sql.rows(f"{_SELECT} WHERE published_at IS NOT NULL ORDER BY name, id")
    return [_ref(row) for row in rows]


@dataclass(frozen=True)
class Entry:
    """How to get in: for people who have a booking, never on a public page."""

    how_to_enter: str
    wifi: str
    address: str


def entry_of(*, place_id: int) -> Entry:
    row = Place.objects.values("how_to_enter", "wifi", "street", "postcode", "commune").get(pk=place_id)
    town = " ".join(part for part in (row["postcode"], row["commune"]) if part)
    return Entry(row["how_to_enter"], row["wifi"], ", ".join(part for part in (row["street"], town) if part))


def place_by_id(place_id: int) -> PlaceRef | None:
    """A place of the scope that is open."""
    row = sql.row(f"{_SELECT} WHERE id = %s", [place_id])
    return _ref(row) if row else None


def _ref(row: sql.Row) -> PlaceRef:
    return ref_from(dict(zip(REF_COLUMNS, row, strict=True)))


def ref_from(named: dict[str, Any]) -> PlaceRef:
    """From its columns by name, as a query of the ORM gives them."""
    return PlaceRef(**{**named, "holidays_open_on": tuple(named["holidays_open_on"])})
