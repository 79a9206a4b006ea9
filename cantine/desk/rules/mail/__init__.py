"""A mail that somebody pasted, read: who writes, for which days and hours, for how many people, with what.

Pure, in French and in English. It never makes anything up: what is not written stays empty, and what was understood
between the lines (“a morning”, “about thirty”, a day without its year) is a guess, shown as such to whoever confirms it.
"""

from dataclasses import dataclass
from datetime import date, time

from cantine.desk.rules.mail.companies import Company, company_in
from cantine.desk.rules.mail.days import Day, days_in
from cantine.desk.rules.mail.hours import Hours, hours_in
from cantine.desk.rules.mail.parts import Parts, parts_of
from cantine.desk.rules.mail.people import People, people_in
from cantine.desk.rules.mail.wants import wants_in

MOST_WHENS = 6
LONGEST = 20_000
NOBODY = Company()

__all__ = [
    "LONGEST",
    "Company",
    "Parts",
    "People",
    "Reading",
    "When",
    "company_in",
    "parts_of",
    "read_mail",
    "wants_in",
]


@dataclass(frozen=True)
class When:
    """A day that is asked for, from and until when; ``sure`` where it stands so in the mail."""

    day: date
    starts: time | None = None
    ends: time | None = None
    sure: bool = True


@dataclass(frozen=True)
class Reading:
    """What a mail says. ``name_sure``: it stands in a header, not in a signature."""

    name: str = ""
    email: str = ""
    phone: str = ""
    subject: str = ""
    words: str = ""
    name_sure: bool = True
    whens: tuple[When, ...] = ()
    people: People | None = None
    wants: tuple[str, ...] = ()
    company: Company = NOBODY


def read_mail(text: str, *, today: date) -> Reading:
    """``today`` is the day of the place: what names no year is the next one to come."""
    parts = parts_of(text[:LONGEST])
    asked = f"{parts.subject}\n{parts.asked}"
    return Reading(
        name=parts.name, email=parts.email, phone=parts.phone, subject=parts.subject, words=parts.body,
        name_sure=parts.name_sure, whens=_whens(days_in(asked, today=today), hours_in(asked)), people=people_in(asked),
        wants=wants_in(asked), company=company_in(parts.body),
    )  # fmt: skip


def _whens(days: list[Day], hours: list[Hours]) -> tuple[When, ...]:
    """Each day with the hours that follow it, up to the next day; hours said once are those of every day."""
    found: dict[date, When] = {}
    for number, day in enumerate(days):
        if day.day not in found:
            found[day.day] = _when(day, _hours_of(days, hours, number))
    return tuple(found.values())[:MOST_WHENS]


def _hours_of(days: list[Day], hours: list[Hours], number: int) -> Hours | None:
    here = days[number]
    until = next((each.at for each in days[number + 1 :] if each.day != here.day), None)
    after = [each for each in hours if each.at > here.at and (until is None or each.at < until)]
    if after:
        return max(after, key=lambda each: each.sure)
    return hours[0] if len(hours) == 1 else (hours[-1] if number == 0 and hours and len(days) == 1 else None)


def _when(day: Day, hours: Hours | None) -> When:
    if hours is None:
        return When(day.day, sure=day.sure)
    return When(day.day, hours.starts, hours.ends, day.sure and hours.sure)
