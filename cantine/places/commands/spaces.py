"""Areas of a place."""

from datetime import datetime

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import facts
from cantine.places.commands.common import next_position
from cantine.places.models import Space
from cantine.places.queries import PlaceRef


def add_space(
    *, actor: Actor, now: datetime, place: PlaceRef, name: str, description: str = "", area_m2: int | None = None
) -> int:
    """Add an area; returns its id. Refusals: space_name_missing, space_name_taken. Records PlaceChanged."""
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    _refuse_name(place, name)
    with transaction.atomic():
        row = Space.objects.create(
            organisation_id=place.organisation_id,
            place_id=place.id,
            name=name.strip(),
            description=description,
            area_m2=area_m2,
            position=next_position(Space, place),
        )
        _record(place, actor, now)
    return row.pk


def change_space(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    space_id: int,
    name: str,
    description: str = "",
    area_m2: int | None = None,
) -> None:
    """Change what an area says. Refusals: space_name_missing, space_name_taken, space_unknown. Records PlaceChanged."""
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    _refuse_name(place, name, but=space_id)
    with transaction.atomic():
        rows = Space.objects.filter(pk=space_id, place_id=place.id)
        if not rows.update(name=name.strip(), description=description, area_m2=area_m2):
            raise Refused(Refusal("space_unknown"))
        _record(place, actor, now)


def remove_space(*, actor: Actor, now: datetime, place: PlaceRef, space_id: int) -> None:
    """Forget an area; what was in it stays bookable, in none. Records PlaceChanged."""
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    with transaction.atomic():
        Space.objects.filter(pk=space_id, place_id=place.id).delete()
        _record(place, actor, now)


def _refuse_name(place: PlaceRef, name: str, *, but: int | None = None) -> None:
    wanted = name.strip()
    if not wanted:
        raise Refused(Refusal("space_name_missing", field="name"))
    if Space.objects.filter(place_id=place.id, name=wanted).exclude(pk=but or 0).exists():
        raise Refused(Refusal("space_name_taken", {"name": wanted}, "name"))


def _record(place: PlaceRef, actor: Actor, now: datetime) -> None:
    fact = facts.PlaceChanged(organisation_id=place.organisation_id, place_id=place.id, fields=("spaces",))
    record(fact, actor=actor, now=now)
