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
from cantine.booking.commands.letters import tell_person, tell_team
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
    "Telling",
    "accept_offer",
    "approve_dates",
    "block_resource",
    "cancel_dates",
    "decline_offer",
    "expire_due",
    "hold_resource",
    "join_waiting_list",
    "leave_waiting_list",
    "lift_blocking",
    "mark_no_show",
    "move_date",
    "offer_next",
    "refuse_dates",
    "remind_due",
    "request_booking",
    "skip_date",
    "take_back_date",
    "tell_person",
    "tell_team",
    "undo_cancel",
]
