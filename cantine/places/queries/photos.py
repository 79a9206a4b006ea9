"""Photos of a place and of its resources."""

from dataclasses import dataclass
from uuid import UUID

from cantine.places.models import Photo

PHOTO_WIDTHS = (480, 960, 1600)


@dataclass(frozen=True)
class PhotoRef:
    uuid: UUID
    resource_id: int | None
    alt: str
    width: int
    height: int


def photos_of(*, place_id: int) -> list[PhotoRef]:
    """Every photo of the place and of what it holds, in order."""
    rows = Photo.objects.filter(place_id=place_id).order_by("position", "pk")
    return [PhotoRef(*row) for row in rows.values_list("uuid", "resource_id", "alt", "width", "height")]


def find_photo(*, place_id: int, uuid: UUID) -> PhotoRef | None:
    row = Photo.objects.filter(place_id=place_id, uuid=uuid)
    found = row.values_list("uuid", "resource_id", "alt", "width", "height").first()
    return PhotoRef(*found) if found else None


def photo_path(place: UUID, photo: UUID, width: int, ending: str) -> str:
    """Where a size of a photo is kept."""
    return f"places/{place}/{photo}-{width}.{ending}"
