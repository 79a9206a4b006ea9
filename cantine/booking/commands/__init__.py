"""Writes of bookings. Every one locks the units and pools it takes, asks the rules, then writes under the promise."""

from cantine.booking.commands.answer import approve_dates, refuse_dates
from cantine.booking.commands.blocking import block_resource, lift_blocking
from cantine.booking.commands.change import (
    cancel_dates,
    mark_no_show,
    move_date,
    skip_date,
    take_back_date,
    undo_cancel,
)
from cantine.booking.commands.expiry import expire_due
from cantine.booking.commands.feeds import (
    MadeFeed,
    make_own_feed,
    make_place_feed,
    note_feed_read,
    revoke_own_feed,
    revoke_place_feed,
)
from cantine.booking.commands.letters import tell_person, tell_team
from cantine.booking.commands.occupations import (
    begin_occupation,
    close_wish,
    end_occupation,
    extend_occupation,
    move_occupation,
    report_state,
    wish_occupation,
)
from cantine.booking.commands.reminders import remind_due
from cantine.booking.commands.request import DateWish, Details, Made, hold_resource, request_booking
from cantine.booking.commands.waiting import (
    accept_offer,
    decline_offer,
    join_waiting_list,
    leave_waiting_list,
    offer_next,
)
from cantine.booking.commands.wording import Telling

__all__ = [
    "DateWish",
    "Details",
    "Made",
    "MadeFeed",
    "Telling",
    "accept_offer",
    "approve_dates",
    "begin_occupation",
    "block_resource",
    "cancel_dates",
    "close_wish",
    "decline_offer",
    "end_occupation",
    "expire_due",
    "extend_occupation",
    "hold_resource",
    "join_waiting_list",
    "leave_waiting_list",
    "lift_blocking",
    "make_own_feed",
    "make_place_feed",
    "mark_no_show",
    "move_date",
    "move_occupation",
    "note_feed_read",
    "offer_next",
    "refuse_dates",
    "remind_due",
    "report_state",
    "request_booking",
    "revoke_own_feed",
    "revoke_place_feed",
    "skip_date",
    "take_back_date",
    "tell_person",
    "tell_team",
    "undo_cancel",
    "wish_occupation",
]
