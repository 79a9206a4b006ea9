"""A sale that is paid, as one entry of the books: money in, income by what it is, VAT collected by rate. What is on a tab is
entered once it is paid or invoiced; what is offered is money of nobody."""

from collections.abc import Iterable, Sequence

from cantine.accounting.rules import Posting, Role
from cantine.billing.rules.counter.totals import groups_of
from cantine.billing.rules.counter.values import Line, Means, income_of
from cantine.billing.rules.postings import MONEY
from cantine.billing.rules.settling import Method
from cantine.pricing.rules import VatKind


def postings_of_sale(lines: Sequence[Line], means: Means) -> list[Posting]:
    """Debits and credits add up to the cent; a sale taken back is the contrary."""
    total = sum(each.cents for each in lines)
    return [
        posting
        for posting in (
            _sided(MONEY[Method(means.value)], total),
            *(_sided(role, -cents) for role, cents in _incomes(lines)),
            *(
                Posting(
                    role=Role.VAT_COLLECTED, debit_cents=max(-group.vat_cents, 0), credit_cents=max(group.vat_cents, 0),
                    rate=group.vat.rate,
                )
                for group in groups_of(lines)
                if group.vat.kind is VatKind.TAXED
            ),
        )
        if posting.debit_cents or posting.credit_cents
    ]  # fmt: skip


def _incomes(lines: Iterable[Line]) -> list[tuple[Role, int]]:
    sums: dict[Role, int] = {}
    for line in lines:
        role = income_of(line.activity)
        sums[role] = sums.get(role, 0) + line.net_cents
    return sorted(sums.items())


def _sided(role: Role, cents: int) -> Posting:
    return Posting(role=role, debit_cents=max(cents, 0), credit_cents=max(-cents, 0))
