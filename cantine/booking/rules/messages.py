"""Who a message goes to, and whether they may refuse it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sort(StrEnum):
    """A service message is about what the person does here; news are sent to those who agreed to receive them."""

    SERVICE = "service"
    NEWS = "news"


class Group(StrEnum):
    MEMBERS = "members"
    DAY = "day"
    ROLE = "role"
    CERTIFIED = "certified"
    PICKED = "picked"


@dataclass(frozen=True, kw_only=True)
class Audience:
    """``day``, ``code`` (of a role or a certification) or ``emails`` say which, by group."""

    group: Group
    day: date | None = None
    code: str = ""
    emails: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """As it is kept with the message: no address of anybody."""
        said = {Group.DAY: str(self.day), Group.ROLE: self.code, Group.CERTIFIED: self.code}.get(self.group, "")
        return f"{self.group.value}:{said}"[:80] if said else self.group.value
