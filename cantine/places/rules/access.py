"""Who may see a resource, ask for it, or book it without asking."""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """What somebody is at a place, from the street to the team; each is also everything before it. The value
    is stored.
    """

    PUBLIC = "public"
    MEMBER = "member"
    RESIDENT = "resident"
    STAFF = "staff"

    def reaches(self, level: "Standing") -> bool:
        order = list(Standing)
        return order.index(self) >= order.index(level)


class Mode(StrEnum):
    """How a wish ends: booked at once, sent to the place to be approved, or refused."""

    DIRECT = "direct"
    ASK = "ask"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Access:
    """The first standing that may ``see``, ``ask`` and ``book``; where ``ask`` is above ``book`` nobody needs
    to ask.
    """

    see: Standing = Standing.PUBLIC
    ask: Standing = Standing.PUBLIC
    book: Standing = Standing.MEMBER

    def shows_to(self, standing: Standing) -> bool:
        return standing.reaches(self.see)

    def mode_for(self, standing: Standing) -> Mode:
        """Staff never ask."""
        if standing.reaches(self.book) or standing is Standing.STAFF:
            return Mode.DIRECT
        return Mode.ASK if standing.reaches(self.ask) else Mode.REFUSED
