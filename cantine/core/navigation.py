"""The doors shown on a place's pages and on a person's own: each domain registers its own, the page keeps those
that the actor may open. Hiding a door is a courtesy; the command behind it authorizes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise

from cantine.core.actor import Actor
from cantine.core.authorization import Target, can

Where = Literal["place", "staff", "settings", "person", "me", "account"]


@dataclass(frozen=True, kw_only=True)
class Door:
    """``label`` is translated lazily; ``route`` takes the place's slug, but among ``me`` doors; low orders
    first. Among ``settings`` the hundreds are groups: the place, booking, people, what comes in and goes out. ``person``
    doors stand on the card of somebody at a place, and take that card's uuid too; ``account`` doors stand among one's choices."""

    where: Where
    label: str | Promise
    route: str
    action: str = ""
    icon: str = ""
    order: int = 50


_DOORS: dict[tuple[Where, str], Door] = {}


def register(*doors: Door) -> None:
    for door in doors:
        _DOORS[door.where, door.route] = door


def doors(where: Where, *, actor: Actor, target: Target | None = None) -> list[Door]:
    """The doors of a page that this actor may open, in order."""
    open_ = [
        door
        for door in _DOORS.values()
        if door.where == where and (not door.action or (target is not None and can(actor, door.action, target)))
    ]
    return sorted(open_, key=lambda door: (door.order, door.route))


Link = tuple[str, str]
_FRONT: dict[str, Callable[[Any], Link | None]] = {}


def register_front_link(name: str, link: Callable[[Any], Link | None]) -> None:
    """A link that a domain adds to the public page of a place: ``link(place)`` gives its words and its address, or
    None where the place does not want it."""
    _FRONT[name] = link


def front_links(place: Any) -> list[Link]:
    return [found for link in _FRONT.values() if (found := link(place)) is not None]
