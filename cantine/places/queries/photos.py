"""Photos of a place and of its resources."""

from dataclasses import dataclass
from uuid import UUID

from cantine.places.models import Photo


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


def photo_folder(place: UUID) -> str:
    """Where the pictures of a place are kept: whatever is under it goes with the place."""
    return f"places/{place}"
