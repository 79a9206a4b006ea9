"""What happens to requests. Words and names stay on the rows, where they can be erased."""

from dataclasses import dataclass
from uuid import UUID

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RequestFact(Fact):
    """Something happened to a request."""

    request: UUID


@dataclass(frozen=True, kw_only=True)
class RequestReceived(RequestFact):
    """Somebody asked for something: by the public form, or noted by the team."""

    came_by: str


@dataclass(frozen=True, kw_only=True)
class RequestChanged(RequestFact):
    """What is known of a request changed: who asks, what, who leads, what comes next."""


@dataclass(frozen=True, kw_only=True)
class RequestMoved(RequestFact):
    """A request stands elsewhere."""

    state: str


@dataclass(frozen=True, kw_only=True)
class RequestAnswered(RequestFact):
    """A letter left to whoever asked."""


@dataclass(frozen=True, kw_only=True)
class TimeNoted(RequestFact):
    """Somebody of the team gave time to a request."""

    minutes: int
