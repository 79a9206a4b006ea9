"""Secret calendar addresses."""

from dataclasses import dataclass

from cantine.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class FeedMade(Fact):
    """A secret calendar address was made."""

    feed_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class FeedRevoked(Fact):
    """A secret calendar address opens nothing any more."""

    feed_id: int
    kind: str
