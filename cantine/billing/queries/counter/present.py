"""Who is in the house now, told by whoever knows it above: the first names that the till proposes."""

from collections.abc import Callable, Sequence
from uuid import UUID

from cantine.places.queries import PlaceRef

Present = tuple[UUID, str]
_PRESENT: dict[str, Callable[[PlaceRef], Sequence[Present]]] = {}


def register_present(name: str, present: Callable[[PlaceRef], Sequence[Present]]) -> None:
    """``present(place)`` gives the ids and names of persons, the last who came first; one statement."""
    _PRESENT[name] = present


def present_at(place: PlaceRef, *, most: int = 8) -> list[Present]:
    found = {uuid: name for present in _PRESENT.values() for uuid, name in present(place)}
    return list(found.items())[:most]
