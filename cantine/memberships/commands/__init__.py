"""Writes of what persons and organisations are entitled to."""

from cantine.memberships.commands.certifications import forget_person, give_certification, revoke_certification
from cantine.memberships.commands.drawing import Act, Drawn, draw, expire, give_back
from cantine.memberships.commands.passes import (
    Sold,
    retire_pass_kind,
    sell_pass,
    set_drop_in,
    set_pass_kind,
)

__all__ = [
    "Act",
    "Drawn",
    "Sold",
    "draw",
    "expire",
    "forget_person",
    "give_back",
    "give_certification",
    "retire_pass_kind",
    "revoke_certification",
    "sell_pass",
    "set_drop_in",
    "set_pass_kind",
]
