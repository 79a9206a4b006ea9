"""How a letter of the house is laid out: one sheet, rendered as plain text and as HTML, in the language of the moment.

A domain fills a ``Sheet`` with words already translated; nothing here knows what they say. The HTML stands without
images, scripts or anything fetched, and its one colour is the place's.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from cantine.core.mail import Letter


class Written(str):
    """Words that somebody of the place wrote: nobody translates them, so the letter says which language they are in."""

    written = True


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the list, and what can be done with it."""

    text: str
    href: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A titled paragraph, or several."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Action:
    """A button; the first of a sheet is the strong one."""

    label: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """``hello`` and ``lead`` open it, ``body`` is what somebody wrote, ``rows`` are the dates, ``blocks`` what to know,
    ``foot`` who writes and why; ``stop`` is the address at which such letters end."""

    subject: str
    lead: str = ""
    hello: str = ""
    rows: tuple[Row, ...] = ()
    blocks: tuple[Block, ...] = ()
    actions: tuple[Action, ...] = ()
    body: tuple[str, ...] = ()
    foot: str = ""
    stop: Action | None = None
    sender: str = ""
    colour: str = "#b33a23"
    ink: str = "#ffffff"


def letter_of(
    sheet: Sheet,
    *,
    to: str,
    reply_to: str = "",
    calendar: str = "",
    calendar_method: str = "",
    waits_until: datetime | None = None,
    attachment: str = "",
) -> Letter:
    """The sheet as both parts of a message."""
    language, theirs = get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE
    context = {"sheet": sheet, "language": language, "theirs": "" if language.startswith(theirs) else theirs}
    text = render_to_string("mail/letter.txt", context)
    return Letter(
        to=to,
        subject=sheet.subject,
        text="\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n",
        html=render_to_string("mail/letter.html", context),
        calendar=calendar,
        calendar_method=calendar_method,
        sender_name=sheet.sender,
        reply_to=reply_to,
        unsubscribe=sheet.stop.href if sheet.stop else "",
        waits_until=waits_until,
        attachment=attachment,
    )


def absolute(path: str) -> str:
    """The address of a page as a letter gives it."""
    return f"{settings.PUBLIC_URL}{path}"
