"""What some use costs: the cheapest units, what changes a price and in which order, VAT, value offered, refusals."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from cantine.kernel import changed_by, round_half_up
from cantine.pricing.commands.price_wording import reason_words
from cantine.pricing.rules import (
    ANYTHING,
    Category,
    Drawn,
    Entitlement,
    Period,
    Product,
    Reason,
    Scope,
    Step,
    Support,
    Thing,
    Unit,
    Vat,
    VatGroup,
    VatKind,
    Wanted,
    Why,
    price_of,
)
from cantine.pricing.tests.grids import (
    CATEGORIES,
    DAY,
    HALF_DAY,
    HOUR,
    RED,
    a_grid,
    an_ask,
    at,
    priced,
    rate,
    shown,
)

EVENING = Period("soir", "Soirée", "Evening", Decimal(25), starts=time(18), ends=time(23))
LUNCH = Product("buffet", "Buffet", "Buffet", vat=Vat(rate=Decimal(10)))
BUFFET = Thing(Scope.PRODUCT, "buffet")


def codes(found: object) -> list[str]:
    assert isinstance(found, tuple), found
    return [refusal.code for refusal in found]


@pytest.mark.parametrize(
    ("amount", "cents"), [("2.5", 3), ("3.5", 4), ("2.4999", 2), ("-2.5", -3), ("1000.5", 1001), ("0", 0)]
)
def test_a_half_is_rounded_away_from_zero(amount: str, cents: int) -> None:
    assert round_half_up(Decimal(amount)) == cents


def test_an_amount_falls_by_a_percentage() -> None:
    assert [changed_by(4000, Decimal(-30)), changed_by(3333, Decimal(-30)), changed_by(1, Decimal(50))] == [
        2800,
        2333,
        2,
    ]


# -- units -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "lines"),
    [
        ("9:00-12:00", [("hour", "3", 12000)]),
        ("9:00-12:30", [("half_day", "1", 13000)]),
        ("9:00-13:30", [("half_day", "1", 13000), ("hour", "0.5", 2000)]),
        ("9:00-15:30", [("day", "1", 22000)]),
        ("9:00-9:10", [("hour", "0.5", 2000)]),
    ],
)
def test_the_customer_pays_the_cheapest_units(hours: str, lines: list[tuple[str, str, int]]) -> None:
    assert shown(priced(an_ask(hours), a_grid())) == lines


def test_two_ways_that_cost_the_same_are_told_by_the_one_of_fewer_units() -> None:
    assert shown(priced(an_ask("9:00-13:00"), a_grid(HOUR, rate(Unit.HALF_DAY, 160)))) == [("half_day", "1", 16000)]


def test_several_desks_are_several_units() -> None:
    assert shown(priced(an_ask("9:00-11:00", quantity=3), a_grid())) == [("hour", "6", 24000)]


def test_five_days_cost_a_week_when_it_is_cheaper() -> None:
    days = tuple(at("9:00-18:00", day) for day in range(13, 18))
    assert shown(priced(an_ask(intervals=days), a_grid(DAY, rate(Unit.WEEK, 800)))) == [("week", "1", 80000)]
    assert shown(priced(an_ask(intervals=days[:3]), a_grid(DAY, rate(Unit.WEEK, 800)))) == [("day", "3", 66000)]


def test_a_month_goes_to_the_eve_of_the_same_day() -> None:
    grid = a_grid(DAY, rate(Unit.MONTH, 2000))
    month = tuple(at("9:00-18:00", day) for day in range(1, 31))
    assert shown(priced(an_ask(intervals=month), grid)) == [("month", "1", 200000)]


def test_a_half_day_ends_at_midnight() -> None:
    night = (replace_end(at("22:00-23:00"), at("0:00-1:00", 15)),)
    assert shown(priced(an_ask(intervals=night), a_grid(HALF_DAY))) == [("half_day", "2", 26000)]


def replace_end(first: object, last: object) -> object:
    return replace(first, ends_at=last.ends_at)  # type: ignore[type-var, attr-defined]


def test_the_night_of_the_clock_change_is_an_hour_shorter() -> None:
    night = (replace_end(at("20:00-21:00", 24), at("20:00-21:00", 25)),)
    grid = a_grid(rate(Unit.HOUR, 1))
    april = priced(an_ask(intervals=night), grid)
    assert shown(april) == [("hour", "25", 2500)]


# -- what a rate is for ------------------------------------------------------------------------------------------------


def test_a_room_with_prices_of_its_own_has_only_those() -> None:
    kind, anything = Thing(Scope.KIND, "room"), ANYTHING
    rates = (rate(Unit.HOUR, 90), rate(Unit.DAY, 200, thing=kind), rate(Unit.HOUR, 10, thing=anything))
    full_day = "9:00-17:00"
    assert shown(priced(an_ask(full_day), a_grid(*rates))) == [("hour", "8", 72000)]
    assert shown(priced(an_ask(full_day, resource="autre"), a_grid(*rates))) == [("day", "1", 20000)]
    assert shown(priced(an_ask(full_day, resource="x", kind="desk"), a_grid(*rates))) == [("hour", "8", 8000)]


def test_a_free_room_costs_nothing_and_says_so() -> None:
    price = priced(an_ask(), a_grid(rate(Unit.HOUR, 0)))
    assert (price.net_cents, price.vat_cents, price.gross_cents, price.offered_cents) == (0, 0, 0, 0)


# -- categories --------------------------------------------------------------------------------------------------------


def test_a_member_pays_thirty_percent_less_than_a_small_company() -> None:
    price = priced(an_ask("9:00-12:00", category="membre"), a_grid())
    [line] = price.lines
    assert (line.list_cents, line.unit_cents, line.cents) == (4000, 2800, 8400)
    assert line.reasons == (
        Reason(Why.CATEGORY, -3600, "membre", "Membre", "Member", Decimal(-30)),
    )  # fmt: skip


def test_a_derived_price_is_rounded_by_the_unit_as_the_grid_shows_it() -> None:
    odd = replace(HOUR, cents=3333)
    [line] = priced(an_ask(category="membre"), a_grid(odd)).lines
    assert (line.unit_cents, line.cents, [reason.cents for reason in line.reasons]) == (2333, 6999, [-3000])


def test_a_category_of_a_category_is_derived_twice() -> None:
    student = Category("etudiant", "Étudiant", "Student", "membre", Decimal(-50))
    [line] = priced(an_ask(category="etudiant"), a_grid(categories=(*CATEGORIES, student))).lines
    assert (line.unit_cents, [reason.cents for reason in line.reasons]) == (1400, [-3600, -4200])


def test_a_price_of_its_own_wins_over_the_derived_one() -> None:
    own = rate(Unit.HOUR, 25, category="membre")
    [line] = priced(an_ask(category="membre"), a_grid(HOUR, own)).lines
    assert (line.list_cents, line.cents, line.reasons) == (2500, 7500, ())


def test_what_a_contributor_does_not_pay_is_a_value_offered() -> None:
    price = priced(an_ask(category="contributif"), a_grid())
    assert (price.net_cents, price.offered_cents) == (0, 12000)


def test_what_is_free_is_worth_what_others_would_have_paid_for_it() -> None:
    """At no price every way costs the same: the value is that of the cheapest for who pays, never of a longer one."""
    grid = a_grid(replace(HOUR, steps=(Step(Decimal(5), 3500),)), HALF_DAY, DAY)
    asks = [an_ask("9:00-13:30", category=category) for category in ("tpe-pme", "contributif")]
    paid, free = (priced(ask, grid) for ask in asks)
    assert (free.net_cents, free.offered_cents, shown(free)) == (
        0, paid.net_cents, [(unit, quantity, 0) for unit, quantity, _cents in shown(paid)],
    )  # fmt: skip


def test_a_discount_of_a_member_is_no_value_offered() -> None:
    assert priced(an_ask(category="membre"), a_grid()).offered_cents == 0


# -- minimum, steps ----------------------------------------------------------------------------------------------------


def test_an_hour_is_billed_two_where_two_are_the_minimum() -> None:
    [line] = priced(an_ask("9:00-10:00"), a_grid(replace(HOUR, least=Decimal(2)))).lines
    assert (*map(str, (line.quantity, line.used, line.least)), line.cents) == ("2", "1", "2", 8000)


def test_the_minimum_is_of_each_day() -> None:
    days = (at("9:00-10:00", 14), at("9:00-12:00", 15))
    [line] = priced(an_ask(intervals=days), a_grid(replace(HOUR, least=Decimal(2)))).lines
    assert (str(line.quantity), str(line.used)) == ("5", "4")


def test_from_five_hours_each_hour_costs_less() -> None:
    grid = a_grid(replace(HOUR, steps=(Step(Decimal(5), 3500),)))
    [line] = priced(an_ask("9:00-15:00"), grid).lines
    assert (line.list_cents, line.unit_cents, line.cents) == (4000, 3500, 21000)
    assert line.reasons == (Reason(Why.STEP, -3000, quantity=Decimal(5)),)


def test_a_better_step_is_given_even_to_who_uses_a_little_less() -> None:
    """4 h 30 at 40 € would be 180 €, and 5 h at 35 € are 175 €: nobody pays more for staying less."""
    [line] = priced(an_ask("9:00-13:30"), a_grid(replace(HOUR, steps=(Step(Decimal(5), 3500),)))).lines
    assert (str(line.quantity), str(line.used), line.cents) == ("5", "4.5", 17500)


def test_steps_count_all_the_days_and_all_the_desks() -> None:
    grid = a_grid(replace(DAY, steps=(Step(Decimal(6), 20000),)))
    days = tuple(at("9:00-18:00", day) for day in (14, 15))
    assert shown(priced(an_ask(intervals=days, quantity=3), grid)) == [("day", "6", 120000)]


# -- periods -----------------------------------------------------------------------------------------------------------


def test_an_hour_is_priced_by_the_moment_at_which_it_is_used() -> None:
    assert shown(priced(an_ask("17:00-19:00"), a_grid(HOUR, periods=(EVENING,)))) == [
        ("hour", "1", 4000), ("hour", "1", 5000),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("hours", "cents"),
    [
        ("13:00-17:00", 13_000),
        ("14:30-18:30", 13_406),  # half an hour of the evening: 130 € and an eighth of 32,50 €
        ("17:00-21:00", 15_438),
        ("18:00-22:00", 16_250),
        ("18:30-22:30", 16_250),
        ("17:00-19:00", 14_625),  # of the two hours used, one
    ],
)
def test_a_half_day_is_priced_by_what_it_lasts_in_each_period(hours: str, cents: int) -> None:
    assert shown(priced(an_ask(hours), a_grid(HALF_DAY, periods=(EVENING,)))) == [("half_day", "1", cents)]


def test_the_evening_of_a_half_day_does_not_escape_by_an_hour_more_before() -> None:
    """La Cantine’s Conférence: an hour at 160 €, a half-day at 520 €, the evening a quarter more."""
    grid = a_grid(rate(Unit.HOUR, 160, least=Decimal(2)), rate(Unit.HALF_DAY, 520), periods=(EVENING,))
    assert [priced(an_ask(hours), grid).net_cents for hours in ("18:00-22:00", "17:30-22:00")] == [65_000, 73_000]


def test_the_line_says_for_how_long_of_a_half_day_a_period_counts() -> None:
    [line] = priced(an_ask("17:00-21:00", category="membre"), a_grid(HALF_DAY, periods=(EVENING,))).lines
    said = [(each.why, each.cents, each.quantity, each.unit) for each in line.reasons]
    assert said == [(Why.PERIOD, 2_438, Decimal(3), Unit.HOUR), (Why.CATEGORY, -4_631, None, None)]
    with translation.override("fr"):
        assert reason_words(line.reasons[0], line.unit) == "Soirée +25\xa0%, pour 3\xa0h"


def test_a_rate_of_the_evening_counts_for_its_hours_of_a_half_day() -> None:
    grid = a_grid(HALF_DAY, rate(Unit.HALF_DAY, 210, period="soir"), periods=(EVENING,))
    assert shown(priced(an_ask("16:00-20:00"), grid)) == [("half_day", "1", 17_000)]
    assert shown(priced(an_ask("18:00-22:00"), grid)) == [("half_day", "1", 21_000)]


def test_where_the_rate_of_the_evening_comes_another_way_the_half_day_keeps_that_of_its_beginning() -> None:
    own = rate(Unit.HALF_DAY, 210, period="soir", category="membre")
    grid = a_grid(HALF_DAY, own, periods=(EVENING,))
    assert shown(priced(an_ask("16:00-20:00", category="membre"), grid)) == [("half_day", "1", 9_100)]
    assert shown(priced(an_ask("18:00-22:00", category="membre"), grid)) == [("half_day", "1", 21_000)]


def test_a_period_comes_before_the_category() -> None:
    [line] = priced(an_ask("18:00-20:00", category="membre"), a_grid(HOUR, periods=(EVENING,))).lines
    assert [(reason.why, reason.cents) for reason in line.reasons] == [(Why.PERIOD, 2000), (Why.CATEGORY, -3000)]


def test_a_period_may_have_a_price_of_its_own() -> None:
    own = rate(Unit.HOUR, 60, period="soir")
    assert shown(priced(an_ask("18:00-20:00"), a_grid(HOUR, own, periods=(EVENING,)))) == [("hour", "2", 12000)]


def test_the_narrowest_period_wins_whatever_the_order() -> None:
    summer = Period("ete", "Été", "Summer", Decimal(-50), first_day=date(2009, 4, 1), last_day=date(2009, 8, 31))
    feast = Period("fete", "Fête", "Feast", Decimal(100), first_day=date(2009, 4, 14), last_day=date(2009, 4, 14))
    grids = [a_grid(HOUR, periods=periods) for periods in ((summer, feast), (feast, summer))]
    assert [priced(an_ask(), grid).net_cents for grid in grids] == [24000, 24000]


def test_an_evening_that_passes_midnight_is_that_of_its_weekday() -> None:
    friday = replace(EVENING, ends=time(2), weekdays=frozenset({4}))
    night = (replace_end(at("23:00-23:30", 17), at("0:30-1:00", 18)),)
    assert shown(priced(an_ask(intervals=night), a_grid(HOUR, periods=(friday,)))) == [("hour", "2", 10000)]


# -- what a plan includes, what the place offers -----------------------------------------------------------------------

FIRST_HOUR = Entitlement("plan-7", "Formule nomade", Unit.HOUR, Decimal(1))


def test_the_first_hour_is_included_in_a_plan() -> None:
    price = priced(an_ask("9:00-12:00", category="membre", entitlements=(FIRST_HOUR,)), a_grid(HOUR))
    [line] = price.lines
    assert [(reason.why, reason.cents) for reason in line.reasons] == [(Why.CATEGORY, -3600), (Why.INCLUDED, -2800)]
    assert (price.net_cents, price.drawn) == (5600, (Drawn("plan-7", Decimal(1)),))


def test_past_what_a_plan_includes_one_more_hour_is_at_its_price() -> None:
    plan = Entitlement("plan-7", "Formule nomade", Unit.HOUR, Decimal(2), overage_cents=2_800)
    price = priced(an_ask("9:00-12:00", entitlements=(plan,)), a_grid(HOUR))
    assert [(each.why.value, each.cents, each.quantity, each.unit_cents) for each in price.lines[0].reasons] == [
        ("included", -8_000, Decimal(2), None), ("overage", -1_200, Decimal(1), 2_800),
    ]  # fmt: skip
    assert price.net_cents == 2_800
    with translation.override("en"):
        assert (
            reason_words(price.lines[0].reasons[1], Unit.HOUR)
            == "1\xa0h past “Formule nomade”: €28.00 instead of €40.00"
        )


def test_a_plan_that_is_used_up_still_says_what_one_more_costs() -> None:
    plan = Entitlement("plan-7", "Formule nomade", Unit.HOUR, Decimal(0), overage_cents=2_800)
    price = priced(an_ask("9:00-12:00", entitlements=(plan,)), a_grid(HOUR))
    assert (price.net_cents, price.drawn) == (8_400, ())


def test_the_list_is_taken_where_it_asks_for_less_than_the_plan() -> None:
    dear = Entitlement("plan-7", "Formule nomade", Unit.HOUR, Decimal(2), overage_cents=5_000)
    assert priced(an_ask("9:00-12:00", entitlements=(dear,)), a_grid(HOUR)).net_cents == 4_000


def test_the_day_is_bought_only_where_it_costs_less_than_the_hours_past_the_plan() -> None:
    plan = Entitlement("plan-7", "Formule nomade", Unit.HOUR, Decimal(2), overage_cents=2_800)
    grid = a_grid(HOUR, rate(Unit.DAY, 160))
    found = [shown(priced(an_ask(f"9:00-{end}:00", entitlements=(plan,)), grid)) for end in (16, 17)]
    assert found == [[("hour", "7", 14_000)], [("day", "1", 16_000)]]


def test_included_hours_are_drawn_only_where_they_save_money() -> None:
    price = priced(an_ask("9:00-17:00", entitlements=(FIRST_HOUR,)), a_grid(HOUR, rate(Unit.DAY, 50)))
    assert (shown(price), price.drawn) == ([("day", "1", 5000)], ())


def test_entitlements_are_used_in_the_order_in_which_they_are_given() -> None:
    pack = Entitlement("pass-3", "Carnet", Unit.HOUR, Decimal(10))
    price = priced(an_ask("9:00-12:00", entitlements=(FIRST_HOUR, pack)), a_grid(HOUR))
    assert (price.net_cents, price.drawn) == (0, (Drawn("plan-7", Decimal(1)), Drawn("pass-3", Decimal(2))))


def test_a_nascent_collective_pays_half_and_the_other_half_stays_on_the_price() -> None:
    support = Support("Collectif naissant", Decimal(50), until=date(2009, 12, 31))
    price = priced(an_ask("9:00-12:00", support=support), a_grid(HOUR))
    assert (price.net_cents, price.vat_cents, price.offered_cents) == (6000, 1200, 6000)


def test_support_ends_with_the_seeding_stage() -> None:
    over = Support("Collectif naissant", until=date(2009, 4, 13))
    assert priced(an_ask("9:00-12:00", support=over), a_grid(HOUR)).net_cents == 12000


# -- products and VAT --------------------------------------------------------------------------------------------------


def lunch_grid(**said: object) -> object:
    return a_grid(HOUR, replace(rate(Unit.PIECE, 18, thing=BUFFET), **said), products=(LUNCH,))


def test_vat_is_counted_once_on_each_group_of_a_rate() -> None:
    wanted = (Wanted("buffet", Decimal(12)),)
    price = priced(an_ask("9:00-12:00", products=wanted), lunch_grid())
    assert price.groups == (
        VatGroup(Vat(rate=Decimal(10)), 21600, 2160), VatGroup(Vat(rate=Decimal(20)), 12000, 2400),
    )  # fmt: skip
    assert (price.net_cents, price.vat_cents, price.gross_cents) == (33600, 4560, 38160)


def test_vat_of_a_group_is_not_the_sum_of_the_vat_of_its_lines() -> None:
    """Two lines of 0.13 €: 20 % of each is 2.6 cents, which would make 3 and 3; of both it is 5.2, which makes 5."""
    each = [replace(rate(Unit.PIECE, 0, thing=Thing(Scope.PRODUCT, code)), cents=13) for code in "ab"]
    products = tuple(Product(code, code, code) for code in "ab")
    price = priced(an_ask(intervals=(), products=(Wanted("a"), Wanted("b"))), a_grid(*each, products=products))
    assert (price.net_cents, price.vat_cents) == (26, 5)


def test_ten_meals_are_billed_where_ten_are_the_minimum() -> None:
    price = priced(an_ask(intervals=(), products=(Wanted("buffet", Decimal(8)),)), lunch_grid(least=Decimal(10)))
    assert shown(price) == [("piece", "10", 18000)]


def test_a_better_step_of_pieces_is_given_to_who_takes_a_little_less() -> None:
    grid = lunch_grid(steps=(Step(Decimal(20), 1500),))
    prices = [priced(an_ask(intervals=(), products=(Wanted("buffet", Decimal(n)),)), grid) for n in (10, 17, 25)]
    assert [shown(price) for price in prices] == [
        [("piece", "10", 18000)], [("piece", "20", 30000)], [("piece", "25", 37500)],
    ]  # fmt: skip


def test_equipment_is_priced_by_the_time_of_the_booking() -> None:
    screen = Thing(Scope.PRODUCT, "ecran")
    grid = a_grid(HOUR, rate(Unit.HALF_DAY, 15, thing=screen), products=(Product("ecran", "Écran", "Screen"),))
    price = priced(an_ask("9:00-12:00", products=(Wanted("ecran", Decimal(2)),)), grid)
    assert shown(price) == [("hour", "3", 12000), ("half_day", "2", 3000)]


@pytest.mark.parametrize(
    ("hours", "halves"), [("9:00-13:00", "1"), ("9:00-17:00", "2"), ("9:00-17:30", "2"), ("8:00-23:00", "2")]
)
def test_a_day_never_counts_more_than_two_half_days(hours: str, halves: str) -> None:
    filming = Thing(Scope.PRODUCT, "captation")
    grid = a_grid(
        HOUR, DAY, rate(Unit.HALF_DAY, 250, thing=filming), products=(Product("captation", "Captation", "Filming"),)
    )
    price = priced(an_ask(hours, products=(Wanted("captation"),)), grid)
    assert shown(price)[-1] == ("half_day", halves, int(halves) * 25000)


def test_each_day_counts_its_own_two_half_days() -> None:
    days = tuple(at("9:00-21:00", day) for day in (14, 15))
    assert shown(priced(an_ask(intervals=days), a_grid(HALF_DAY))) == [("half_day", "4", 52000)]


def test_the_second_half_day_is_priced_when_it_begins() -> None:
    grid = a_grid(HALF_DAY, periods=(EVENING,))
    assert shown(priced(an_ask("14:00-23:00"), grid)) == [("half_day", "1", 13000), ("half_day", "1", 16250)]


@pytest.mark.parametrize(
    ("kind", "code", "exemption"),
    [
        (VatKind.FRANCHISE, "E", "VATEX-FR-FRANCHISE"), (VatKind.EXEMPT, "E", "VATEX-FR-CGI261-7"),
        (VatKind.OUT_OF_SCOPE, "O", "VATEX-EU-O"),
    ],
)  # fmt: skip
def test_without_vat_the_reason_is_named(kind: VatKind, code: str, exemption: str) -> None:
    price = priced(an_ask(), a_grid(vat=Vat(kind)))
    assert (price.vat_cents, price.groups[0].vat.code, price.groups[0].vat.exemption) == (0, code, exemption)


# -- refusals ----------------------------------------------------------------------------------------------------------


def test_everything_that_stands_in_the_way_is_said_at_once() -> None:
    ask = an_ask(quantity=0, category="inconnue", products=(Wanted("licorne"), Wanted("buffet", Decimal(-1))))
    found = price_of(
        ask,
        lunch_grid(),
    )
    assert codes(found) == ["quantity_out_of_range", "product_unknown", "quantity_out_of_range", "category_unknown"]


@pytest.mark.parametrize(
    ("said", "grid", "code"),
    [
        ({"intervals": ()}, a_grid(), "nothing_asked"),
        ({}, a_grid(first_day=date(2009, 4, 15)), "grid_not_in_force"),
        ({}, a_grid(last_day=date(2009, 4, 13)), "grid_not_in_force"),
        ({"category": "grand-compte"}, a_grid(), "no_price"),
        ({"resource": "autre"}, a_grid(), "no_price"),
        ({"products": (Wanted("buffet"),)}, a_grid(products=(LUNCH,)), "product_without_price"),
        (
            {"products": (Wanted("buffet", Decimal("1.5")),)},
            a_grid(HOUR, rate(Unit.HOUR, 5, thing=BUFFET), products=(LUNCH,)),
            "quantity_not_whole",
        ),
    ],
)
def test_what_has_no_price_is_refused(said: dict[str, object], grid: object, code: str) -> None:
    assert codes(price_of(an_ask(**said), grid)) == [code]


def test_more_than_four_hundred_days_are_refused() -> None:
    far = at("9:00-10:00")
    ask = an_ask(intervals=(replace(far, ends_at=far.ends_at.replace(year=2011)),))
    assert codes(price_of(ask, a_grid())) == ["ask_too_long"]


def test_more_than_a_month_of_use_is_counted_in_days_and_more() -> None:
    long = at("0:00-1:00")
    ask = an_ask(intervals=(replace(long, ends_at=long.ends_at + timedelta(days=35)),))
    assert shown(priced(ask, a_grid(HOUR, rate(Unit.DAY, 900)))) == [("day", "36", 3240000)]
    assert codes(price_of(ask, a_grid(HOUR))) == ["ask_too_long"]


def test_time_that_no_unit_sells_is_refused() -> None:
    """Only the evening has a price: the afternoon has none."""
    grid = a_grid(rate(Unit.HOUR, 60, period="soir"), periods=(EVENING,))
    assert codes(price_of(an_ask("17:00-19:00"), grid)) == ["no_price"]
    assert shown(priced(an_ask("18:00-19:00"), grid)) == [("hour", "1", 6000)]


def test_the_room_is_named_on_its_line() -> None:
    [line] = priced(an_ask(), a_grid(HOUR)).lines
    assert (line.code, line.name_fr, RED.code) == ("resource:salle-rouge", "Salle Rouge", "salle-rouge")
