"""What other domains price by category: each says from its doors which categories it has prices for, and those are not deleted."""

from collections.abc import Callable

from cantine.places.queries import PlaceRef

_USES: dict[str, Callable[[PlaceRef], set[str]]] = {}


def register_category_use(name: str, priced: Callable[[PlaceRef], set[str]]) -> None:
    """``priced(place)`` gives the codes of the categories that have prices of their own there."""
    _USES[name] = priced


def categories_in_use(place: PlaceRef) -> set[str]:
    return {code for priced in _USES.values() for code in priced(place)}
