"""Kinds of bookable things: data of the organisation, shared by its places."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused, slug_of
from cantine.places import facts
from cantine.places.models import Kind, Resource
from cantine.places.queries import PlaceRef


def add_kind(
    *, actor: Actor, now: datetime, place: PlaceRef, name_fr: str, name_en: str = "", alike: bool = False
) -> str:
    """Add a kind; returns its code. Refusals: kind_name_missing, kind_name_taken. Records PlaceChanged."""
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    code = slug_of(name_fr)[:40].strip("-")
    if not code:
        raise Refused(Refusal("kind_name_missing", field="name_fr"))
    same = Kind.objects.filter(organisation_id=place.organisation_id)
    if same.filter(code=code).exists():
        raise Refused(Refusal("kind_name_taken", {"name": name_fr}, "name_fr"))
    with transaction.atomic():
        last = same.aggregate(last=Max("position"))["last"] or 0
        Kind.objects.create(
            organisation_id=place.organisation_id,
            code=code,
            name_fr=name_fr.strip(),
            name_en=name_en.strip() or name_fr.strip(),
            alike=alike,
            icon="door",
            position=last + 1,
        )
        _record(place, actor, now)
    return code


def change_kind(
    *, actor: Actor, now: datetime, place: PlaceRef, code: str, name_fr: str, name_en: str = "", alike: bool = False
) -> None:
    """Rename a kind. Refusals: kind_name_missing, kind_unknown. Records PlaceChanged."""
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    french = name_fr.strip()
    if not french:
        raise Refused(Refusal("kind_name_missing", field="name_fr"))
    with transaction.atomic():
        rows = Kind.objects.filter(organisation_id=place.organisation_id, code=code)
        if not rows.update(name_fr=french, name_en=name_en.strip() or french, alike=alike):
            raise Refused(Refusal("kind_unknown", {"kind": code}))
        _record(place, actor, now)


def remove_kind(*, actor: Actor, now: datetime, place: PlaceRef, code: str) -> None:
    """Remove a kind that nothing uses. Refusals: kind_in_use. Records PlaceChanged."""
    authorize(actor, "place.change_spaces", Target(place.organisation_id, place.id))
    rows = Kind.objects.filter(organisation_id=place.organisation_id, code=code)
    with transaction.atomic():
        if Resource.objects.filter(kind__in=rows).exists():
            raise Refused(Refusal("kind_in_use", {"kind": code}))
        rows.delete()
        _record(place, actor, now)


def _record(place: PlaceRef, actor: Actor, now: datetime) -> None:
    fact = facts.PlaceChanged(organisation_id=place.organisation_id, place_id=place.id, fields=("kinds",))
    record(fact, actor=actor, now=now)
