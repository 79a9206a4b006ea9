"""What a place says of itself, its areas, its kinds and its hours as they are edited."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from cantine.places.models import Acceptance, Closure, HouseRules, Kind, OpeningHours, Photo, Place, Resource, Space
from cantine.places.queries.photos import PhotoRef
from cantine.places.queries.refs import PlaceRef


@dataclass(frozen=True)
class Description:
    """What the public page and the settings show; how to enter and the Wi-Fi are for those who booked.

    ``house_rules`` is the version in force, if any.
    """

    name: str
    tagline: str
    description: str
    street: str
    postcode: str
    commune: str
    insee_code: str
    country: str
    timezone: str
    holiday_territory: str
    email: str
    phone: str
    how_to_come: str
    how_to_enter: str
    wifi: str
    accessibility: str
    area_m2: int | None
    legal_capacity: int | None
    accent: str
    published_at: datetime | None
    grid_minutes: int
    holiday_open: bool
    holidays_open_on: list[str]
    free_cancellation_hours: int
    cancellation_words: str
    request_days: int
    hold_days: int
    house_rules: int | None


@dataclass(frozen=True)
class SpaceLine:
    id: int
    uuid: UUID
    name: str
    description: str
    area_m2: int | None


@dataclass(frozen=True)
class KindLine:
    code: str
    name_fr: str
    name_en: str
    icon: str
    alike: bool
    used: bool

    def name(self, language: str) -> str:
        return self.name_en if language.startswith("en") else self.name_fr


@dataclass(frozen=True)
class WeekLine:
    """One opening as it was entered; ``valid_from`` and ``valid_until`` are its period, if any."""

    resource_id: int | None
    weekday: int
    opens: time
    closes: time
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True)
class ClosureLine:
    uuid: UUID
    resource: str | None
    first_day: date
    last_day: date
    reason: str


@dataclass(frozen=True)
class HouseRulesLine:
    """A version and how many accepted it."""

    version: int
    text: str
    published_at: datetime
    accepted_by: int


_DESCRIPTION = tuple(Description.__dataclass_fields__)


def description_of(place: PlaceRef) -> Description:
    found = _described().get(pk=place.id)
    return Description(house_rules=found.pop("house_rules_version"), **found)


def front_of(place: PlaceRef) -> tuple[Description, list[PhotoRef]]:
    """What the public page says, with every photo of the place and of what it holds, in order; one statement."""
    photos = Photo.objects.filter(place=OuterRef("pk")).order_by("position", "pk")
    photo = JSONObject(**{name: name for name in PhotoRef.__dataclass_fields__})
    found = _described().annotate(shown=ArraySubquery(photos.values(photo=photo))).get(pk=place.id)
    shown = [PhotoRef(**{**each, "uuid": UUID(each["uuid"])}) for each in found.pop("shown")]
    return Description(house_rules=found.pop("house_rules_version"), **found), shown


def _described() -> Any:
    version = HouseRules.objects.filter(place=OuterRef("pk")).order_by("-version").values("version")[:1]
    return Place.objects.values(*_DESCRIPTION[:-1], house_rules_version=Subquery(version))


def spaces_of(*, place_id: int) -> list[SpaceLine]:
    rows = Space.objects.filter(place_id=place_id).order_by("position", "pk")
    return [SpaceLine(*row) for row in rows.values_list("id", "uuid", "name", "description", "area_m2")]


def kinds_of(*, organisation_id: int) -> list[KindLine]:
    used = Exists(Resource.objects.filter(kind=OuterRef("pk")))
    rows = Kind.objects.filter(organisation_id=organisation_id).annotate(used=used).order_by("position", "pk")
    return [KindLine(*row) for row in rows.values_list("code", "name_fr", "name_en", "icon", "alike", "used")]


def week_lines(*, place_id: int) -> list[WeekLine]:
    """Every opening of the place and of its resources, all periods."""
    rows = OpeningHours.objects.filter(place_id=place_id).order_by("valid_from", "weekday", "opens")
    return [
        WeekLine(*row)
        for row in rows.values_list("resource_id", "weekday", "opens", "closes", "valid_from", "valid_until")
    ]


def closures_of(*, place_id: int, since: date) -> list[ClosureLine]:
    """Closures that are not over, the nearest first."""
    rows = Closure.objects.filter(place_id=place_id, last_day__gte=since).order_by("first_day", "pk")
    return [ClosureLine(*row) for row in rows.values_list("uuid", "resource__name", "first_day", "last_day", "reason")]


def house_rules_of(*, place_id: int) -> list[HouseRulesLine]:
    """Every version, the one in force first."""
    rows = HouseRules.objects.filter(place_id=place_id).annotate(people=Count("acceptances")).order_by("-version")
    return [HouseRulesLine(*row) for row in rows.values_list("version", "text", "published_at", "people")]


def acceptances_of(*, place_id: int, version: int) -> list[tuple[int, datetime]]:
    """(person, when), the latest first."""
    rows = Acceptance.objects.filter(Q(house_rules__place_id=place_id), house_rules__version=version)
    return list(rows.order_by("-accepted_at").values_list("person_id", "accepted_at"))
