"""Writes of what persons and organisations are entitled to."""

from cantine.memberships.commands.certifications import forget_person, give_certification, revoke_certification
from cantine.memberships.commands.charging import Charged, Uncharged, charge_month
from cantine.memberships.commands.drawing import Act, Drawn, draw, expire, give_back
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
    "OldPass",
    "Sold",
    "Uncharged",
    "add_right_user",
    "change_plan",
    "charge_month",
    "consent_to_price",
    "count_use",
    "draw",
    "expire",
    "forget_person",
    "give_back",
    "give_certification",
    "give_notice",
    "grant_days",
    "pause",
    "remove_right_user",
    "resume",
    "retire_pass_kind",
    "retire_plan",
    "revoke_certification",
    "sell_pass",
    "set_drop_in",
    "set_pass_kind",
    "set_plan",
    "subscribe",
    "take_over_passes",
]
