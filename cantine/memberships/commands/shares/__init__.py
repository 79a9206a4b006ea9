"""Shares: colleges and their value; subscribing, paying, admitting; withdrawing, paying back, handing over, certifying;
and the register of another tool, taken over."""

from cantine.memberships.commands.shares.leaving import hand_shares, pay_back_shares, withdraw_shares
from cantine.memberships.commands.shares.setting import set_college, set_share_terms
from cantine.memberships.commands.shares.signing import annul_bulletin, ask_bulletin, sign_by_link
from cantine.memberships.commands.shares.subscribing import (
    admit_bulletin,
    certify_shares,
    pay_bulletin,
    refuse_bulletin,
    sign_bulletin,
)
from cantine.memberships.commands.shares.taking_over import OldHolding, take_over_shares

__all__ = [
    "OldHolding",
    "admit_bulletin",
    "annul_bulletin",
    "ask_bulletin",
    "certify_shares",
    "hand_shares",
    "pay_back_shares",
    "pay_bulletin",
    "refuse_bulletin",
    "set_college",
    "set_share_terms",
    "sign_bulletin",
    "sign_by_link",
    "take_over_shares",
    "withdraw_shares",
]
