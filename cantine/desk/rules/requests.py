"""A request: where it came from, which of the two flows it follows, where it stands, and what is late.

The commercial lane ends with a quote; the collaborative one is made together and has none. What was lost or closed can be
opened again, and nothing that is open is without a next step for long: a request without one asks for one.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cantine.kernel.refusal import Refusal

LONGEST_WORDS, LONGEST_NAME, MOST_PEOPLE = 8_000, 160, 5_000
QUARTERS = (15, 30, 60)
MOST_MINUTES = 24 * 60
QUIET_DAYS = 3


class CameBy(StrEnum):
    FORM = "form"
    MAIL = "mail"
    PHONE = "phone"
    COUNTER = "counter"


class Lane(StrEnum):
    """``COMMERCIAL``: somebody wants to rent. ``COLLABORATIVE``: an event that is made together, the place as host."""

    COMMERCIAL = "commercial"
    COLLABORATIVE = "collaborative"


class State(StrEnum):
    """``WON`` and ``LOST`` are what a quote, or the team, decided; ``CLOSED`` is over without either."""

    NEW = "new"
    ANSWERED = "answered"
    QUOTED = "quoted"
    WON = "won"
    LOST = "lost"
    CLOSED = "closed"


OPEN = (State.NEW, State.ANSWERED, State.QUOTED)
OVER = (State.WON, State.LOST, State.CLOSED)


@dataclass(frozen=True)
class Wish:
    """What somebody typed: who asks, what for, when, for how many."""

    what: str
    name: str = ""
    email: str = ""
    phone: str = ""
    organisation: str = ""
    people: int | None = None
    days: str = ""


def check_wish(wish: Wish) -> list[Refusal]:
    """Somebody asks for something, and can be answered."""
    found = []
    if not wish.what.strip():
        found.append(Refusal("request_empty", {}, "what"))
    if len(wish.what) > LONGEST_WORDS:
        found.append(Refusal("request_too_long", {"most": LONGEST_WORDS}, "what"))
    if not (wish.name.strip() or wish.email.strip() or wish.phone.strip() or wish.organisation.strip()):
        found.append(Refusal("requester_missing", {}, "name"))
    if wish.people is not None and not 0 < wish.people <= MOST_PEOPLE:
        found.append(Refusal("head_count_out_of_range", {"most": MOST_PEOPLE}, "people"))
    return found


def check_minutes(minutes: int) -> list[Refusal]:
    return [] if 0 < minutes <= MOST_MINUTES else [Refusal("minutes_out_of_range", {"most": MOST_MINUTES}, "minutes")]


def check_moved(*, state: State, to: State) -> list[Refusal]:
    """By hand, to anywhere but where only a quote leads."""
    if to is State.QUOTED:
        return [Refusal("only_a_quote_quotes", {}, "state")]
    return [Refusal("state_already", {}, "state")] if state is to else []


@dataclass(frozen=True)
class Urgency:
    """``age_days`` since it came; ``late``: its next step is past; ``silent``: it is open, has none, and is days old."""

    age_days: int
    late: bool
    silent: bool

    @property
    def rank(self) -> int:
        return 0 if self.late else 1 if self.silent else 2


def urgency_of(*, state: State, came_on: date, next_on: date | None, today: date) -> Urgency:
    """What is over is never late."""
    age = (today - came_on).days
    waits = state in OPEN
    late = waits and next_on is not None and next_on < today
    return Urgency(age, late, waits and next_on is None and age >= QUIET_DAYS)


def state_after(state: State, *, quote: str) -> State:
    """Where a request stands once its quote was sent, accepted or given up (the quote's own words)."""
    after = {"sent": State.QUOTED, "accepted": State.WON, "refused": State.LOST, "expired": State.LOST}
    return after.get(quote, State.ANSWERED if state is State.QUOTED else state)


def filled(text: str, values: dict[str, str]) -> str:
    """An answer template with its blanks filled: ``{name}``, ``{place}``, ``{when}``; others stay as they are."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
