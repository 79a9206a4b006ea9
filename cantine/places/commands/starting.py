"""The first spaces of a place, from a ready list."""

from datetime import datetime

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused
from cantine.places import rules
from cantine.places.commands.resources import add_resource, join_resources
from cantine.places.queries import PlaceRef


def add_starter(*, actor: Actor, now: datetime, place: PlaceRef, starter: str, language: str = "fr") -> list[int]:
    """Add every line of a starter (``rules.STARTERS``); returns the ids. Refusals: starter_unknown, those of
    ``add_resource``. Records ResourceAdded for each.
    """
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    if starter not in rules.STARTERS:
        raise Refused(Refusal("starter_unknown", field="starter"))
    made: list[int] = []
    with transaction.atomic():
        for line in rules.STARTERS[starter]:
            made.append(_add(line, made, actor=actor, now=now, place=place, name=line.name(language)))
    return made


def _add(line: rules.Line, made: list[int], *, actor: Actor, now: datetime, place: PlaceRef, name: str) -> int:
    if line.parts:
        parts = [made[index] for index in line.parts]
        return join_resources(
            actor=actor, now=now, place=place, name=name, parts=parts, fields={"capacity": line.number}
        )
    return add_resource(
        actor=actor,
        now=now,
        place=place,
        name=name,
        kind=line.kind,
        seats=line.number if line.alike else None,
        fields={} if line.alike else {"capacity": line.number},
    )
