"""Facts: what happened, in the past tense, told upwards.

``record`` writes one Journal row in the caller's transaction, and defers one job per reaction at the end of the
outermost scope, on the same connection: the fact and its consequences commit together or not at all. One table is the
audit trail, the timeline and the outbox. A fact holds ids and non-personal values. It is never called an event: events
are people in a room.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from cantine.core import sql
from cantine.core.actor import Actor
from cantine.core.models import JournalEntry


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Base of every fact. ``organisation_id`` is None only for what happens to a person above any tenant."""

    organisation_id: int | None
    place_id: int | None = None
    NAME: ClassVar[str] = ""

    @property
    def journal_id(self) -> int:
        """Which entry of the Journal a reaction is given: what makes its effects happen once. 0 before it is kept."""
        return int(getattr(self, "_journal_id", 0))

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.NAME = f"{cls.__module__.split('.')[1]}.{cls.__name__}"
        if cls.NAME in _FACTS:
            raise ValueError(f"The fact {cls.NAME} is declared twice.")
        _FACTS[cls.NAME] = cls


F = TypeVar("F", bound=Fact)
Handler = Callable[[F, datetime], None]
_FACTS: dict[str, type[Fact]] = {}
_REACTIONS: dict[str, dict[str, Callable[[Any, datetime], None]]] = {}


def on(kind: type[F]) -> Callable[[Handler[F]], Handler[F]]:
    """Register an idempotent reaction: ``reaction(fact, now)``, run by a worker in the fact's tenancy."""

    def register(handler: Handler[F]) -> Handler[F]:
        name = f"{handler.__module__}.{handler.__name__}"
        _REACTIONS.setdefault(kind.NAME, {})[name] = handler
        return handler

    return register


@dataclass(frozen=True)
class Recorded:
    """An entry of the Journal on its way there: with the next statement, before the transaction ends."""

    _said: sql.Soon

    @property
    def journal_id(self) -> int:
        return int(self._said.rows[0][0])


def record(fact: Fact, *, actor: Actor, now: datetime, replay: bool = False) -> Recorded:
    """Write the fact's Journal row; ``replay`` (demo, import) tells nobody."""
    row = Recorded(sql.insert_soon([_entry(fact, actor, now)], keys=True))
    if not replay and _REACTIONS.get(fact.NAME):
        from cantine.core.jobs import later_reactions  # the queue needs the app registry ready

        later_reactions(_REACTIONS[fact.NAME], journal_id=lambda: row.journal_id)
    return row


def record_all(facts: Iterable[Fact], *, actor: Actor, now: datetime) -> None:
    """Many facts of an import, in one statement: as ``record`` with ``replay``, nobody is told."""
    sql.insert([_entry(fact, actor, now) for fact in facts])


def _entry(fact: Fact, actor: Actor, now: datetime) -> JournalEntry:
    return JournalEntry(
        organisation_id=fact.organisation_id,
        place_id=fact.place_id,
        name=fact.NAME,
        data=_plain(fact),
        at=now,
        actor_kind=actor.kind,
        actor_person_id=actor.person_id,
        actor_name=actor.name,
    )


def reactions_to(name: str) -> Mapping[str, Callable[[Any, datetime], None]]:
    """The reactions of one fact, by dotted name."""
    return _REACTIONS.get(name, {})


def all_facts() -> Mapping[str, type[Fact]]:
    """Every declared fact, for the map and the reference page."""
    return dict(sorted(_FACTS.items()))


def fact_of(name: str, data: Mapping[str, Any], *, journal_id: int = 0) -> Fact:
    """The fact that a Journal row holds; columns unknown to this version are left out."""
    kind = _FACTS[name]
    known = {f.name: f.type for f in dataclasses.fields(kind)}
    fact = kind(**{key: _rich(known[key], value) for key, value in data.items() if key in known})
    object.__setattr__(fact, "_journal_id", journal_id)  # frozen, and no column of the fact
    return fact


def _plain(fact: Fact) -> dict[str, Any]:
    return {column.name: _json(getattr(fact, column.name)) for column in dataclasses.fields(fact)}


def _json(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple | list):
        return [_json(item) for item in value]
    return value


def _rich(annotation: Any, value: Any) -> Any:
    name = getattr(annotation, "__name__", str(annotation))
    if value is None:
        return None
    if name.startswith("datetime"):
        return datetime.fromisoformat(value)
    if name.startswith("date"):
        return date.fromisoformat(value)
    if name.startswith("UUID"):
        return UUID(value)
    return tuple(value) if isinstance(value, list) else value


__all__ = ["Fact", "all_facts", "fact_of", "on", "reactions_to", "record"]
