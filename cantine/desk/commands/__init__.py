"""Writes of the request desk: what comes in, who answers it, the quote that it becomes and its answer."""

from cantine.desk.commands.answers import accept_offer, note_acceptance, refuse_offer
from cantine.desk.commands.forgetting import forget_person
from cantine.desk.commands.letters import answer_request
from cantine.desk.commands.quoting import Payer, Room, draft_offer, drop_offer, extend_offer, remove_room, revise_offer
from cantine.desk.commands.requests import (
    ask_place,
    change_request,
    enter_request,
    move_request,
    note_on_request,
    note_time,
    write_answer,
)
from cantine.desk.commands.sending import expire_offer, send_offer, withdraw_offer

__all__ = [
    "Payer",
    "Room",
    "accept_offer",
    "answer_request",
    "ask_place",
    "change_request",
    "draft_offer",
    "drop_offer",
    "enter_request",
    "expire_offer",
    "extend_offer",
    "forget_person",
    "move_request",
    "note_acceptance",
    "note_on_request",
    "note_time",
    "refuse_offer",
    "remove_room",
    "revise_offer",
    "send_offer",
    "withdraw_offer",
    "write_answer",
]
