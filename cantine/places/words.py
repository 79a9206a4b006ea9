"""The sentences of the refusals of places: what happened, to what, and what to do."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cantine.core.refusals import Words, register

Context = Mapping[str, Any]


def _over_capacity(c: Context) -> str:
    said = {"people": c["people"], "capacity": c["capacity"]}
    if c["layouts_that_fit"]:
        return (
            _("You would be %(people)s and it holds %(capacity)s in this layout. Choose another layout or room.") % said
        )
    return _("You would be %(people)s and it holds %(capacity)s. Choose a larger room, or bring fewer people.") % said


def _over_legal_capacity(c: Context) -> str:
    if not c["left"]:
        return _("The place is full at this time: the law allows %(limit)s people at once. Choose another time.") % {
            "limit": c["limit"]
        }
    return ngettext(
        "The law allows %(limit)s people at once in this place, and only %(left)s more can come at this time. "
        "Bring fewer people, or choose another time.",
        "The law allows %(limit)s people at once in this place, and only %(left)s more can come at this time. "
        "Bring fewer people, or choose another time.",
        c["left"],
    ) % {"limit": c["limit"], "left": c["left"]}


SENTENCES: dict[str, Words] = {
    "closure_reversed": lambda c: _("The last day comes before the first. Choose a later day."),
    "house_rules_unknown": lambda c: _("These house rules are no longer in force. Reload, then read the new ones."),
    "join_needs_two": lambda c: _("A joined room is made of two rooms at least. Choose another one."),
    "kind_unknown": lambda c: _("This place has no kind “%(kind)s”. Choose one of the list.") % {"kind": c["kind"]},
    "last_manager": lambda c: _("A place keeps one manager at least. Name another one first."),
    "layout_unknown": lambda c: (
        _("This room has no layout “%(layout)s”. Choose one of its own, or none.") % {"layout": c["layout"]}
    ),
    "over_capacity": _over_capacity,
    "over_legal_capacity": _over_legal_capacity,
    "part_unknown": lambda c: _("One of these rooms does not exist here. Choose from the list."),
    "place_name_missing": lambda c: _("Give the place a name."),
    "resource_name_missing": lambda c: _("Give it a name that people will recognise."),
    "resource_name_taken": lambda c: (
        _("Something here is already called “%(name)s”. Choose another name.") % {"name": c["name"]}
    ),
    "resource_unknown": lambda c: _("There is nothing bookable under this name. Choose from the list."),
    "seats_below_one": lambda c: _("A pool has one seat at least."),
    "slug_taken": lambda c: _("The address “%(slug)s” is already used. Choose another one.") % {"slug": c["slug"]},
}

register(SENTENCES)
