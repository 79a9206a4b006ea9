"""The one door to be allowed. Each domain's ``permissions.py`` registers a table action → predicate; a command calls
``authorize`` first. Predicates compose with ``&``, ``|`` and ``~`` and see ids only.

An action has a *level* (read, book, manage): what an API token must have been given to do it in its person's name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

from cantine.core.actor import Actor

Level = Literal["read", "book", "manage"]
Text = str | Promise
LEVELS: tuple[Level, ...] = ("read", "book", "manage")


@dataclass(frozen=True)
class Target:
    """What is acted upon: whose tenancy (None above tenants), which place, whose row when it belongs to a person."""

    organisation_id: int | None
    place_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Predicate:
    """``holds(actor, target)``; ``name`` is what the permission matrix prints."""

    holds: Callable[[Actor, Target], bool]
    name: str

    def __and__(self, other: "Predicate") -> "Predicate":
        return Predicate(lambda a, t: self.holds(a, t) and other.holds(a, t), f"{self.name} and {other.name}")

    def __or__(self, other: "Predicate") -> "Predicate":
        return Predicate(lambda a, t: self.holds(a, t) or other.holds(a, t), f"{self.name} or {other.name}")

    def __invert__(self) -> "Predicate":
        return Predicate(lambda a, t: not self.holds(a, t), f"not {self.name}")


def role(*names: str) -> Predicate:
    """Holds one of these roles at the target's place, or in its whole organisation."""
    wanted = frozenset(names)
    return Predicate(
        lambda a, t: bool(wanted & a.roles_at(organisation_id=t.organisation_id, place_id=t.place_id)),
        " or ".join(names),
    )


anyone = Predicate(lambda _a, _t: True, "anyone")
signed_in = Predicate(lambda a, _t: a.kind == "person" and a.person_id is not None, "signed in")
oneself = Predicate(lambda a, t: a.person_id is not None and a.person_id == t.person_id, "oneself")
by_system = Predicate(lambda a, _t: a.kind == "system", "the system")
by_device = Predicate(lambda a, _t: a.kind == "device", "the place's device")


@dataclass(frozen=True)
class Permission:
    """One line of the table."""

    action: str
    predicate: Predicate
    level: Level


class Denied(Exception):
    """You are not allowed to do this here. Ask the manager of the place for the role that it needs."""

    def __init__(self, action: str, actor: Actor) -> None:
        super().__init__(action)
        self.action, self.actor = action, actor


_TABLE: dict[str, Permission] = {}
_NAMES: dict[str, Text] = {}


def register(table: Mapping[str, Predicate], *, level: Level) -> None:
    """Add lines to the table; an action is declared once in the whole product."""
    for action, predicate in table.items():
        if action in _TABLE:
            raise ValueError(f"The action {action!r} is declared twice.")
        _TABLE[action] = Permission(action, predicate, level)


def name_actions(domain: str, name: Text, actions: Mapping[str, Text]) -> None:
    """Give actions their names for people, from a domain's ``words.py``: ``"booking.hold"`` is “Put an option”."""
    _NAMES[domain] = name
    _NAMES.update(actions)
    for action in actions:  # an action of another prefix is told among those of this domain
        _NAMES.setdefault(action.partition(".")[0], name)


def name_of(action: str) -> str:
    """The action in the reader's language; its code as long as nobody named it."""
    return str(_NAMES.get(action, action))


def domain_name(domain: str) -> str:
    """What the actions ``domain.…`` are about."""
    return str(_NAMES.get(domain, domain))


def unnamed_actions() -> frozenset[str]:
    """Actions that no domain named."""
    return frozenset(_TABLE) - frozenset(_NAMES)


def table() -> Mapping[str, Permission]:
    """The whole table, for the matrix and for the tests."""
    return dict(sorted(_TABLE.items()))


def can(actor: Actor, action: str, target: Target) -> bool:
    """Whether ``actor`` may do ``action`` on ``target``; an unknown action is a fault of the code (KeyError)."""
    permission = _TABLE[action]
    if actor.levels is not None and permission.level not in actor.levels:
        return False
    return permission.predicate.holds(actor, target)


def authorize(actor: Actor, action: str, target: Target) -> None:
    """Raise ``Denied`` unless ``actor`` may. The first line of every command."""
    if not can(actor, action, target):
        raise Denied(action, actor)
