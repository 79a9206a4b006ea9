"""The mix of a year from values alone; the study of 2009 to the tenth."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting.rules import Nature, Role, chart_of
from cantine.funding.rules import (
    LA_CANTINE,
    PRINTED_PERCENT,
    Activity,
    Heading,
    Margin,
    Mix,
    Read,
    Side,
    heading_of,
    margins_of,
    mix_of,
    paid_by_letting,
    percent,
)

KNOWN = {each.number: each.slots for each in chart_of(Nature.ASSOCIATION)}
COMPANY = {each.number: each.slots for each in chart_of(Nature.COMPANY)}
amounts = st.integers(0, 10**10)
mixes = st.builds(Mix, own_cents=amounts, private_cents=amounts, public_cents=amounts, costs_cents=amounts)


def read(number: str, cents: int, known: dict = KNOWN) -> Read:  # type: ignore[type-arg]
    return Read(number, number, known.get(number, ()), cents)


def test_la_cantine_of_2009_stands_by_itself_at_67_5_of_resources_and_68_0_of_costs() -> None:
    mix = LA_CANTINE.mix
    assert mix.self_cents == 33_300_000
    assert mix.share_of_resources == Fraction(333, 493)
    assert mix.share_of_costs == Fraction(333, 490)
    assert (percent(Fraction(333, 493)), percent(Fraction(333, 490))) == (Decimal("67.5"), Decimal("68.0"))
    assert PRINTED_PERCENT == 70


@given(mixes)
def test_parts_add_up_to_one_or_there_is_nothing(mix: Mix) -> None:
    assert sum(mix.parts) == (1 if mix.resources_cents else 0)


@given(mixes)
def test_a_share_of_resources_is_between_nothing_and_all(mix: Mix) -> None:
    share = mix.share_of_resources
    assert share is None or 0 <= share <= 1


@given(st.fractions(min_value=0, max_value=2))
def test_a_percentage_is_at_most_half_a_tenth_away(share: Fraction) -> None:
    assert abs(Fraction(percent(share)) - share * 100) <= Fraction(1, 20)


@given(
    st.lists(
        st.tuples(st.sampled_from([*KNOWN, "70831", "7061", "6132", "7897", "123"]), st.integers(-(10**9), 10**9)),
        max_size=30,
    )
)
def test_the_mix_and_the_books_have_one_result(lines: list[tuple[str, int]]) -> None:
    """Whatever the accounts: what is neither a resource nor a cost is of no class 6 or 7."""
    mix = mix_of([read(number, cents) for number, cents in lines], known=KNOWN)
    assert mix.result_cents == -sum(cents for number, cents in lines if number[0] in "67")


@pytest.mark.parametrize(
    ("number", "heading"),
    [
        ("7083", Heading(Side.OWN, Activity.LETTING)),
        ("70831", Heading(Side.OWN, Activity.LETTING)),
        ("7062", Heading(Side.OWN, Activity.TRAINING)),
        ("7063", Heading(Side.PRIVATE, "sponsorship")),
        ("7542", Heading(Side.PRIVATE, "patronage")),
        ("7551", Heading(Side.PRIVATE, "contributions")),
        ("740", Heading(Side.PUBLIC, "grants")),
        ("731", Heading(Side.PUBLIC, "public_service")),
        ("6894", Heading(Side.PUBLIC, "set_aside")),
        ("7894", Heading(Side.PUBLIC, "taken_back")),
        ("7896", Heading(Side.PRIVATE, "taken_back")),
        ("613", Heading(Side.COST, "rent")),
        ("6132", Heading(Side.COST, "rent")),
        ("654", Heading(Side.COST)),
        ("768", Heading(Side.OWN, "")),
        ("875", Heading(Side.IN_KIND)),
        ("512", Heading(Side.OUT)),
    ],
)
def test_each_account_has_its_heading(number: str, heading: Heading) -> None:
    assert heading_of(read(number, 1), KNOWN) == heading


def test_an_account_that_serves_several_headings_says_nothing_precise() -> None:
    assert heading_of(read("7588", 1, COMPANY), COMPANY) == Heading(Side.OWN, "")
    assert heading_of(read("740", 1, COMPANY), COMPANY) == Heading(Side.PUBLIC)


def test_a_treasurer_who_gives_a_role_another_account_changes_nothing() -> None:
    moved = Read("7069", "Parrainages", ((Role.SPONSORSHIP, ""),), -500)
    assert mix_of([moved], known=KNOWN).private_cents == 500


def test_what_is_put_aside_is_not_of_the_year_and_costs_nothing() -> None:
    mix = mix_of([read("740", -60_000), read("6894", 20_000)], known=KNOWN)
    assert (mix.public_cents, mix.costs_cents) == (40_000, 0)


def test_what_is_done_and_not_billed_counts_and_is_said() -> None:
    mix = mix_of([read("7083", -1_000)], known=KNOWN, unbilled={Heading(Side.OWN, Activity.LETTING): 500})
    assert (mix.own_cents, mix.unbilled_cents, mix.activities) == (1_500, 500, {Activity.LETTING: 1_500})


@pytest.mark.parametrize(
    ("letting", "programme", "paid"),
    [
        ((1_000, 400), (0, 1_200), Fraction(1, 2)),
        ((9_000, 0), (200, 1_200), 9),
        ((100, 400), (0, 1_200), 0),
        ((1_000, 0), (0, 0), None),
    ],
)
def test_the_margin_of_letting_pays_so_much_of_the_programme(
    letting: tuple[int, int], programme: tuple[int, int], paid: Fraction | None
) -> None:
    margins = [Margin(Activity.LETTING, *letting), Margin(Activity.PROGRAMME, *programme)]
    assert paid_by_letting(margins) == paid


def test_costs_of_the_whole_house_are_of_no_activity() -> None:
    mix = Mix(activities={Activity.LETTING: 5_000, "": 10})
    found = margins_of(mix, {Activity.LETTING: 1_000, Activity.PROGRAMME: 700, Activity.HOUSE: 9_000})
    assert found == [Margin(Activity.LETTING, 5_000, 1_000), Margin(Activity.PROGRAMME, 0, 700)]
