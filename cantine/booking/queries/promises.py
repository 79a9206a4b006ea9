"""What options wait for, named by whoever keeps it: a quote, which is not known here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cantine.places.queries import PlaceRef

Named = dict[str, tuple[str, str]]


@dataclass(frozen=True)
class _Keeper:
    action: str
    name: Callable[[PlaceRef, Sequence[str]], Named]


_KEEPERS: dict[str, _Keeper] = {}


def register_keeper(prefix: str, *, action: str, name: Callable[[PlaceRef, Sequence[str]], Named]) -> None:
    """``name(place, references)`` gives the words and the address of each reference that begins so; ``action`` is what one
    must be allowed to go there."""
    _KEEPERS[prefix] = _Keeper(action, name)


def keepers_of(place: PlaceRef, *, held_for: Iterable[str], may: Callable[[str], bool]) -> Named:
    """The words and the address of what these options wait for; "" for an address where one may not go."""
    found: Named = {}
    for prefix, keeper in _KEEPERS.items():
        mine = [each for each in held_for if each.startswith(prefix)]
        if mine:
            open_to = may(keeper.action)
            found |= {
                each: (words, href if open_to else "") for each, (words, href) in keeper.name(place, mine).items()
            }
    return found
