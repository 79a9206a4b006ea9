"""Open a place: its kinds, its usual week, its first manager."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused, slug_of
from cantine.places import facts
from cantine.places.commands.common import known
from cantine.places.commands.description import PLACE_FIELDS
from cantine.places.commands.hours import write_week
from cantine.places.commands.team import give
from cantine.places.models import (
    Kind,
    Place,
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
            organisation_id=organisation_id, name=name, slug=slug, opened_at=now, **known(fields, PLACE_FIELDS)
        )
        _add_kinds(organisation_id)
        write_week(row, None, USUAL_WEEK)
        record(facts.PlaceOpened(organisation_id=organisation_id, place_id=row.pk), actor=actor, now=now)
        if actor.person_id is not None:
            give(row.organisation_id, row.pk, actor.person_id, "manager", actor=actor, now=now)
    place = find_place(slug=slug)
    assert place is not None
    return place


def _add_kinds(organisation_id: int) -> None:
    Kind.objects.bulk_create(
        (
            Kind(organisation_id=organisation_id, code=code, name_fr=fr, name_en=en, icon=icon, position=position)
            for position, (code, fr, en, icon) in enumerate(KINDS)
        ),
        ignore_conflicts=True,
    )
