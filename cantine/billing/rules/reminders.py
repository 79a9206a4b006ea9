"""Which letter a late invoice gets, and when: kind, firm, then formal. Never by itself to a public body, and never about
what is disputed."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cantine.billing.rules.documents import Nature


class Tone(StrEnum):
    """Three letters, each once: an oversight, a firm word, a formal notice."""

    KIND = "kind"
    FIRM = "firm"
    FORMAL = "formal"


ORDER = tuple(Tone)
# Days past the day to pay; and since the letter before, so that somebody who was just written to is left in peace.
AFTER = {Tone.KIND: 3, Tone.FIRM: 15, Tone.FORMAL: 30}
BETWEEN_DAYS = 10


@dataclass(frozen=True)
class Late:
    """An invoice past its day: ``last`` is the tone of the letter before, and ``last_on`` its day."""

    due_on: date
    nature: Nature
    disputed: bool = False
    last: Tone | None = None
    last_on: date | None = None


def next_tone(late: Late, *, today: date) -> Tone | None:
    """The letter that is due today, if one is."""
    on = next_on(late)
    return tones_to_come(late)[0] if on is not None and on <= today else None


def next_on(late: Late) -> date | None:
    """The day on which the next letter is due, which may be past; None where none follows."""
    if late.disputed or late.last is Tone.FORMAL:
        return None
    tone = ORDER[ORDER.index(late.last) + 1] if late.last else Tone.KIND
    days = [late.due_on + timedelta(days=AFTER[tone])]
    if late.last_on is not None:
        days.append(late.last_on + timedelta(days=BETWEEN_DAYS))
    return max(days)


def tones_to_come(late: Late) -> tuple[Tone, ...]:
    """Those that were not sent, in their order."""
    return ORDER[ORDER.index(late.last) + 1 :] if late.last else ORDER


def is_ticked(late: Late) -> bool:
    """Whether the letter leaves unless somebody says otherwise: a public body pays by its own calendar."""
    return late.nature is not Nature.PUBLIC
