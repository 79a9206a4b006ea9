"""What a line may pay: only a number of ours with its exact amount is certain, and nothing is proposed beyond what is owed."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.billing.rules.bank import BankLine, Candidate, Fit, Payer, Proposal, Why, propose, ticked

DAY = date(2026, 11, 3)
ODILE, ACME = ("person", 1), ("organisation", 2)


def owed(
    number: int, cents: int = 4800, *, who: Any = ODILE, name: str = "Odile Martin", left: int | None = None
) -> Candidate:
    return Candidate(UUID(int=number), f"FA2026-{number:06}", who, name, cents, cents if left is None else left, DAY)


def came(cents: int, text: str = "", **more: Any) -> BankLine:
    return BankLine(DAY, DAY, cents, text, **more)


def best(line: BankLine, *invoices: Candidate, payers: tuple[Payer, ...] = ()) -> tuple[Any, ...] | None:
    found = propose(line, invoices, payers)
    return (found[0].confidence, found[0].why, found[0].fit, found[0].references) if found else None


@pytest.mark.parametrize(
    "text",
    [
        "VIR FA2026-000042", "fa 2026 42", "FA2026/42 merci", "FA20260000042", "Facture 2026-42", "facture n° 2026 000042",
        "reglement FA.2026.42",
    ],
)  # fmt: skip
def test_a_number_is_found_without_its_zeros_and_with_spaces(text: str) -> None:
    assert best(came(4800, text), owed(42), owed(43)) == (100, Why.NUMBER, Fit.EXACT, ("FA2026-000042",))


@pytest.mark.parametrize("text", ["LOYER 2026 42", "SOFA2026-000042", "FA2026-000421", "FA2025-000042", "12026-42"])
def test_what_is_not_its_number_is_not_taken_for_it(text: str) -> None:
    found = propose(came(100, text), [owed(42)], ())
    assert [each for each in found if each.why is Why.NUMBER] == []


def test_several_numbers_whose_sum_is_exact_are_certain() -> None:
    line = came(9700, "FA2026-000042 et FA 2026 43")
    assert best(line, owed(42), owed(43, 4900)) == (100, Why.NUMBER, Fit.EXACT, ("FA2026-000042", "FA2026-000043"))


def test_less_than_what_is_left_is_a_part_and_more_stays_with_the_payer() -> None:
    (part,) = propose(came(1000, "FA2026-42"), [owed(42)], ())
    assert (part.fit, part.invoices, part.rest_cents, part.is_certain) == (
        Fit.PARTIAL,
        ((UUID(int=42), 1000),),
        0,
        False,
    )
    (over,) = propose(came(5000, "FA2026-42"), [owed(42)], ())
    assert (over.fit, over.invoices, over.rest_cents, over.is_certain) == (
        Fit.OVER,
        ((UUID(int=42), 4800),),
        200,
        False,
    )


def test_what_is_paid_already_says_so_and_settles_nothing() -> None:
    (twice,) = propose(came(4800, "FA2026-42"), [owed(42, left=0)], ())
    assert (twice.fit, twice.invoices, twice.rest_cents, twice.who) == (Fit.DOUBLE, (), 4800, ODILE)


def test_an_account_says_more_than_a_name_and_a_name_more_than_an_amount() -> None:
    known = (Payer(ACME, "Acme", "FR76"),)
    acme, odile = owed(42, who=ACME, name="Acme"), owed(43)
    assert best(came(4800, "VIR", iban="FR76"), acme, odile, payers=known) == (
        95,
        Why.ACCOUNT,
        Fit.EXACT,
        ("FA2026-000042",),
    )
    assert best(came(4800, "VIR MME MARTIN ODILE"), acme, odile) == (85, Why.NAME, Fit.EXACT, ("FA2026-000043",))
    assert best(came(4800, "VIR"), odile) == (40, Why.AMOUNT, Fit.EXACT, ("FA2026-000043",))
    assert best(came(4800, "VIR"), acme, odile) == (20, Why.AMOUNT, Fit.EXACT, ("FA2026-000042",))


def test_all_that_somebody_owes_in_one_transfer_is_proposed() -> None:
    found = propose(came(9700, "VIR MARTIN, ODILE"), [owed(42), owed(43, 4900)], ())
    assert (found[0].fit, found[0].references, found[0].confidence) == (
        Fit.EXACT,
        ("FA2026-000042", "FA2026-000043"),
        85,
    )


def test_money_that_goes_out_or_is_taken_back_pays_nothing() -> None:
    assert propose(came(-4800, "FA2026-42"), [owed(42)], ()) == ()
    assert propose(came(4800, "FA2026-42", reversal=True), [owed(42)], ()) == ()


def test_only_what_is_certain_and_alone_is_ticked() -> None:
    invoices = [owed(42), owed(43), owed(44)]
    lines = {uuid4(): came(4800, text) for text in ("FA2026-42", "FA2026-42", "FA2026-43", "ODILE MARTIN")}
    proposals = {key: propose(line, invoices, ()) for key, line in lines.items()}
    assert ticked(proposals) == {key for key, line in lines.items() if line.label == "FA2026-43"}


def a_proposal(cents: int, lefts: list[int], text: str) -> list[tuple[Proposal, dict[UUID, int]]]:
    invoices = [owed(number, 10**6, left=left) for number, left in enumerate(lefts, 1)]
    return [(each, {one.id: one.left_cents for one in invoices}) for each in propose(came(cents, text), invoices, ())]


@given(
    cents=st.integers(1, 10**6), lefts=st.lists(st.integers(0, 10**6), max_size=5),
    text=st.sampled_from(["FA2026-1 FA2026-2 FA2026-3", "Odile Martin", "?"]),
)  # fmt: skip
def test_the_parts_and_the_rest_are_the_money_and_no_part_is_more_than_what_is_left(
    cents: int, lefts: list[int], text: str
) -> None:
    for proposal, left in a_proposal(cents, lefts, text):
        assert sum(part for _invoice, part in proposal.invoices) + proposal.rest_cents == cents
        assert all(0 < part <= left[invoice] for invoice, part in proposal.invoices)
        assert (proposal.fit is Fit.DOUBLE) == (not proposal.invoices)
        assert proposal.is_certain <= (proposal.fit is Fit.EXACT and proposal.why is Why.NUMBER)
