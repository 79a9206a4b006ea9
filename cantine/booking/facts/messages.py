"""What the team wrote, and who wants no more of it."""

from dataclasses import dataclass

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MessageSent(Fact):
    """The team wrote to a group of people."""

    message_id: int
    sort: str
    reached: int


@dataclass(frozen=True, kw_only=True)
class NewsStopped(Fact):
    """A person wants no more news of this place."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class NewsResumed(Fact):
    """A person who had stopped the news of this place receives them again."""

    person_id: int
