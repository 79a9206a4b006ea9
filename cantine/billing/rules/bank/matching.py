"""What a line of the bank may pay. It is only proposed: a person confirms. Certain is a number of ours with its exact amount,
or several numbers with their exact sum; the rest is likely, and says why.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from cantine.billing.rules.bank.candidates import CERTAIN, Candidate, Fit, Payer, Proposal, Who, Why
from cantine.billing.rules.bank.lines import BankLine
from cantine.billing.rules.bank.names import ALIKE, likeness
from cantine.billing.rules.bank.numbers import by_number, named_in

MOST = 4
# By what the payer was recognised → how sure one is, where the amount is theirs to the cent, and where it is not.
EXACT = {Why.NUMBER: CERTAIN, Why.ACCOUNT: 95, Why.NAME: 85, Why.AMOUNT: 40}
INEXACT = {Why.NUMBER: 80, Why.ACCOUNT: 60, Why.NAME: 45}
PAID_ALREADY = {Why.NUMBER: 70, Why.ACCOUNT: 50, Why.NAME: 40}
SEVERAL = 20  # of this amount, and nothing else to tell them apart
Groups = Mapping[Who, Sequence[Candidate]]


class Matcher:
    """The invoices of a place and the accounts it knows, arranged once for all the lines of a page."""

    def __init__(self, invoices: Iterable[Candidate], payers: Iterable[Payer]) -> None:
        self.invoices = list(invoices)
        self.numbers = by_number(self.invoices)
        self.accounts = {each.iban: each for each in payers if each.iban}
        self.groups = grouped(self.invoices)

    def propose(self, line: BankLine) -> tuple[Proposal, ...]:
        """The best first; none for money that goes out, or that the bank takes back."""
        if line.cents <= 0 or line.reversal:
            return ()
        found = self._by_number(line) or [*self._by_payer(line), *self._by_amount(line)]
        best: dict[frozenset[str], Proposal] = {}
        for each in sorted(found, key=lambda proposal: -proposal.confidence):
            best.setdefault(each.names_all, each)
        return tuple(best.values())[:MOST]

    def _by_number(self, line: BankLine) -> list[Proposal]:
        return [
            each
            for mine in grouped(named_in(line.text, self.numbers)).values()
            for each in about(line, mine, Why.NUMBER)
        ]

    def _by_payer(self, line: BankLine) -> list[Proposal]:
        """Of whoever is known by their account, else by their name: one invoice of that amount, all they owe, the oldest."""
        known = self.accounts.get(line.iban)
        words = f"{line.counterparty} {line.label}"
        found = []
        for who, mine in self.groups.items():
            if known is not None and known.who == who:
                found += self._of_payer(line, mine, Why.ACCOUNT)
            elif likeness(mine[0].name, words) >= ALIKE:
                found += self._of_payer(line, mine, Why.NAME)
        return found

    def _of_payer(self, line: BankLine, mine: Sequence[Candidate], why: Why) -> list[Proposal]:
        owed = [each for each in mine if each.left_cents > 0]
        exact = [each for each in owed if each.left_cents == line.cents]
        if exact:
            return [each for one in exact for each in about(line, [one], why)]
        paid = [each for each in mine if each.left_cents <= 0 and each.due_cents == line.cents]
        return about(line, owed, why) or [each for one in paid[-1:] for each in about(line, [one], why)]

    def _by_amount(self, line: BankLine) -> list[Proposal]:
        same = [each for each in self.invoices if each.left_cents == line.cents]
        sure = EXACT[Why.AMOUNT] if len(same) == 1 else SEVERAL
        return [_settling(line, [each], Why.AMOUNT, sure) for each in same[:MOST]]


def propose(line: BankLine, open_invoices: Iterable[Candidate], payers: Iterable[Payer]) -> tuple[Proposal, ...]:
    """What one line may pay; for many lines, a ``Matcher`` is made once."""
    return Matcher(open_invoices, payers).propose(line)


def about(line: BankLine, mine: Sequence[Candidate], why: Why) -> list[Proposal]:
    """The line against these invoices of one payer, in their order: whole, in part, with a rest, or paid already."""
    owed = [each for each in mine if each.left_cents > 0]
    if owed:
        exact = sum(each.left_cents for each in owed) == line.cents
        whole = exact and len(owed) == len(mine)
        return [_settling(line, owed, why, EXACT[why] if whole else INEXACT[why])]
    if not mine:
        return []
    first = mine[0]
    references = tuple(each.reference for each in mine)
    return [Proposal(first.who, first.name, first.id, (), references, PAID_ALREADY[why], why, Fit.DOUBLE, line.cents)]


def grouped(invoices: Iterable[Candidate]) -> Groups:
    groups: dict[Who, list[Candidate]] = defaultdict(list)
    for each in invoices:
        groups[each.who].append(each)
    return groups


def ticked(proposals: Mapping[UUID, Sequence[Proposal]]) -> frozenset[UUID]:
    """The lines whose best proposal is certain and alone: nothing else is certain for the line, and no other line is about
    one of its invoices."""
    claims: dict[str, int] = defaultdict(int)
    for mine in proposals.values():
        for reference in {reference for each in mine if each.is_certain for reference in each.references}:
            claims[reference] += 1
    return frozenset(
        line
        for line, mine in proposals.items()
        if sum(each.is_certain for each in mine) == 1
        and all(claims[reference] == 1 for reference in mine[0].references)
    )


def _settling(line: BankLine, owed: Sequence[Candidate], why: Why, sure: int) -> Proposal:
    left, parts = line.cents, []
    for each in owed:
        part = min(left, each.left_cents)
        if part > 0:
            parts.append((each, part))
            left -= part
    total = sum(each.left_cents for each, _part in parts)
    fit = Fit.OVER if left else Fit.EXACT if total == line.cents else Fit.PARTIAL
    return Proposal(
        owed[0].who, owed[0].name, owed[0].id, tuple((each.id, part) for each, part in parts),
        tuple(each.reference for each, _part in parts), sure, why, fit, left,
    )  # fmt: skip
