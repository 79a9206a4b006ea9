"""SEPA direct debit, decided from values: on which days banks work, which mandate holds, what a run takes and what it leaves."""

from cantine.billing.rules.sepa.days import earliest_collection, is_target_day, next_target_day
from cantine.billing.rules.sepa.mandates import (
    LAPSES_AFTER_MONTHS,
    Holder,
    Scheme,
    Sequence,
    Standing,
    check_creditor,
    check_holder,
    sequence_of,
    standing_of,
)
from cantine.billing.rules.sepa.returns import REASONS, UNSAID, Reason, reason_of
from cantine.billing.rules.sepa.runs import Debtor, Due, Taken, decided

__all__ = [
    "LAPSES_AFTER_MONTHS",
    "REASONS",
    "UNSAID",
    "Debtor",
    "Due",
    "Holder",
    "Reason",
    "Scheme",
    "Sequence",
    "Standing",
    "Taken",
    "check_creditor",
    "check_holder",
    "decided",
    "earliest_collection",
    "is_target_day",
    "next_target_day",
    "reason_of",
    "sequence_of",
    "standing_of",
]
