"""Writes on persons and organisations: one function per use case, by topic."""

from cantine.people.commands.belongings import begin_belonging, end_belonging
from cantine.people.commands.consents import give_consent, withdraw_consent
from cantine.people.commands.erasures import ask_erasure, erase_person, undo_erasure
from cantine.people.commands.inactivity import keep_who_came_back, remind_inactive, warn_inactive
from cantine.people.commands.invitations import accept_invitation, invite_person, revoke_invitation
from cantine.people.commands.organisations import change_organisation, enter_organisation
from cantine.people.commands.persons import (
    change_profile,
    choose_language,
    record_export,
    register_person,
    welcome_person,
)
from cantine.people.commands.registering import Entry, register_persons
from cantine.people.commands.tokens import MadeToken, make_token, revoke_all_tokens, revoke_token, touch_token

__all__ = [
    "Entry",
    "MadeToken",
    "accept_invitation",
    "ask_erasure",
    "begin_belonging",
    "change_organisation",
    "change_profile",
    "choose_language",
    "end_belonging",
    "enter_organisation",
    "erase_person",
    "give_consent",
    "invite_person",
    "keep_who_came_back",
    "make_token",
    "record_export",
    "register_person",
    "register_persons",
    "remind_inactive",
    "revoke_all_tokens",
    "revoke_invitation",
    "revoke_token",
    "touch_token",
    "undo_erasure",
    "warn_inactive",
    "welcome_person",
    "withdraw_consent",
]
