"""Writes of what persons and organisations are entitled to."""

from cantine.memberships.commands.certifications import forget_person, give_certification, revoke_certification
from cantine.memberships.commands.charging import Charged, Uncharged, charge_month
from cantine.memberships.commands.drawing import Act, Drawn, draw, expire, give_back
from cantine.memberships.commands.dues import (
    Joined,
    ask_to_join,
    bring_members_in,
    call_dues,
    call_renewals,
    confirm_joining,
    drop_dues,
    follow_dues,
    record_dues,
    remind_members,
    retire_dues_kind,
    set_dues_gate,
    set_dues_kind,
    waive_dues,
)
from cantine.memberships.commands.papers import make_paper
from cantine.memberships.commands.passes import (
    Sold,
    retire_pass_kind,
    sell_pass,
    set_drop_in,
    set_pass_kind,
)
from cantine.memberships.commands.plans import retire_plan, set_plan
from cantine.memberships.commands.rights import add_right_user, grant_days, remove_right_user
from cantine.memberships.commands.subscriptions import (
    change_plan,
    consent_to_price,
    give_notice,
    pause,
    resume,
    subscribe,
)
from cantine.memberships.commands.takeover import OldPass, take_over_passes
from cantine.memberships.commands.using import count_use

__all__ = [
    "Act",
    "Charged",
    "Drawn",
    "Joined",
    "OldPass",
    "Sold",
    "Uncharged",
    "add_right_user",
    "ask_to_join",
    "bring_members_in",
    "call_dues",
    "call_renewals",
    "change_plan",
    "charge_month",
    "confirm_joining",
    "consent_to_price",
    "count_use",
    "draw",
    "drop_dues",
    "expire",
    "follow_dues",
    "forget_person",
    "give_back",
    "give_certification",
    "give_notice",
    "grant_days",
    "make_paper",
    "pause",
    "record_dues",
    "remind_members",
    "remove_right_user",
    "resume",
    "retire_dues_kind",
    "retire_pass_kind",
    "retire_plan",
    "revoke_certification",
    "sell_pass",
    "set_drop_in",
    "set_dues_gate",
    "set_dues_kind",
    "set_pass_kind",
    "set_plan",
    "subscribe",
    "take_over_passes",
    "waive_dues",
]
