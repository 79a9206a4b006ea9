"""Open a place: its address, its kinds, its usual week, its first manager; then publish it."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.routes import first_words
from cantine.kernel import Refusal, Refused, slug_of
from cantine.places import facts, rules
from cantine.places.commands.common import known
from cantine.places.commands.description import PLACE_FIELDS
from cantine.places.commands.hours import write_week
from cantine.places.commands.team import give
from cantine.places.models import Kind, Place
from cantine.places.queries import PlaceRef, find_place, founder_of, taken_addresses

# code, French, English, icon, several alike
KINDS = (
    ("room", "Salle", "Room", "door", False),
    ("desk", "Postes de travail", "Desks", "board", True),
    ("area", "Espace", "Area", "home", False),
    ("phone-box", "Cabine téléphonique", "Phone box", "bell", False),
    ("machine", "Machine", "Machine", "settings", False),
    ("locker", "Casiers", "Lockers", "lock", True),
    ("office", "Bureau", "Office", "key", False),
    ("plot", "Parcelle", "Plot", "map", False),
)
USUAL_WEEK = tuple((weekday, time(9), time(18)) for weekday in range(5))


def open_place(
    *, actor: Actor, now: datetime, organisation_id: int, name: str, slug: str = "", fields: Mapping[str, Any] = {}
) -> PlaceRef:
    """Create a place borne by an organisation, with the usual kinds and week; its maker is its manager.

    Who manages another place of the organisation may, and whoever leads an organisation that has no team yet.
    Refusals: place_name_missing, slug_taken and slug_reserved (with a suggestion), those of ``rules.check_place``.
    Records PlaceOpened and RoleGiven.
    """
    founder = founder_of(organisation_id, person_id=actor.person_id, now=now)
    authorize(actor, "place.open", Target(organisation_id, person_id=founder))
    slug = slug or slug_of(name)
    _refuse_address(slug, name, fields)
    with transaction.atomic():
        row = Place.objects.create(
            organisation_id=organisation_id, name=name.strip(), slug=slug, opened_at=now, **known(fields, PLACE_FIELDS)
        )
        _add_kinds(organisation_id)
        write_week(row, None, USUAL_WEEK)
        record(facts.PlaceOpened(organisation_id=organisation_id, place_id=row.pk), actor=actor, now=now)
        if actor.person_id is not None:
            today = rules.day_of(now, timezone=row.timezone)
            give(row.organisation_id, row.pk, actor.person_id, "manager", actor=actor, now=now, since=today)
    place = find_place(slug=slug)
    assert place is not None
    return place


def publish_place(*, actor: Actor, now: datetime, place: PlaceRef) -> None:
    """Show the place to everybody. Records PlaceChanged."""
    authorize(actor, "place.change", Target(place.organisation_id, place.id))
    _set_published(place, now, actor=actor, now=now)


def withdraw_place(*, actor: Actor, now: datetime, place: PlaceRef) -> None:
    """Hide the place from whoever has no role in it; nothing is lost. Records PlaceChanged."""
    authorize(actor, "place.change", Target(place.organisation_id, place.id))
    _set_published(place, None, actor=actor, now=now)


def _refuse_address(slug: str, name: str, fields: Mapping[str, Any]) -> None:
    wrong = list(rules.check_place({"name": name, **fields}))
    if not slug:
        wrong = wrong or [Refusal("place_name_missing", field="name")]
    else:
        wrong += rules.check_address(slug, taken=taken_addresses(like=slug), reserved=first_words())
    if wrong:
        raise Refused(*wrong)


def _set_published(place: PlaceRef, at: datetime | None, *, actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        Place.objects.filter(pk=place.id).update(published_at=at)
        fact = facts.PlaceChanged(organisation_id=place.organisation_id, place_id=place.id, fields=("published_at",))
        record(fact, actor=actor, now=now)


def _add_kinds(organisation_id: int) -> None:
    Kind.objects.bulk_create(
        (
            Kind(
                organisation_id=organisation_id,
                code=code,
                name_fr=fr,
                name_en=en,
                icon=icon,
                alike=alike,
                position=position,
            )
            for position, (code, fr, en, icon, alike) in enumerate(KINDS)
        ),
        ignore_conflicts=True,
    )
