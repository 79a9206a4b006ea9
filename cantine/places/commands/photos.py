"""Photos of a place: taken in, re-encoded, ordered, taken away. No file of an uploader is ever served as it came."""

from collections.abc import Iterable
from datetime import datetime
from typing import IO
from uuid import UUID

from django.db import transaction

from cantine.core import images
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import facts
from cantine.places.models import Photo, Resource
from cantine.places.queries import PlaceRef, photo_folder

MOST_PHOTOS = 40


def add_photo(
    *, actor: Actor, now: datetime, place: PlaceRef, file: IO[bytes], alt: str, resource_id: int | None = None
) -> UUID:
    """Keep a photo in the house's sizes, without what the camera wrote in it (place, date, owner); returns its uuid.

    Refusals: alt_missing, photo_too_heavy, photo_unreadable, photo_too_large, too_many_photos, resource_unknown.
    Records PlaceChanged.
    """
    authorize(actor, "place.change", Target(place.organisation_id, place.id))
    if not alt.strip():
        raise Refused(Refusal("alt_missing", field="alt"))
    _refuse_more(place, resource_id)
    image = images.opened(file)
    with transaction.atomic():
        row = Photo.objects.create(
            organisation_id=place.organisation_id,
            place_id=place.id,
            resource_id=resource_id,
            alt=alt.strip()[:200],
            width=image.width,
            height=image.height,
            position=Photo.objects.filter(place_id=place.id).count() + 1,
            added_at=now,
        )
        images.keep(photo_folder(place.uuid), row.uuid, image)
        _record(place, actor, now)
    return row.uuid


def change_photo(*, actor: Actor, now: datetime, place: PlaceRef, photo: UUID, alt: str) -> None:
    """Say better what a photo shows. Refusals: alt_missing, photo_unknown. Records PlaceChanged."""
    authorize(actor, "place.change", Target(place.organisation_id, place.id))
    if not alt.strip():
        raise Refused(Refusal("alt_missing", field="alt"))
    with transaction.atomic():
        if not Photo.objects.filter(uuid=photo, place_id=place.id).update(alt=alt.strip()[:200]):
            raise Refused(Refusal("photo_unknown"))
        _record(place, actor, now)


def put_photo_first(*, actor: Actor, now: datetime, place: PlaceRef, photo: UUID) -> None:
    """Show this photo first. Refusals: photo_unknown. Records PlaceChanged."""
    authorize(actor, "place.change", Target(place.organisation_id, place.id))
    with transaction.atomic():
        rows = list(Photo.objects.select_for_update().filter(place_id=place.id).order_by("position", "pk"))
        if photo not in {row.uuid for row in rows}:
            raise Refused(Refusal("photo_unknown"))
        _number(sorted(rows, key=lambda row: row.uuid != photo))
        _record(place, actor, now)


def remove_photo(*, actor: Actor, now: datetime, place: PlaceRef, photo: UUID) -> None:
    """Take a photo away, its files too. Records PlaceChanged."""
    authorize(actor, "place.change", Target(place.organisation_id, place.id))
    with transaction.atomic():
        Photo.objects.filter(uuid=photo, place_id=place.id).delete()
        _record(place, actor, now)
        transaction.on_commit(lambda: images.forget(photo_folder(place.uuid), photo))


def _number(rows: Iterable[Photo]) -> None:
    ordered = list(rows)
    for position, row in enumerate(ordered, start=1):
        row.position = position
    Photo.objects.bulk_update(ordered, ["position"])


def _refuse_more(place: PlaceRef, resource_id: int | None) -> None:
    if Photo.objects.filter(place_id=place.id).count() >= MOST_PHOTOS:
        raise Refused(Refusal("too_many_photos", {"most": MOST_PHOTOS}, "file"))
    if resource_id is not None and not Resource.objects.filter(pk=resource_id, place_id=place.id).exists():
        raise Refused(Refusal("resource_unknown", field="resource"))


def _record(place: PlaceRef, actor: Actor, now: datetime) -> None:
    fact = facts.PlaceChanged(organisation_id=place.organisation_id, place_id=place.id, fields=("photos",))
    record(fact, actor=actor, now=now)
