"""A customer's yes to a quote: by which way it came, what it leaves as a trace, and what is kept of it for good."""

from dataclasses import dataclass
from datetime import date, datetime

from cantine.billing.rules.quotes import Way
from cantine.kernel.refusal import Refusal


@dataclass(frozen=True)
class Answer:
    """A yes that did not come by the link: how, on which day, in which words; the print (SHA-256) of the file where there
    is one."""

    way: Way
    said_on: date
    words: str = ""
    file_name: str = ""
    file_sha256: str = ""


@dataclass(frozen=True)
class Agreement:
    """Who said yes and when, on the clock of the place; ``said_on`` where it did not come by the link; ``sha256`` is the
    print of the page that was sent, ``chosen`` the options that were taken, by the place of their part."""

    name: str
    at: datetime
    sha256: str
    chosen: tuple[int, ...] = ()
    way: Way = Way.LINK
    said_on: date | None = None


def check_answer(answer: Answer, *, sent_on: date, today: date) -> list[Refusal]:
    """A yes that came otherwise leaves a trace, words or a file, and a day on which it could come."""
    wrong = []
    if not sent_on <= answer.said_on <= today:
        wrong.append(Refusal("answer_day_wrong", {"first": sent_on, "last": today}, "said_on"))
    if not answer.words.strip() and not answer.file_sha256:
        wrong.append(Refusal("answer_without_trace", {}, "words"))
    return wrong
