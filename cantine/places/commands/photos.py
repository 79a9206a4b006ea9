"""Photos of a place: taken in, re-encoded, ordered, taken away. No file of an uploader is ever served as it came."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import IO, TYPE_CHECKING
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import facts
from cantine.places.models import Photo, Resource
from cantine.places.queries import PHOTO_WIDTHS, PlaceRef, photo_path

if TYPE_CHECKING:
    from PIL import Image  # four megabytes: imported where a photo comes in

MOST_PIXELS = 40_000_000
MOST_BYTES = 15_000_000
MOST_PHOTOS = 40
READ = ("JPEG", "PNG", "WEBP")
QUALITY = {"webp": 80, "jpg": 82}


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
    image = _opened(file)
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
        for width in PHOTO_WIDTHS:
            _keep(place, row.uuid, image, width)
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
        transaction.on_commit(lambda: _forget_files(place, photo))


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


def _opened(file: IO[bytes]) -> "Image.Image":
    """The picture alone, upright, on white where it was transparent. Its size is read before its pixels are."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused(Refusal("photo_too_heavy", {"most_megabytes": MOST_BYTES // 1_000_000}, "file"))
    try:
        with Image.open(BytesIO(content), formats=READ) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused(Refusal("photo_too_large", {"most_megapixels": MOST_PIXELS // 1_000_000}, "file"))
            return _bare(ImageOps.exif_transpose(image))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise Refused(Refusal("photo_unreadable", field="file")) from error


def _bare(image: "Image.Image") -> "Image.Image":
    """A new picture that shares nothing but pixels with the one that came."""
    from PIL import Image

    ground = Image.new("RGB", image.size, "white")
    layer = image.convert("RGBA")
    ground.paste(layer, mask=layer.getchannel("A"))
    return ground


def _keep(place: PlaceRef, photo: UUID, image: "Image.Image", width: int) -> None:
    from PIL import Image

    small = image.copy()
    small.thumbnail((width, width * 2), Image.Resampling.LANCZOS)
    for ending, quality in QUALITY.items():
        out = BytesIO()
        small.save(out, "WEBP" if ending == "webp" else "JPEG", quality=quality)
        default_storage.save(photo_path(place.uuid, photo, width, ending), ContentFile(out.getvalue()))


def _forget_files(place: PlaceRef, photo: UUID) -> None:
    for width in PHOTO_WIDTHS:
        for ending in QUALITY:
            default_storage.delete(photo_path(place.uuid, photo, width, ending))


def _record(place: PlaceRef, actor: Actor, now: datetime) -> None:
    fact = facts.PlaceChanged(organisation_id=place.organisation_id, place_id=place.id, fields=("photos",))
    record(fact, actor=actor, now=now)
