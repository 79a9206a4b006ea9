"""Who a message goes to, whether they may refuse it, and why some of them do not receive it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cantine.kernel.refusal import Refusal

MOST_MESSAGES_A_DAY = 10
LONGEST_SUBJECT = 150
LONGEST_MESSAGE = 10_000


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


class LeftOut(StrEnum):
    """Why somebody of the audience is not written to; the value is stored."""

    NO_ADDRESS = "no_address"
    NO_CONSENT = "no_consent"
    STOPPED = "stopped"


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


def audience_of(key: str) -> Audience:
    """The audience that a key tells; the persons who were picked one by one are not in it."""
    group, _, said = key.partition(":")
    if group == Group.DAY:
        return Audience(group=Group.DAY, day=date.fromisoformat(said))
    return Audience(group=Group(group), code=said)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A person of the audience. ``agrees`` to receive the news of their places; ``stopped`` those of this one."""

    person_id: int
    has_address: bool
    agrees: bool = False
    stopped: bool = False


def why_left_out(reader: Reader, *, sort: Sort) -> LeftOut | None:
    """None for whoever is written to. News go to those who agreed, and who did not stop those of this place since."""
    if not reader.has_address:
        return LeftOut.NO_ADDRESS
    if sort is Sort.SERVICE:
        return None
    if not reader.agrees:
        return LeftOut.NO_CONSENT
    return LeftOut.STOPPED if reader.stopped else None


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """An audience, once each: those who receive, and those who do not with the reason."""

    reached: tuple[int, ...]
    left_out: dict[int, LeftOut]


def sorted_readers(readers: Iterable[Reader], *, sort: Sort) -> Sorted:
    why = {reader.person_id: why_left_out(reader, sort=sort) for reader in readers}
    return Sorted(
        reached=tuple(sorted(person for person, reason in why.items() if reason is None)),
        left_out={person: reason for person, reason in why.items() if reason is not None},
    )


def check_message(*, subject: str, words: str, reached: int, sent_today: int) -> tuple[Refusal, ...]:
    """Refusals: message_empty, message_too_long (``most``), message_to_nobody, message_too_often (``most`` a day)."""
    refusals = []
    if not subject.strip() or not words.strip():
        refusals.append(Refusal("message_empty", field="subject" if not subject.strip() else "words"))
    if len(subject) > LONGEST_SUBJECT or len(words) > LONGEST_MESSAGE:
        field = "subject" if len(subject) > LONGEST_SUBJECT else "words"
        refusals.append(Refusal("message_too_long", {"most": LONGEST_MESSAGE}, field))
    if not reached:
        refusals.append(Refusal("message_to_nobody", field="group"))
    if sent_today >= MOST_MESSAGES_A_DAY:
        refusals.append(Refusal("message_too_often", {"most": MOST_MESSAGES_A_DAY}))
    return tuple(refusals)


def paragraphs_of(words: str) -> tuple[str, ...]:
    """What an empty line parts."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    parts: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            parts[-1].append(line.rstrip())
        elif parts[-1]:
            parts.append([])
    return tuple("\n".join(part) for part in parts if part)
