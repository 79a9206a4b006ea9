"""The sentences of the refusals of places: what happened, to what, and what to do."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cantine.core.authorization import name_actions
from cantine.core.refusals import Words, register
from cantine.people.queries import register_houses
from cantine.places.queries import published_places
from cantine.places.words import portability  # noqa: F401  registers the part of the export
from cantine.ui import formats

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


def _address(sentence: str, context: Context) -> str:
    return sentence % {"slug": context["slug"], "suggestion": context.get("suggestion", "")}


def _overlap(context: Context) -> str:
    monday = date(2024, 1, 1)
    name = formats.long_day(monday.replace(day=1 + context["weekday"])).split()[0]
    return _("Two openings of %(day)s run into each other: give them hours apart.") % {"day": name}


def _moment(at: datetime) -> str:
    return formats.moment(at, timezone.get_current_timezone())


TEAM: dict[str, Words] = {
    "hours_out_of_range": lambda c: _("A year has no such number of hours. Write a number between 0 and 8784."),
    "shift_already_marked": lambda c: _("This shift is marked as kept or missed: it stays in the year’s count."),
    "shift_duty_missing": lambda c: _("Say what the shift is for: opening, welcome, or a few words."),
    "shift_meets_another": lambda c: _("This person already has a shift at that time. Choose another one."),
    "shift_needs_somebody": lambda c: (
        _("A shift needs between 1 and %(most)s people. Change the number.") % {"most": c["most"]}
    ),
    "shift_not_begun": lambda c: (
        _("This shift begins on %(when)s. Mark it afterwards.") % {"when": _moment(c["starts_at"])}
    ),
    "shift_not_theirs": lambda c: _(
        "Shifts are for managers, hosts and volunteers of the place. Give the person one of these roles first."
    ),
    "shift_of_nobody": lambda c: _("Nobody has this shift. Put somebody’s name on it first."),
    "shift_over": lambda c: _("This shift is over: it can’t change hands any more."),
    "shift_taken": lambda c: _("Somebody has just taken this shift. Choose another one."),
    "shift_unknown": lambda c: _("This shift is no longer on the planning. Reload the page."),
    "shift_without_length": lambda c: _("The shift ends when it starts. Choose a later end."),
    "swap_for_another": lambda c: _("This swap is offered to somebody else, against one of their shifts."),
    "swap_not_asked": lambda c: _("This shift is not to be swapped any more. Reload the page."),
    "swap_with_nobody": lambda c: _(
        "A swap is between the shifts of two people. Choose a shift that somebody else has."
    ),
    "week_empty": lambda c: _("This week has no shift to copy. Plan it first."),
    "weeks_out_of_range": lambda c: _("Copy to between 1 and %(most)s weeks. Change the number.") % {"most": c["most"]},
    "year_out_of_range": lambda c: _("Choose a year between 1990 and %(last)s.") % {"last": c["last"]},
}

HOUSE_LIFE: dict[str, Words] = {
    "decision_already_replaced": lambda c: (
        _("Decision %(number)s is already replaced. Choose the one in force.") % {"number": c["number"]}
    ),
    "decision_in_future": lambda c: _("A decision is written down once it is taken. Choose today or an earlier day."),
    "decision_unknown": lambda c: _("There is no such decision here. Reload the page."),
    "decision_words_missing": lambda c: _("Write what was decided."),
    "meeting_title_missing": lambda c: _("Give the meeting a title."),
    "meeting_unknown": lambda c: _("There is no such meeting here. Reload the page."),
    "notice_nowhere": lambda c: _("Choose one page at least where the notice is shown."),
    "notice_reversed": lambda c: _("The notice ends before it begins. Choose a later day."),
    "notice_unknown": lambda c: _("This notice is already down. Reload the page."),
    "notice_words_missing": lambda c: _("Write the notice."),
    "remit_twice": lambda c: _("“%(subject)s” stands twice. Keep one line.") % {"subject": c["subject"]},
}


def _sole_manager(c: Context) -> str:
    said = _(
        "You alone manage %(place)s. Name another manager on its team page, or hide the place from the public, then ask again."
    ) % {"place": c["place"]}
    if not c["team"]:
        return said
    names = ", ".join(c["team"][:3])
    return said + " " + _("Who works there already: %(names)s.") % {"names": names}


SENTENCES: dict[str, Words] = {
    "closure_reversed": lambda c: _("The last day comes before the first. Choose a later day."),
    "house_rules_unknown": lambda c: _("These house rules are no longer in force. Reload, then read the new ones."),
    "join_needs_two": lambda c: _("A joined room is made of two rooms at least. Choose another one."),
    "kind_unknown": lambda c: _("This place has no kind “%(kind)s”. Choose one of the list.") % {"kind": c["kind"]},
    "sole_manager": _sole_manager,
    "sole_manager_of_hidden": lambda c: (
        _("You alone manage %(place)s, which the public does not see: nobody will manage it any more.") % c
    ),
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
    "slug_taken": lambda c: _address(_("Another place has the address “%(slug)s”. “%(suggestion)s” is free."), c),
    "slug_reserved": lambda c: _address(_("“%(slug)s” is a word of the site itself. “%(suggestion)s” is free."), c),
    "accent_wrong": lambda c: _("Write the colour as #rrggbb, or pick it."),
    "timezone_unknown": lambda c: _("There is no time zone “%(timezone)s”. Pick one of the list.") % c,
    "legal_capacity_below_one": lambda c: _("The legal capacity is one person at least, or empty."),
    "space_name_missing": lambda c: _("Give the area a name."),
    "space_name_taken": lambda c: _("There is an area “%(name)s” already. Give this one another name.") % c,
    "space_unknown": lambda c: _("This area is gone. Go back to the list."),
    "kind_name_missing": lambda c: _("Give the kind a name, with at least one letter or figure."),
    "kind_name_taken": lambda c: _("There is a kind “%(name)s” already.") % c,
    "kind_in_use": lambda c: _("Something is of this kind: change that first, then remove the kind."),
    "seats_still_booked": lambda c: (
        _("More than %(seats)s are booked at some coming moment: cancel or move those bookings first.") % c
    ),
    "below_least": lambda c: _("It must be %(least)s at least.") % c,
    "shortest_over_longest": lambda c: _("The longest booking cannot be shorter than the shortest one."),
    "level_unknown": lambda c: _("Choose one of the list."),
    "unseen_but_bookable": lambda c: _("Those who cannot see it could not book it. Let them see it first."),
    "starter_unknown": lambda c: _("There is no such list to start from."),
    "weekday_unknown": lambda c: _("A week has seven days, from Monday (0) to Sunday (6)."),
    "hours_overlap": _overlap,
    "period_reversed": lambda c: _("The last day comes before the first one."),
    "role_unknown": lambda c: _("There is no such role. Choose one of the list."),
    "role_reversed": lambda c: _("A role cannot end before it begins. Choose a later day."),
    "contact_to_invite": lambda c: _(
        "This person has an account already. Invite them (a manager does), or let them book or come: they are known "
        "here from then on."
    ),
    "contact_unknown": lambda c: _("This person is no longer in the address book."),
    "house_rules_missing": lambda c: _("Write something before you publish."),
    "alt_missing": lambda c: _("Say in a few words what the photo shows."),
    "photo_unknown": lambda c: _("This photo is gone. Reload the page."),
    "photo_unreadable": lambda c: _("This file could not be read as a photo. Use a JPEG, PNG or WebP."),
    "photo_too_heavy": lambda c: _("This photo is over %(most_megabytes)s MB. Make it smaller, then try again.") % c,
    "photo_too_large": lambda c: (
        _("This photo has over %(most_megapixels)s million points. Make it smaller, then try again.") % c
    ),
    "too_many_photos": lambda c: _("There are %(most)s photos, which is the most. Remove one first.") % c,
}

register(TEAM)
register(HOUSE_LIFE)
register(SENTENCES)

name_actions(
    "place",
    gettext_lazy("The place"),
    {
        "place.see": gettext_lazy("See its page"),
        "place.see_planning": gettext_lazy("See the planning"),
        "place.see_matrix": gettext_lazy("Read this table"),
        "place.open": gettext_lazy("Open another place of the organisation"),
        "place.change": gettext_lazy("Change what the place says, its rules, its photos"),
        "place.give_role": gettext_lazy("Invite people, give and end roles"),
        "place.see_team": gettext_lazy("See who is in the team"),
        "place.see_contacts": gettext_lazy("Read the address book"),
        "place.note_contact": gettext_lazy("Write a note on somebody’s card"),
        "place.change_spaces": gettext_lazy("Change rooms, desks and machines"),
        "place.change_hours": gettext_lazy("Change hours and closures"),
        "place.see_settings": gettext_lazy("Enter the settings"),
        "place.see_insurance": gettext_lazy("Record that an insurance certificate was seen"),
        "place.meet": gettext_lazy("Put somebody in the address book"),
        "place.accept_rules": gettext_lazy("Accept the house rules"),
        "place.see_shifts": gettext_lazy("See who opens when"),
        "place.plan_shifts": gettext_lazy("Plan who opens when"),
        "place.take_shift": gettext_lazy("Take a shift"),
        "place.give_up_shift": gettext_lazy("Give a shift up"),
        "place.warn_unopened": gettext_lazy("Warn of a day with nobody to open"),
        "place.forget_person": gettext_lazy("Forget an erased person"),
        "place.see_hours_given": gettext_lazy("Read the hours given"),
        "place.note_hours_given": gettext_lazy("Note the hours given in a year"),
        "place.see_house_life": gettext_lazy("Read the decisions of the house"),
        "place.write_house_life": gettext_lazy("Write the decisions of the house"),
        "place.post_notice": gettext_lazy("Post a notice"),
        "place.import": gettext_lazy("Bring lists in"),
        "place.export": gettext_lazy("Take everything out"),
        "place.tell_of_export": gettext_lazy("Tell the managers that everything was taken out"),
    },
)
name_actions(
    "person",
    gettext_lazy("One’s own account"),
    {
        "person.see_self": gettext_lazy("Read what the platform knows of them"),
        "person.register": gettext_lazy("Enter a person"),
        "person.invite": gettext_lazy("Write an invitation"),
        "person.change_self": gettext_lazy("Change name, telephone and language"),
        "person.accept_invitation": gettext_lazy("Accept an invitation"),
        "person.consent": gettext_lazy("Choose what others see of them"),
        "person.export": gettext_lazy("Take a copy of all they are here"),
        "person.ask_erasure": gettext_lazy("Ask to be erased"),
        "person.erase": gettext_lazy("Erase a person"),
    },
)
name_actions(
    "organisation",
    gettext_lazy("Organisations"),
    {
        "organisation.enter": gettext_lazy("Enter an organisation"),
        "organisation.change": gettext_lazy("Change an organisation"),
    },
)
name_actions(
    "belonging",
    gettext_lazy("Belongings"),
    {
        "belonging.begin": gettext_lazy("Say that somebody belongs to an organisation"),
        "belonging.lead": gettext_lazy("Say that somebody represents an organisation"),
        "belonging.end": gettext_lazy("End a belonging"),
    },
)
name_actions(
    "token",
    gettext_lazy("Keys for programs"),
    {
        "token.use": gettext_lazy("Use a key of their own"),
        "token.make": gettext_lazy("Make a key"),
        "token.revoke": gettext_lazy("Withdraw a key"),
    },
)
register_houses("places", lambda: (place.name for place in published_places()))
