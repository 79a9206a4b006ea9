"""What is true of every price: nothing depends on the order of entry, lines make the sums, freezing loses nothing."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import given as _given
from hypothesis import settings
from hypothesis import strategies as st

from cantine.kernel import Interval, changed_by, share_of, times
from cantine.pricing.rules import (
    Ask,
    Category,
    Entitlement,
    Grid,
    Period,
    Price,
    Product,
    Rate,
    Scope,
    Step,
    Support,
    Thing,
    Unit,
    Vat,
    VatKind,
    Wanted,
    price_from_json,
    price_of,
)
from cantine.pricing.tests.grids import RED

MEAL, SCREEN = Thing(Scope.PRODUCT, "repas"), Thing(Scope.PRODUCT, "ecran")
PRODUCTS = (Product("repas", "Repas", "Meal", vat=Vat(rate=Decimal(10))), Product("ecran", "Écran", "Screen"))
UNITS = [unit for unit in Unit if unit is not Unit.PIECE]
cents = st.integers(0, 500_00)
given = lambda *drawn: lambda test: settings(max_examples=30)(_given(*drawn)(test))  # noqa: E731  a price is long to draw
percents = st.decimals(-100, 150, places=2)


@st.composite
def rates(draw: st.DrawFn, thing: Thing, unit: Unit, period: str = "") -> Rate:
    price = draw(cents)
    steps: tuple[Step, ...] = ()
    if not period and price > 1 and draw(st.booleans()):
        steps = (Step(Decimal(draw(st.integers(2, 8))), draw(st.integers(0, price - 1))),)
    least = Decimal(draw(st.integers(0, 3))) if unit is Unit.HOUR else Decimal(0)
    category = draw(st.sampled_from(["tpe", "grand"])) if period == "" else "tpe"
    return Rate(thing, category, unit, price, period, least, steps)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    categories = (
        Category("tpe", "TPE", "Small"), Category("grand", "Grand", "Large", "tpe", draw(percents)),
        Category("membre", "Membre", "Member", "tpe", draw(percents)),
        Category("ami", "Ami", "Friend", "membre", draw(percents), offered=draw(st.booleans())),
    )  # fmt: skip
    periods = (
        Period("soir", "Soir", "Evening", draw(percents), starts=time(18), ends=time(2)),
        Period("ete", "Été", "Summer", draw(percents), first_day=date(2009, 7, 1), last_day=date(2009, 8, 31)),
        Period("samedi", "Samedi", "Saturday", draw(percents), weekdays=frozenset({5})),
    )
    sold = draw(st.sets(st.sampled_from(UNITS), min_size=1))
    listed = [replace(draw(rates(RED, unit)), category="tpe") for unit in UNITS if unit in sold]
    listed += [draw(rates(RED, unit)) for unit in UNITS if unit in sold and draw(st.booleans())]
    listed += [draw(rates(RED, Unit.HOUR, "soir"))] if Unit.HOUR in sold and draw(st.booleans()) else []
    listed += [replace(draw(rates(MEAL, Unit.PIECE)), category="tpe"), Rate(SCREEN, "tpe", Unit.DAY, draw(cents))]
    unique = {(rate.thing, rate.category, rate.unit, rate.period): rate for rate in listed}
    vat = draw(st.sampled_from([Vat(rate=Decimal("5.5")), Vat(rate=Decimal(20)), Vat(VatKind.EXEMPT)]))
    return Grid(
        "g", "Grille", date(2009, 1, 1), None, categories, "tpe", tuple(unique.values()), vat, periods, PRODUCTS,
        draw(st.sampled_from([180, 240])), draw(st.sampled_from([15, 30, 60])),
    )  # fmt: skip


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    starts_at = datetime(2009, 6, 25, tzinfo=UTC) + timedelta(minutes=15 * draw(st.integers(0, 96 * 14)))
    return Interval(starts_at, starts_at + timedelta(minutes=15 * draw(st.integers(1, 96))))


@st.composite
def asks(draw: st.DrawFn) -> Ask:
    entitlements = tuple(
        Entitlement(
            f"e{number}",
            "Formule",
            draw(st.sampled_from([Unit.HOUR, Unit.DAY])),
            Decimal(quantity) / 4,
            draw(st.none() | st.integers(0, 9_000)),
        )
        for number, quantity in enumerate(draw(st.lists(st.integers(0, 40), max_size=2)))
    )
    return Ask(
        timezone="Europe/Paris", intervals=tuple(draw(st.lists(intervals(), min_size=1, max_size=3))),
        resource="salle-rouge", kind="room", name="Salle Rouge", quantity=draw(st.integers(1, 3)),
        category=draw(st.sampled_from(["tpe", "grand", "membre", "ami"])), entitlements=entitlements,
        products=(Wanted("repas", Decimal(draw(st.integers(1, 900))) / 10), Wanted("ecran")),
        support=draw(st.sampled_from([None, Support("Collectif", Decimal(40)), Support("Collectif")])),
    )  # fmt: skip


def priced(ask: Ask, grid: Grid) -> Price:
    found = price_of(ask, grid)
    assert isinstance(found, Price), found
    return found


@given(asks(), grids(), st.randoms(use_true_random=False))
def test_the_order_of_entry_never_changes_a_price(ask: Ask, grid: Grid, chance: object) -> None:
    def mixed(values: tuple[object, ...]) -> tuple[object, ...]:
        listed = list(values)
        chance.shuffle(listed)  # type: ignore[attr-defined]
        return tuple(listed)

    other = replace(
        grid, rates=mixed(grid.rates), periods=mixed(grid.periods), categories=mixed(grid.categories),
        products=mixed(grid.products),
    )  # fmt: skip
    assert price_of(ask, other) == price_of(ask, grid)


@given(asks(), grids())
def test_lines_make_the_sum_groups_make_the_vat_and_nothing_is_negative(ask: Ask, grid: Grid) -> None:
    price = priced(ask, grid)
    assert sum(line.cents for line in price.lines) == price.net_cents
    assert sum(group.net_cents for group in price.groups) == price.net_cents
    assert sum(group.vat_cents for group in price.groups) == price.vat_cents
    assert price.gross_cents == price.net_cents + price.vat_cents
    assert all(group.vat_cents == share_of(group.net_cents, group.vat.rate) for group in price.groups)
    assert min([line.cents for line in price.lines] + [price.offered_cents]) >= 0


@given(asks(), grids())
def test_each_line_goes_from_its_list_price_to_its_amount_by_its_reasons(ask: Ask, grid: Grid) -> None:
    for line in priced(ask, grid).lines:
        assert times(line.list_cents, line.quantity) + sum(reason.cents for reason in line.reasons) == line.cents
        assert line.used <= line.quantity


@given(asks(), grids())
def test_freezing_a_price_loses_nothing(ask: Ask, grid: Grid) -> None:
    price = priced(ask, grid)
    assert price_from_json(json.loads(json.dumps(price.to_json()))) == price


@given(asks(), grids())
def test_a_category_pays_exactly_its_percentage_of_its_base(ask: Ask, grid: Grid) -> None:
    """Its rates were all derived: each unit is the base's, changed once, rounded once."""
    plain = replace(
        grid,
        rates=tuple(replace(rate, steps=()) for rate in grid.rates if rate.category == "tpe" and not rate.period),
        periods=(),
    )
    percent = next(each.percent for each in grid.categories if each.code == "membre")
    for line in priced(replace(ask, category="membre", products=(), entitlements=(), support=None), plain).lines:
        assert line.unit_cents == changed_by(line.list_cents, percent)


@given(asks(), grids())
def test_nobody_draws_more_than_they_were_entitled_to(ask: Ask, grid: Grid) -> None:
    held = {each.code: each.quantity for each in ask.entitlements}
    for drawn in priced(ask, grid).drawn:
        assert 0 < drawn.quantity <= held[drawn.code]


@given(grids(), st.integers(1, 40), st.integers(1, 10))
def test_staying_longer_never_costs_less_at_one_price_a_unit(grid: Grid, quarters: int, more: int) -> None:
    """Without periods, and in whole euros so that no half cent is rounded: a longer use can always be a shorter one."""
    euros = [
        replace(rate, cents=rate.cents // 100 * 100, steps=tuple(replace(s, cents=s.cents // 100 * 100) for s in rate.steps))
        for rate in grid.rates
        if rate.thing == RED and rate.category == "tpe" and not rate.period
    ]  # fmt: skip
    plain = replace(grid, rates=tuple(euros), periods=())
    starts_at = datetime(2009, 4, 14, 5, tzinfo=UTC)
    lengths = [timedelta(minutes=15 * quarters), timedelta(minutes=15 * (quarters + more))]
    asked = [
        Ask(timezone="Europe/Paris", intervals=(Interval(starts_at, starts_at + length),), resource="salle-rouge", category="tpe")
        for length in lengths
    ]  # fmt: skip
    short, long = (priced(ask, plain).net_cents for ask in asked)
    assert short <= long


@given(asks(), grids())
def test_a_dearer_way_was_never_chosen(ask: Ask, grid: Grid) -> None:
    """A unit taken out of the list never makes the price lower."""
    alone = replace(ask, products=(), entitlements=(), support=None, category="tpe")
    whole = priced(alone, replace(grid, periods=()))
    for unit in UNITS:
        fewer = replace(grid, periods=(), rates=tuple(rate for rate in grid.rates if rate.unit is not unit))
        less = price_of(alone, fewer)
        if isinstance(less, Price) and not any(rate.least for rate in grid.rates):
            # each line may be rounded up by half a cent
            assert whole.net_cents <= less.net_cents + len(whole.lines)


@given(asks(), grids())
def test_what_a_plan_says_of_one_more_never_makes_it_dearer(ask: Ask, grid: Grid) -> None:
    without = replace(ask, entitlements=tuple(replace(each, overage_cents=None) for each in ask.entitlements))
    with_it, plain = price_of(ask, grid), price_of(without, grid)
    if isinstance(with_it, Price) and isinstance(plain, Price) and not ask.support:
        assert with_it.net_cents <= plain.net_cents + len(with_it.lines)


@given(cents, percents, st.integers(0, 40))
def test_a_half_day_costs_each_period_for_its_minutes_whenever_it_begins(
    price: int, percent: Decimal, start: int
) -> None:
    evening = Period("soir", "Soir", "Evening", percent, starts=time(18), ends=time(22))
    grid = Grid(
        "g", "Grille", date(2009, 1, 1), None, (Category("tpe", "TPE", "Small"),), "tpe",
        (Rate(RED, "tpe", Unit.HALF_DAY, price),), Vat(rate=Decimal(20)), (evening,), (), 240, 30,
    )  # fmt: skip
    starts_at = datetime(2009, 6, 25, tzinfo=UTC) + timedelta(minutes=30 * start)
    found = priced(Ask("Europe/Paris", (Interval(starts_at, starts_at + timedelta(hours=4)),), "salle-rouge"), grid)
    late = sum(18 <= (starts_at + timedelta(minutes=30 * each, hours=2)).hour < 22 for each in range(8))
    dear = changed_by(price, percent)
    if starts_at + timedelta(hours=6) <= datetime(2009, 6, 26, tzinfo=UTC):  # not past midnight in Paris
        assert abs(8 * found.net_cents - (late * dear + (8 - late) * price)) <= 4
        assert min(price, dear) <= found.net_cents <= max(price, dear)


@given(asks(), grids())
def test_a_percentage_is_half_up_of_the_amount_that_is_printed_before_it(ask: Ask, grid: Grid) -> None:
    for line in priced(ask, grid).lines:
        before = times(line.list_cents, line.quantity)
        for reason in line.reasons:
            if reason.percent is not None:
                assert abs(reason.cents - before * reason.percent / 100) <= Decimal("0.5")
            before += reason.cents
        assert before == line.cents
