"""Dues: what is asked, asking for it, taking it, what it opens, joining, and bringing members in."""

from cantine.memberships.commands.dues.calling import call_dues, call_renewals
from cantine.memberships.commands.dues.following import follow_dues
from cantine.memberships.commands.dues.importing import bring_members_in
from cantine.memberships.commands.dues.joining import Joined, ask_to_join, confirm_joining
from cantine.memberships.commands.dues.letters import remind_members
from cantine.memberships.commands.dues.paying import drop_dues, record_dues, waive_dues
from cantine.memberships.commands.dues.setting import retire_dues_kind, set_dues_gate, set_dues_kind

__all__ = [
    "Joined",
    "ask_to_join",
    "bring_members_in",
    "call_dues",
    "call_renewals",
    "confirm_joining",
    "drop_dues",
    "follow_dues",
    "record_dues",
    "remind_members",
    "retire_dues_kind",
    "set_dues_gate",
    "set_dues_kind",
    "waive_dues",
]
