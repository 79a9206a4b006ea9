"""The sentences of what is wrong with an input of the API, whatever the domain."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cantine.core.refusals import register

Context = Mapping[str, Any]


def _too_long(c: Context) -> str:
    return _("This text is too long: %(most)s characters at most.") % {"most": c.get("most", "?")}


def _out_of_range(c: Context) -> str:
    if "most" in c:
        return _("This number is too large: %(most)s at most.") % {"most": c["most"]}
    if "least" in c:
        return _("This number is too small: %(least)s at least.") % {"least": c["least"]}
    return _("This number is too large to be true. Check it.")


def _not_in_list(c: Context) -> str:
    return _("This is not one of the values known here: %(expected)s.") % {"expected": c.get("expected", "?")}


register(
    {
        "input_missing": lambda c: _("This is needed and was not given. Add it."),
        "input_not_a_day": lambda c: _("This is not a day. Write it as 2026-04-14, between 1970 and 2199."),
        "input_repeated": lambda c: _("This is said several times. Say it once."),
        "input_unknown": lambda c: _("Nothing by this name is read here. Check its spelling, or leave it out."),
        "input_not_text": lambda c: _("This must be a text in valid Unicode."),
        "input_too_long": _too_long,
        "input_too_short": lambda c: _("This text is too short. Write at least one character."),
        "input_not_in_form": lambda c: _("This is not written in the form expected here. See the documentation."),
        "input_control_character": lambda c: _("This text holds a control character (NUL, for instance). Remove it."),
        "input_not_whole": lambda c: _("This must be a whole number."),
        "input_out_of_range": _out_of_range,
        "input_not_yes_or_no": lambda c: _("This must be true or false."),
        "input_not_a_list": lambda c: _("This must be a list."),
        "input_too_many": lambda c: _("This list is too long. Send fewer at once."),
        "input_not_in_list": _not_in_list,
        "input_not_an_id": lambda c: _("This is not an id. Use the one that an earlier answer gave."),
        "input_not_an_instant": lambda c: _(
            "This is not a date with its time. Write it as RFC 3339 does: 2026-04-14T13:30:00+02:00."
        ),
        "input_without_offset": lambda c: _(
            "This time does not say its zone. Add the offset: 2026-04-14T13:30:00+02:00, or Z for UTC."
        ),
        "input_no_such_instant": lambda c: _(
            "This date or time does not exist. Check the day of the month and the hour."
        ),
        "input_cursor": lambda c: _(
            "This cursor leads nowhere. Follow “next” as it was given, or start again without."
        ),
        "input_wrong": lambda c: _("This is not what is expected here. See the documentation."),
        "value_refused": lambda c: _(
            "One of the values can’t be stored. Check the texts and the numbers, then try again."
        ),
    }
)
