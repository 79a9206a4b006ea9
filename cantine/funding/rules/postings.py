"""Costs, grants and what is given in kind, as the books hold them: two sides of the same amount, each on a role."""

from cantine.accounting.rules import Posting, Role
from cantine.funding.rules.costs import WORN, Spent

OWED: dict[str, Role] = {"wages": Role.WAGES_DUE, "social": Role.SOCIAL_DUE, WORN: Role.DEPRECIATED}


def owed_on(category: str) -> Role:
    """Where what is not yet paid waits: staff and social bodies have their own accounts; wear is paid to nobody."""
    return OWED.get(category, Role.SUPPLIERS)


def postings_of_cost(spent: Spent, *, third: str) -> list[Posting]:
    """A cost, its VAT to deduct, and whom it is owed to."""
    return [
        Posting(role=Role.EXPENSE, category=spent.category, debit_cents=spent.net_cents),
        Posting(role=Role.VAT_DEDUCTIBLE, debit_cents=spent.vat_cents),
        Posting(
            role=owed_on(spent.category), credit_cents=spent.gross_cents, third=third, third_name=spent.supplier,
        ),
    ]  # fmt: skip


def postings_of_payment(spent: Spent, *, third: str) -> list[Posting]:
    """What was owed is paid from the bank."""
    return [
        Posting(role=owed_on(spent.category), debit_cents=spent.gross_cents, third=third, third_name=spent.supplier),
        Posting(role=Role.BANK, credit_cents=spent.gross_cents),
    ]


def postings_of_grant(cents: int, *, third: str, name: str) -> list[Posting]:
    """A grant that was notified is owed, and is income."""
    return [
        Posting(role=Role.GRANTS_RECEIVABLE, debit_cents=cents, third=third, third_name=name),
        Posting(role=Role.GRANTS, credit_cents=cents),
    ]


def postings_of_instalment(cents: int, *, third: str, name: str) -> list[Posting]:
    return [
        Posting(role=Role.BANK, debit_cents=cents),
        Posting(role=Role.GRANTS_RECEIVABLE, credit_cents=cents, third=third, third_name=name),
    ]


def postings_of_set_aside(cents: int) -> list[Posting]:
    """At the end of a year, what a grant did not serve for waits in dedicated funds."""
    return [
        Posting(role=Role.TO_DEDICATED_FUNDS, debit_cents=cents),
        Posting(role=Role.DEDICATED_FUNDS, credit_cents=cents),
    ]


def postings_of_taken_back(cents: int) -> list[Posting]:
    """What waited serves, in a year that follows."""
    return [
        Posting(role=Role.DEDICATED_FUNDS, debit_cents=cents),
        Posting(role=Role.FROM_DEDICATED_FUNDS, credit_cents=cents),
    ]
