"""Who acts: ids and roles, never a row. Built by ``places.queries.actor_of`` from a signed-in person, by a token, by a
device at the door, or by the system itself; the only thing that ``authorize`` looks at."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["anonymous", "person", "device", "system"]


@dataclass(frozen=True)
class Grant:
    """A role held at one place, or in the whole organisation when ``place_id`` is None; ``since`` its first day."""

    organisation_id: int
    place_id: int | None
    role: str
    since: date | None = field(default=None, compare=False)

    def covers(self, *, organisation_id: int | None, place_id: int | None) -> bool:
        return self.organisation_id == organisation_id and self.place_id in {None, place_id}


@dataclass(frozen=True)
class Actor:
    """``levels`` is None for a browser session; for an API token, the levels of action that the token was given."""

    kind: Kind
    person_id: int | None = None
    grants: tuple[Grant, ...] = ()
    levels: frozenset[str] | None = None
    name: str = ""

    @property
    def organisation_ids(self) -> frozenset[int]:
        return frozenset(grant.organisation_id for grant in self.grants)

    def roles_at(self, *, organisation_id: int | None, place_id: int | None) -> frozenset[str]:
        return frozenset(
            grant.role for grant in self.grants if grant.covers(organisation_id=organisation_id, place_id=place_id)
        )

    def limited_to(self, levels: Iterable[str]) -> "Actor":
        """The same actor holding a token of these levels."""
        return Actor(self.kind, self.person_id, self.grants, frozenset(levels), self.name)


ANONYMOUS = Actor("anonymous")


def system(name: str) -> Actor:
    """The program itself, doing what nobody pressed: a job, the demo, an import. ``name`` stands in the journal."""
    return Actor("system", name=name)
