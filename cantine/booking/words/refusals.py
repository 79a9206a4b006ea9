# ruff: noqa: E501  (a sentence does not wrap)
"""The sentences of booking's refusals: what happened, to what, and what to do.

Hours are said on the clock of the place at hand, which whoever opened it made the current time zone.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cantine.booking.rules import Busy, State
from cantine.booking.words.times import day_words, length_words, moment_words, span_words, stretch_words
from cantine.core.refusals import Words, register
from cantine.kernel import Interval
from cantine.places import rules as place_rules

Context = Mapping[str, Any]


def _taken(c: Context) -> str:
    conflicts: tuple[Busy, ...] = tuple(c.get("conflicts", ()))
    if not conflicts:
        return _("Somebody took this time a moment ago. Choose another time or another room.")
    when = _listed(stretch_words(each.interval) for each in conflicts[:3])
    return _("This is already taken: %(when)s. Choose another time or another room.") % {"when": when}


def _not_enough_seats(c: Context) -> str:
    left, seats = c["left"], c.get("seats")
    if seats is not None and c.get("asked", 0) > seats:
        return ngettext(
            "There is only %(seats)s seat here at any time. Take fewer, or choose somewhere larger.",
            "There are only %(seats)s seats here at any time. Take fewer, or choose somewhere larger.",
            seats,
        ) % {"seats": seats}
    if not left:
        return _("No seat is left at this time. Choose another time.")
    return ngettext(
        "Only %(left)s seat is left at this time. Take fewer seats, or choose another time.",
        "Only %(left)s seats are left at this time. Take fewer seats, or choose another time.",
        left,
    ) % {"left": left}


def _closed(c: Context) -> str:
    day, closed = day_words(c["day"]), c.get("closed_day")
    if closed is not None and closed.reason:
        return _("It is closed on %(day)s: %(reason)s. Choose another day.") % {"day": day, "reason": closed.reason}
    if closed is not None and closed.why is place_rules.WhyClosed.HOLIDAY:
        feasts = ", ".join(each.named(get_language() or "fr") for each in closed.holidays)
        said = {"day": day, "holiday": feasts}
        return _("It is closed on %(day)s, a public holiday (%(holiday)s). Choose another day.") % said
    return _("It is closed on %(day)s. Choose another day.") % {"day": day}


def _outside_hours(c: Context) -> str:
    when = _listed(span_words(each) for each in c["hours"][:3])
    return _("It is not open all that time, only %(when)s. Choose within these hours.") % {"when": when}


def _off_grid(c: Context) -> str:
    return ngettext(
        "Times go by steps of %(minutes)s minute here. The nearest is %(when)s.",
        "Times go by steps of %(minutes)s minutes here. The nearest is %(when)s.",
        c["grid_minutes"],
    ) % {"minutes": c["grid_minutes"], "when": span_words(Interval(c["starts_at"], c["ends_at"]))}


def _not_allowed(c: Context) -> str:
    if c["ask"] == place_rules.Standing.STAFF and c["book"] == place_rules.Standing.STAFF:
        return _("Only the team books this. Ask the place.")
    if place_rules.Standing.RESIDENT in {c["ask"], c["book"]}:
        return _("This is for the residents of the place. Ask the team how to become one, or choose something else.")
    return _("This is for the members of the place. Become one, or choose something else.")


def _certification_expired(c: Context) -> str:
    return _("Your certification “%(certification)s” ends on %(day)s, before this booking. Have it renewed first.") % {
        "certification": c["certification"],
        "day": day_words(c["valid_until"]),
    }


def _wrong_state(c: Context) -> str:
    return _("This date is %(state)s, so this can’t be done with it. Reload to see where it stands.") % {
        "state": state_words(State(c["state"]))
    }


def _misses_first(c: Context) -> str:
    first = {"day": day_words(c["first_day"])}
    if c.get("next") is None:
        return _("The recurrence has no date on %(day)s, where it starts. Start on one of its days.") % first
    after = {**first, "next": day_words(c["next"].date())}
    return (
        _("The recurrence does not fall on %(day)s, where it starts. Start on %(next)s, the first of its days.") % after
    )


def state_words(state: State) -> str:
    """A state in a sentence: “this date is …”."""
    words = {
        State.HELD: _("on hold"),
        State.REQUESTED: _("waiting for an answer"),
        State.CONFIRMED: _("confirmed"),
        State.SKIPPED: _("skipped"),
        State.CANCELLED: _("cancelled"),
        State.REFUSED: _("refused"),
        State.EXPIRED: _("expired"),
        State.NO_SHOW: _("marked as a no-show"),
    }
    return words[state]


def limit_words(code: str) -> str:
    """A limit that the team lifted, after “booked in spite of”; the sentence of the refusal where a word is missing."""
    limits = {
        "closed": _("closed that day"),
        "outside_hours": _("outside opening hours"),
        "too_soon": _("too short a notice"),
        "too_far": _("too far ahead"),
        "too_short": _("too short"),
        "too_long": _("too long"),
        "in_past": _("in the past"),
        "off_grid": _("off the usual steps of time"),
        "not_allowed": _("for members only"),
        "over_capacity": _("more people than the room holds"),
        "certification_missing": _("no certification"),
        "certification_expired": _("certification expired"),
        "house_rules_to_accept": _("house rules not accepted"),
        "insurance_missing": _("no insurance"),
        "insurance_expired": _("insurance expired"),
        "dues_missing": _("for members"),
        "dues_lapsed": _("dues to renew"),
        "trial_not_offered": _("no trial day here"),
        "trial_used": _("trial day used already"),
        "trial_over_a_day": _("a trial longer than a day"),
        "layout_unknown": _("another layout"),
        "only_long_term": _("let for months"),
        "not_visible": _("not on the list"),
    }
    return limits.get(code, code)


def _listed(parts: Iterable[str]) -> str:
    return " · ".join(parts)


SENTENCES: dict[str, Words] = {
    "undo_too_late": lambda c: _("It is too late to undo it: it could be undone until %(until)s. Book it again if it is still free.") % {"until": moment_words(c["until"])},
    "too_many_feeds": lambda c: _("You have %(most)s addresses already. Close one that no calendar reads, then make another.") % c,
    "feed_unknown": lambda c: _("This address is closed already, or it is not yours."),
    "calendar_unreadable": lambda c: _("This is not a calendar that can be read. Export it again as .ics (iCalendar)."),
    "calendar_too_often": lambda c: _("This calendar repeats something by the hour, the minute or the second. Take that out, then export it again."),
    "calendar_too_long": lambda c: _("This calendar takes %(found)s times, and %(most)s can be brought in at once. Export fewer months.") % c,
    "calendar_empty": lambda c: _("This calendar takes no time from now on: there is nothing to bring in."),
    "calendar_plan_old": lambda c: _("This plan is more than an hour old, or is not of this place. Give the file again."),
    "still_free": lambda c: _("This time is free: book it, there is no need to wait."),
    "already_waiting": lambda c: _("You wait for this time already. We write to you when it comes free."),
    "not_waiting": lambda c: _("You do not wait for this any more."),
    "offer_over": lambda c: _("This offer is over: it was answered, or its time has passed."),
    "already_started": lambda c: _("It began on %(when)s: only the team can still cancel it. Ask the place.") % {"when": moment_words(c["starts_at"])},
    "promised_by_quote": lambda c: " ".join(filter(None, [_("This date is part of a quote, with its price and perhaps its deposit: to change it or give it up, talk to %(place)s.") % c, c["contact"]])),
    "begun": lambda c: _("It began on %(when)s: only the team can still move it. Ask the place.") % {"when": moment_words(c["starts_at"])},
    "over": lambda c: _("It ended on %(when)s, so it stays where it was. Book a new date instead.") % {"when": moment_words(c["ends_at"])},
    "blocking_unknown": lambda c: _("This closing is already over, or does not exist. Reload the page."),
    "booking_unknown": lambda c: _("There is no such booking here, or it is not yours. Check the link."),
    "came": lambda c: _("This person came: the visit is recorded. Correct the visit first."),
    "certification_expired": _certification_expired,
    "certification_missing": lambda c: _("This asks for the certification “%(certification)s”. Ask the team for the training.") % {"certification": c["certification"]},
    "choice_unknown": lambda c: _("No date of the recurrence starts at %(when)s. Choose among the dates shown.") % {"when": moment_words(c["starts_at"])},
    "closed": _closed,
    "customer_unknown": lambda c: _("No organisation of this id is known here. Enter it first."),
    "date_out_of_range": lambda c: _("This date is not between %(first_year)s and %(last_year)s. Check the year.") % c,
    "date_unknown": lambda c: _("There is no such date here, or it is not yours. Reload the page."),
    "ends_before_it_starts": lambda c: _("The end does not come after the start. Choose a later end."),
    "guests_below_zero": lambda c: _("The number of guests can’t be below zero. Write 0 if nobody comes with you."),
    "hold_already_over": lambda c: _("This option would end in the past. Choose a later end."),
    "house_rules_to_accept": lambda c: _("The house rules must be read and accepted once before booking here: tick the box beside them, or open them on the page of the place."),
    "in_past": lambda c: _("This time is past. The first that can be booked is %(when)s.") % {"when": moment_words(c["earliest"])},
    "insurance_expired": lambda c: _("Your insurance ends on %(day)s, before this booking. Show the team a newer certificate.") % {"day": day_words(c["valid_until"])},
    "dues_lapsed": lambda c: _("Members of the association book this, and your dues ended on %(day)s. Renew them on the page “My membership”, then book.") % {"day": day_words(c["until"])},
    "dues_missing": lambda c: _("Members of the association book this. Join on the page “Join” of the place, pay your dues, then book."),
    "insurance_missing": lambda c: _("This asks for a liability insurance. Show the certificate to the team."),
    "no_coming_date": lambda c: _("None of its dates is still to come, so there is nothing to cancel."),
    "no_date": lambda c: _("No date is left to book. Keep at least one."),
    "not_allowed": _not_allowed,
    "not_enough_seats": _not_enough_seats,
    "not_visible": lambda c: _("There is nothing bookable under this name. Choose from the list."),
    "off_grid": _off_grid,
    "outside_hours": _outside_hours,
    "person_unknown": lambda c: _("Nobody of this id is known here. Invite the person first."),
    "quantity_below_one": lambda c: _("Take at least one seat."),
    "offered_to_another": lambda c: _("It is kept for who waited for it: their answer decides. Book another time for somebody else."),
    "reason_missing": lambda c: _("Say why, in a few words: people will read it on the planning."),
    "rrule_ends_before_first": lambda c: _("The recurrence ends on %(day)s, before its first date. Choose a later end.") % {"day": day_words(c["last_day"])},
    "rrule_misses_first": _misses_first,
    "rrule_part_unsupported": lambda c: _("The recurrence says “%(part)s”, which does not work here. Leave it out.") % c,
    "rrule_too_long": lambda c: ngettext("The recurrence lasts more than %(years)s year. End it earlier, then book on.", "The recurrence lasts more than %(years)s years. End it earlier, then book on.", c["years"]) % c,
    "rrule_too_many": lambda c: ngettext("The recurrence makes more than %(most)s date. End it earlier, then book on.", "The recurrence makes more than %(most)s dates. End it earlier, then book on.", c["most"]) % c,
    "rrule_two_ends": lambda c: _("The recurrence has two ends: “%(part)s”. Keep one of them.") % c,
    "rrule_unreadable": lambda c: _("The recurrence can’t be read at “%(part)s”. Write it like FREQ=WEEKLY;COUNT=10.") % c,
    "rrule_within_a_day": lambda c: _("The recurrence repeats within a day: “%(part)s”. Repeat by days, weeks, months or years.") % c,
    "taken": _taken,
    "too_early_for_no_show": lambda c: _("It is too early to say that nobody came. Wait until %(when)s.") % {"when": moment_words(c["earliest"])},
    "too_far": lambda c: ngettext("This opens %(days)s day ahead: until %(day)s. Choose an earlier day.", "This opens %(days)s days ahead: until %(day)s. Choose an earlier day.", c["horizon_days"]) % {"days": c["horizon_days"], "day": day_words(c["last_day"])},
    "too_long": lambda c: _("This lasts %(asked)s; %(longest)s at most can be booked at once. Choose an earlier end.") % {"asked": length_words(c["asked"]), "longest": length_words(c["longest"])},
    "too_short": lambda c: _("This lasts %(asked)s; at least %(shortest)s must be booked. Choose a later end.") % {"asked": length_words(c["asked"]), "shortest": length_words(c["shortest"])},
    "too_soon": lambda c: _("This must be booked %(notice)s ahead. The first that can be booked is %(when)s.") % {"notice": length_words(c["notice"]), "when": moment_words(c["earliest"])},
    "trial_not_offered": lambda c: _("There is no trial day for this. Choose something else to try the place."),
    "trial_over_a_day": lambda c: _("A trial is one day. Choose an earlier end."),
    "trial_used": lambda c: _("You have had your trial day here. Become a member to come again."),
    "window_too_long": lambda c: ngettext("At most %(days)s day can be read at once. Ask for a shorter time.", "At most %(days)s days can be read at once. Ask for a shorter time.", c["days"]) % c,
    "wrong_state": _wrong_state,
    "already_here": lambda c: _("This person has another visit that is still open. End it first."),
    "badge_unknown": lambda c: _("No key or badge of this number is lent to anybody here."),
    "count_out_of_range": lambda c: _("This number is not between 0 and %(most)s. Check it.") % c,
    "device_unknown": lambda c: _("There is no such device here, or it was revoked. Reload the page."),
    "name_missing": lambda c: _("Give it a name, so that the team knows it again."),
    "not_of_the_team": lambda c: _("Only a manager, a host or a volunteer of the place opens the day. Give this person the role first."),
    "opening_code_unknown": lambda c: _("This code opens nothing here. Type it again, or ask for a new one."),
    "pairing_over": lambda c: _("This link was used, or is too old. Ask the manager for a new one."),
    "pass_unknown": lambda c: _("This code is unknown or too old. Show the one that your phone shows now."),
    "visit_in_the_future": lambda c: _("This time has not come yet. Choose an earlier one."),
    "visit_too_long": lambda c: _("A visit lasts a day and a half at most. Choose when it ended."),
    "visit_unknown": lambda c: _("There is no such visit here. Reload the page."),
    "visit_of_one_or_of_guests": lambda c: _("A visit is of one person or of guests without a name. Send one of the two."),
}  # fmt: skip

register(SENTENCES)
