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
    undo_no_show,
)
from cantine.booking.commands.closing import close_days, retire_resource
from cantine.booking.commands.correct import Said, change_details
from cantine.booking.commands.counting import close_day, count_guests, let_guests_go, take_headcount
from cantine.booking.commands.devices import (
    MadeDevice,
    add_device,
    give_opening_code,
    make_visitor_card,
    note_device,
    pair_device,
    renew_pairing,
    revoke_device,
    revoke_opening_code,
)
from cantine.booking.commands.domiciliation import (
    attest_domiciliation,
    give_domiciliation_notice,
    note_document,
    set_domiciliation_approval,
    sign_domiciliation,
    tell_of_silence,
)
from cantine.booking.commands.expiry import expire_due
from cantine.booking.commands.external import import_blockings
from cantine.booking.commands.feeds import (
    MadeFeed,
    make_own_feed,
    make_place_feed,
    note_feed_read,
    revoke_own_feed,
    revoke_place_feed,
)
from cantine.booking.commands.forgetting import forget_person
from cantine.booking.commands.handing import hand_booking
from cantine.booking.commands.held import confirm_held, hold_for_another, release_held
from cantine.booking.commands.key_letters import remind_loans
from cantine.booking.commands.keys import add_key, declare_key_lost, lend_key, retire_key, take_back_key
from cantine.booking.commands.letters import tell_former, tell_person, tell_team
from cantine.booking.commands.messages import (
    Written,
    forget_reader,
    post_message,
    resume_news,
    stop_news,
    write_message,
)
from cantine.booking.commands.occupancy import DAYS_AHEAD, rebuild_occupancy
from cantine.booking.commands.occupations import (
    begin_occupation,
    close_wish,
    count_occupants,
    end_occupation,
    extend_occupation,
    move_occupation,
    report_state,
    wish_occupation,
)
from cantine.booking.commands.opening import close_with_code, open_day
from cantine.booking.commands.post import (
    domicile_organisation,
    drop_mail_contact,
    end_domiciliation,
    forward_mail,
    hand_over_mail,
    name_mail_contact,
    receive_mail,
    send_back_mail,
    take_out_mail,
)
from cantine.booking.commands.post_letters import announce_mail
from cantine.booking.commands.presence import count_presence
from cantine.booking.commands.redrawing import redraw_coming
from cantine.booking.commands.reminders import remind_due
from cantine.booking.commands.request import DateWish, Details, Made, hold_resource, request_booking
from cantine.booking.commands.sensors import Reading, note_reading, sweep_readings
from cantine.booking.commands.visits import check_in, check_out, correct_visit, remove_visit
from cantine.booking.commands.waiting import (
    accept_offer,
    decline_offer,
    join_waiting_list,
    leave_waiting_list,
    offer_next,
)
from cantine.booking.commands.wording import Telling

__all__ = [
    "DAYS_AHEAD",
    "DateWish",
    "Details",
    "Made",
    "MadeDevice",
    "MadeFeed",
    "Reading",
    "Said",
    "Telling",
    "Written",
    "accept_offer",
    "add_device",
    "add_key",
    "announce_mail",
    "approve_dates",
    "attest_domiciliation",
    "begin_occupation",
    "block_resource",
    "cancel_dates",
    "change_details",
    "check_in",
    "check_out",
    "close_day",
    "close_days",
    "close_wish",
    "close_with_code",
    "confirm_held",
    "correct_visit",
    "count_guests",
    "count_occupants",
    "count_presence",
    "declare_key_lost",
    "decline_offer",
    "domicile_organisation",
    "drop_mail_contact",
    "end_domiciliation",
    "end_occupation",
    "expire_due",
    "extend_occupation",
    "forget_person",
    "forget_reader",
    "forward_mail",
    "give_domiciliation_notice",
    "give_opening_code",
    "hand_booking",
    "hand_over_mail",
    "hold_for_another",
    "hold_resource",
    "import_blockings",
    "join_waiting_list",
    "leave_waiting_list",
    "lend_key",
    "let_guests_go",
    "lift_blocking",
    "make_own_feed",
    "make_place_feed",
    "make_visitor_card",
    "mark_no_show",
    "move_date",
    "move_occupation",
    "name_mail_contact",
    "note_device",
    "note_document",
    "note_feed_read",
    "note_reading",
    "offer_next",
    "open_day",
    "pair_device",
    "post_message",
    "rebuild_occupancy",
    "receive_mail",
    "redraw_coming",
    "refuse_dates",
    "release_held",
    "remind_due",
    "remind_loans",
    "remove_visit",
    "renew_pairing",
    "report_state",
    "request_booking",
    "resume_news",
    "retire_key",
    "retire_resource",
    "revoke_device",
    "revoke_opening_code",
    "revoke_own_feed",
    "revoke_place_feed",
    "send_back_mail",
    "set_domiciliation_approval",
    "sign_domiciliation",
    "skip_date",
    "stop_news",
    "sweep_readings",
    "take_back_date",
    "take_back_key",
    "take_headcount",
    "take_out_mail",
    "tell_former",
    "tell_of_silence",
    "tell_person",
    "tell_team",
    "undo_cancel",
    "undo_no_show",
    "wish_occupation",
    "write_message",
]
