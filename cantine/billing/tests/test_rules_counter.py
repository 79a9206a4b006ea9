"""The till's rules: lines add up, VAT inside is counted by rate, nets are shared to the cent, a reverse comes to nothing, an
entry balances, a closing is the sum of its sales."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting.rules import Role, check_postings
from cantine.billing.rules import counter as rules
from cantine.billing.rules.counter import Act, Button, Means, Priced, Rung, Tap
from cantine.kernel import Refusal
from cantine.pricing.rules import Vat, VatKind

TEN, TWENTY, NONE = Vat(rate=Decimal(10)), Vat(rate=Decimal(20)), Vat(VatKind.OUT_OF_SCOPE)
COFFEE = Button(
    uuid=UUID(int=1), name_fr="Café", name_en="Coffee", price=Priced(150, 150), vat=TEN, activity="catering"
)
DAY = Button(uuid=UUID(int=2), name_fr="Journée", name_en="Day pass", price=Priced(1_800, 1_800), vat=TWENTY)
PRINT = Button(uuid=UUID(int=3), name_fr="Impressions", name_en="Prints", price=None, vat=TWENTY)
BUTTONS = {each.uuid: each for each in (COFFEE, DAY, PRINT)}


@st.composite
def sales(draw: st.DrawFn) -> list[rules.Line]:
    """Up to six products at any price, any rate."""
    buttons = {}
    taps = []
    for number in range(draw(st.integers(1, 6))):
        cents = draw(st.integers(1, 20_000))
        vat = draw(st.sampled_from([TEN, TWENTY, Vat(rate=Decimal("5.5")), NONE]))
        button = Button(
            uuid=UUID(int=number + 10), name_fr="x", name_en="x", price=Priced(cents, cents), vat=vat,
            activity=draw(st.sampled_from(["catering", "other", "letting"])),
        )  # fmt: skip
        buttons[button.uuid] = button
        taps.append(Tap(button.uuid, draw(st.integers(1, 9))))
    return rules.lines_of(taps, buttons, offered=False)


def test_two_coffees_and_a_day_pass() -> None:
    lines = rules.lines_of([Tap(COFFEE.uuid, 1), Tap(DAY.uuid, 1), Tap(COFFEE.uuid, 1)], BUTTONS, offered=False)
    assert [(each.name_fr, each.quantity, each.cents, each.net_cents) for each in lines] == [
        ("Café", 2, 300, 273), ("Journée", 1, 1_800, 1_500),
    ]  # fmt: skip
    total = rules.total_of(lines)
    assert (total.cents, [(each.vat, each.net_cents, each.vat_cents) for each in total.groups]) == (
        2_100, [(TEN, 273, 27), (TWENTY, 1_500, 300)],
    )  # fmt: skip
    assert rules.change_of(total.cents, 5_000) == 2_900


def test_three_coffees_cost_three_times_one() -> None:
    """What prices without VAT would not give: 1.36 € three times, and its tax, make 4.49 €."""
    assert rules.total_of(rules.lines_of([Tap(COFFEE.uuid, 3)], BUTTONS, offered=False)).cents == 450


def test_what_is_offered_is_worth_its_price_and_asks_for_nothing() -> None:
    lines = rules.lines_of([Tap(COFFEE.uuid, 2)], BUTTONS, offered=True)
    total = rules.total_of(lines)
    assert (total.cents, total.offered_cents, total.groups) == (0, 300, ())


@given(sales())
def test_lines_add_up_to_the_total_and_nets_to_the_groups(lines: list[rules.Line]) -> None:
    total = rules.total_of(lines)
    assert sum(each.cents for each in lines) == total.cents
    assert sum(each.net_cents + each.vat_cents for each in total.groups) == total.cents
    for group in total.groups:
        mine = [each for each in lines if each.vat == group.vat]
        assert sum(each.net_cents for each in mine) == group.net_cents
        assert group.vat_cents == rules.vat_inside(sum(each.cents for each in mine), group.vat.rate)


@given(sales())
def test_a_sale_and_what_takes_it_back_come_to_nothing(lines: list[rules.Line]) -> None:
    back = rules.reversed_lines(lines)
    assert rules.with_nets(back) == back
    both = [*lines, *back]
    assert rules.total_of(both) == rules.Total(0, 0, ())
    assert rules.total_of(back).groups == tuple(
        type(group)(group.vat, -group.net_cents, -group.vat_cents) for group in rules.total_of(lines).groups
    )


@given(sales(), st.sampled_from([each for each in Means if each.is_money]), st.booleans())
def test_the_entry_of_a_sale_balances(lines: list[rules.Line], means: Means, back: bool) -> None:
    postings = rules.postings_of_sale(rules.reversed_lines(lines) if back else lines, means)
    assert list(check_postings(postings)) == []
    money = {Means.CASH: Role.CASH, Means.CARD: Role.CARDS, Means.CHEQUE: Role.CHEQUES, Means.TRANSFER: Role.BANK}[
        means
    ]
    total = sum(each.cents for each in lines)
    found = next(each for each in postings if each.role is money)
    assert (found.debit_cents, found.credit_cents) == ((0, total) if back else (total, 0))


@given(st.lists(st.tuples(sales(), st.sampled_from([Means.CASH, Means.CARD, Means.TAB]), st.booleans()), max_size=8))
def test_a_day_is_the_sum_of_its_sales(rung: list[tuple[list[rules.Line], Means, bool]]) -> None:
    told = [
        Rung(
            number, Act.SALE, means, settles, sum(each.cents for each in lines), 0, tuple(lines), rules.groups_of(lines)
        )
        for number, (lines, means, settles) in enumerate(rung, 1)
    ]
    sums = rules.summed(told)
    sold = sum(each.total_cents for each in told if not each.settles)
    assert sums.total_cents == sold == sum(each.cents for each in sums.by_product)
    assert sold == sum(each.net_cents + each.vat_cents for each in sums.groups)
    assert sums.settled_cents == sum(each.total_cents for each in told if each.settles)
    assert (sums.sales, sums.first_sale, sums.last_sale) == (len(told), 1 if told else 0, len(told))


def codes(found: Iterable[Refusal]) -> list[str]:
    return [each.code for each in found]


def test_what_stands_in_the_way_of_a_sale_is_all_said() -> None:
    assert codes(rules.check_taps([], BUTTONS)) == ["sale_empty"]
    assert codes(rules.check_taps([Tap(UUID(int=9), 1), Tap(COFFEE.uuid, 0), Tap(PRINT.uuid, 1)], BUTTONS)) == [
        "button_unknown", "pieces_out_of_range", "typed_price_wrong",
    ]  # fmt: skip
    lines = rules.lines_of([Tap(COFFEE.uuid, 2)], BUTTONS, offered=False)

    def paid(means: Means, **said: Any) -> list[str]:
        asked: dict[str, Any] = {
            "known": False,
            "person": False,
            "given_cents": None,
            "shown_cents": None,
            "reason": None,
            **said,
        }
        return codes(rules.check_paid(lines, means, **asked))

    assert paid(Means.CASH) == []
    assert paid(Means.CASH, given_cents=200) == ["given_too_little"]
    assert paid(Means.CARD, shown_cents=301) == ["prices_moved"]
    assert paid(Means.TAB) == ["tab_of_nobody"]
    assert paid(Means.OFFERED) == ["offered_without_reason"]
    assert codes(rules.check_tab(before_cents=4_900, cents=101, most_cents=5_000)) == ["tab_full"]
    assert codes(rules.check_tab(before_cents=4_900, cents=100, most_cents=5_000)) == []
