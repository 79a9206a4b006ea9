"""What other domains sell, told on the page of prices by a link: each registers its own from its doors."""

from collections.abc import Callable

from cantine.core.navigation import Link
from cantine.places.queries import PlaceRef

_BESIDE: dict[str, Callable[[PlaceRef], Link | None]] = {}


def register_beside(name: str, link: Callable[[PlaceRef], Link | None]) -> None:
    """``link(place)`` gives its words and its address, or None where nothing of it is sold."""
    _BESIDE[name] = link


def sold_beside(place: PlaceRef) -> list[Link]:
    return [found for link in _BESIDE.values() if (found := link(place)) is not None]
