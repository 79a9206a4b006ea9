"""The sentences of what is wrong with a file, a cell, a line or an archive."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cantine.core.refusals import Words, register, sentence
from cantine.ui import formats

Context = Mapping[str, Any]


def _span(context: Context) -> dict[str, str]:
    """A clash in words: the day and both hours, on the clock of the place."""
    starts_at, ends_at = context["starts_at"], context["ends_at"]
    day = date_format(starts_at, "SHORT_DATE_FORMAT")
    return {"day": day, "start": starts_at.strftime("%H:%M"), "end": ends_at.strftime("%H:%M")}


FILE: dict[str, Words] = {
    "file.empty": lambda c: _("The file is empty. Export it again, then choose it here."),
    "file.too_large": lambda c: _("The file is larger than %(most_mb)s MB. Cut it into several files.") % c,
    "file.too_many_lines": lambda c: _("The file has more than %(most)s lines. Cut it into several files.") % c,
    "file.spreadsheet": lambda c: _(
        "This is a spreadsheet, not a CSV file. In the spreadsheet: save as, then CSV UTF-8."
    ),
    "file.nul": lambda c: (
        _("Line %(line)s holds a character that no text has (NUL). Export the file again as CSV UTF-8.") % c
    ),
    "file.encoding": lambda c: (
        _("Line %(line)s is neither in UTF-8 nor in Windows-1252. In the spreadsheet: save as, then CSV UTF-8.") % c
    ),
    "file.unreadable": lambda c: (
        _(
            "The record that begins at line %(line)s cannot be read: a quotation mark is not closed, or stands inside a cell."
        )
        % c
    ),
    "file.no_heading": lambda c: _("The first line must hold the names of the columns. Add it."),
    "file.heading_twice": lambda c: (
        _("Several columns have the same name: %(headings)s. Rename or remove one of them.")
        % {"headings": _listed(c["headings"])}
    ),
    "file.no_line": lambda c: _("There is nothing under the names of the columns: no line to bring in."),
    "file.too_many_cells": lambda c: (
        _(
            "Line %(line)s has more cells than the first line (%(columns)s). Put the cell that holds a separator in quotation marks."
        )
        % c
    ),
    "file.heading_missing": lambda c: (
        _(
            "No column is named %(headings)s. The file has: %(found)s. Rename the column, or choose the tool that it comes from."
        )
        % {"headings": _listed(c["headings"]), "found": _listed(c["found"])}
    ),
}

CELL: dict[str, Words] = {
    "cell.missing": lambda c: _("This cell is empty, and it is needed. Fill it, or remove the line."),
    "cell.too_long": lambda c: _("This is too long: %(most)s characters at most. Shorten it.") % c,
    "cell.control": lambda c: _("This holds a character that cannot be written. Type the cell again."),
    "cell.day": lambda c: _("This is not a day. Write it as 14/04/2026 or 2026-04-14."),
    "cell.moment": lambda c: _("This is not a day and an hour. Write it as 14/04/2026 09:30 or 2026-04-14 09:30."),
    "cell.moment_skipped": lambda c: _(
        "This hour does not exist: the clocks go forward that night. Write the hour after."
    ),
    "cell.number": lambda c: _("This is not a number. Write it as 12 or 12,5."),
    "cell.cents": lambda c: _("An amount has two decimals at most. Write it as 1 234,50."),
    "cell.document_kind": lambda c: _("Write invoice or deposit here, or leave it empty for an invoice."),
    "cell.customer_unknown": lambda c: _(
        "The place does not know this organisation. Bring in the members with their organisation first, or correct the name."
    ),
    "cell.payer_missing": lambda c: _("Say who owes it: an organisation, or the e-mail of a person."),
    "cell.pass_unknown": lambda c: _(
        "The place sells no pass of this name. Add it in the settings, or correct the name."
    ),
    "cell.college_unknown": lambda c: _(
        "The co-operative has no college of this name. Add it among the colleges, or correct the name."
    ),
    "cell.after_old_books": lambda c: (
        _("This day is after the last of the old books, %(day)s. Write it here as a bulletin.")
        % {"day": formats.full_day(c["day"])}
    ),
    "cell.shareholder_unknown": lambda c: _(
        "The place knows nobody of this name. Bring in the members first, or add a column with their e-mail."
    ),
    "cell.shareholder_ambiguous": lambda c: _(
        "Several persons or organisations have this name. Add a column with their e-mail."
    ),
    "cell.shareholder_known": lambda c: _("This shareholder is in the register already. Remove the line."),
    "cell.shares_unpaid": lambda c: (
        _(
            "%(paid)s were paid of %(due)s: only shares paid whole are taken over."
            " Correct the amount, or write them here as a bulletin."
        )
        % {"paid": formats.money(c["paid"]), "due": formats.money(c["due"])}
    ),
    "cell.whole": lambda c: _("This is not a whole number between %(least)s and %(most)s.") % c,
    "cell.yes": lambda c: _("Write yes or no here."),
    "cell.email": lambda c: _("This is not an e-mail address. Correct it: it is what members sign in with."),
    "cell.role": lambda c: _("This role is not known. Write member, resident or contact."),
    "cell.role_of_staff": lambda c: _(
        "A role of the team is not given by a file. Write member here, then give it on the team’s page."
    ),
    "cell.siren": lambda c: _(
        "This is not a SIREN: nine digits, the last of which checks the others. Correct it, or leave it empty."
    ),
    "cell.siret": lambda c: _(
        "This is not a SIRET: fourteen digits, the last of which checks the others. Correct it, or leave it empty."
    ),
    "cell.reversed": lambda c: _("The end comes before the beginning, or at the same moment. Correct one of the two."),
    "cell.kind": lambda c: (
        _("This kind is not among those of the place: %(kinds)s. Use one of them, or add it in the settings.")
        % {"kinds": _listed(c["kinds"])}
    ),
    "cell.room_and_pool": lambda c: _(
        "The place has this under the same name, as a room where the file has seats, or the other way round. Give it another name."
    ),
    "cell.resource_unknown": lambda c: _(
        "The place has no room of this name. Bring in the rooms first, or correct the name."
    ),
    "cell.person_unknown": lambda c: _(
        "The place does not know this address. Bring in the members first, or leave the cell empty."
    ),
    "cell.person_ambiguous": lambda c: (
        _("%(count)s persons of the place have this name. Add a column with their e-mail.") % c
    ),
    "cell.too_many_days": lambda c: _("This lasts more than %(most)s days. Correct the end.") % c,
}

LINE: dict[str, Words] = {
    "line.twice": lambda c: _("Line %(line)s says the same already. Remove one of the two.") % c,
    "line.pass_twice": lambda c: (
        _("Line %(line)s is the same pass of the same person. Give each its number, in a column “Number”.") % c
    ),
    "line.clash": lambda c: (
        _("The room is taken on %(day)s from %(start)s to %(end)s. Remove the line, or change its hours or its room.")
        % _span(c)
    ),
    "line.clash_with_line": lambda c: (
        _(
            "Line %(line)s of the file takes the room on %(day)s from %(start)s to %(end)s. Remove one of the two, or change its hours."
        )
        % {"line": c["line"], **_span(c)}
    ),
    "line.too_many_seats": lambda c: _("There are not %(asked)s seats there. Correct the number.") % c,
    "sums_equal": lambda c: _("These sums are equal already: nothing is to be put right."),
    "import.wrong_lines": lambda c: (
        _("Nothing was brought in: %(count)s cells are wrong. Correct them, then try again.") % c
    ),
    "import.too_long_for_a_page": lambda c: (
        _(
            "A page takes %(most)s lines at most. Cut the file, or ask whoever runs this instance to use the command “cantine import”."
        )
        % c
    ),
    "import.line_refused": lambda c: (
        _("Nothing was brought in. Line %(line)s: %(because)s")
        % {"line": c["line"], "because": " ".join(sentence(each) for each in c["because"])}
    ),
}


ARCHIVE: dict[str, Words] = {
    "archive.not_one": lambda c: _(
        "This is not an archive that Cantine wrote. Choose the .zip file that an export gave."
    ),
    "archive.newer": lambda c: (
        _(
            "The archive comes from a newer release (%(schema)s, and this one reads %(known)s). Bring this instance up to date first."
        )
        % c
    ),
    "archive.too_large": lambda c: _("The archive is too large to be brought in."),
    "archive.broken": lambda c: _("The archive is damaged: “%(name)s” is not what was written. Take it out again.") % c,
    "archive.unknown_table": lambda c: (
        _("This release does not know “%(name)s”. Bring this instance up to date first.") % c
    ),
    "archive.unknown_column": lambda c: (
        _("This release does not know “%(name)s”. Bring this instance up to date first.") % c
    ),
    "archive.value": lambda c: (
        _("The archive is damaged: “%(name)s” holds a value that cannot be. Take it out again.") % c
    ),
    "archive.no_bearer": lambda c: _(
        "The organisation that bears the place is neither in the archive nor here. Say which one does."
    ),
}


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(_("“%(word)s”") % {"word": word} for word in words)


register({**FILE, **CELL, **LINE, **ARCHIVE})
