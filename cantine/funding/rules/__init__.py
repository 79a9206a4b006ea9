"""What funding decides from values alone: what a year is made of, what may become of a grant, what a cost is in the books."""

from cantine.funding.rules.costs import (
    CATEGORIES,
    MOST_LINES,
    Sheet,
    Spent,
    Wrong,
    check_paid,
    check_spent,
    read_sheet,
    without_deduction,
)
from cantine.funding.rules.grants import (
    LONGEST,
    LONGEST_CONDITIONS,
    MOST_CENTS,
    STEPS,
    FunderKind,
    Said,
    State,
    check_cents,
    check_instalment,
    check_said,
    check_step,
    used_until,
)
from cantine.funding.rules.mix import TARGET, Margin, Mix, margins_of, mix_of, paid_by_letting, part, percent
from cantine.funding.rules.nomenclature import HEADINGS, Activity, Heading, Read, Side, heading_of
from cantine.funding.rules.postings import (
    owed_on,
    postings_of_cost,
    postings_of_grant,
    postings_of_instalment,
    postings_of_payment,
    postings_of_set_aside,
    postings_of_taken_back,
)
from cantine.funding.rules.study import LA_CANTINE, PRINTED_PERCENT, YEAR, Entered, check_entered

__all__ = [
    "CATEGORIES", "HEADINGS", "LA_CANTINE", "LONGEST", "LONGEST_CONDITIONS", "MOST_CENTS", "MOST_LINES",
    "PRINTED_PERCENT", "STEPS", "TARGET", "YEAR", "Activity", "Entered", "FunderKind", "Heading", "Margin", "Mix",
    "Read", "Said", "Sheet", "Side", "Spent", "State", "Wrong", "check_cents", "check_entered", "check_instalment",
    "check_paid", "check_said", "check_spent", "check_step", "heading_of", "margins_of", "mix_of", "owed_on",
    "paid_by_letting", "part", "percent", "postings_of_cost", "postings_of_grant", "postings_of_instalment",
    "postings_of_payment", "postings_of_set_aside", "postings_of_taken_back", "read_sheet", "used_until",
    "without_deduction",
]  # fmt: skip
