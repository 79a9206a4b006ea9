"""Setting the prices of a place: who may, what is written, what is refused, what the database refuses by itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.places.testing import actor_for, give_role
from cantine.pricing import commands, queries, rules
from cantine.pricing.models import Category, PriceList, Rate
from cantine.pricing.rules import ANYTHING, Period, Product, RateKey, Scope, Step, Thing, Unit, Vat, VatKind
from cantine.pricing.testing import ROBOT, Priced

pytestmark = pytest.mark.django_db
HOUR = RateKey(ANYTHING, "tpe-pme", Unit.HOUR)


def codes(call: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as refused:
        call()
    return [refusal.code for refusal in refused.value.refusals]


def as_robot(priced: Priced, now: datetime, **said: Any) -> dict[str, Any]:
    return {"actor": ROBOT, "now": now, "place": priced.place, **said}


def of_list(priced: Priced, now: datetime, **said: Any) -> dict[str, Any]:
    return as_robot(priced, now, price_list=priced.uuid, **said)


def rate_of(priced: Priced, now: datetime, key: RateKey) -> rules.Rate | None:
    grid = queries.grid_of(priced.place, on=priced.place.today(now))
    assert grid is not None
    return next((rate for rate in grid.rates if rate.key == key), None)


# -- who ---------------------------------------------------------------------------------------------------------------


def test_a_manager_and_a_treasurer_set_prices_and_nobody_else(three: Any, priced_place: Priced, now: datetime) -> None:
    give_role(three.stranger, three.place, "treasurer")
    for person in (three.manager, three.stranger):
        actor = actor_for(person, now=now)
        commands.set_prices(**{**of_list(priced_place, now), "actor": actor}, prices={HOUR: 4100})
    actor = actor_for(three.member, now=now)
    with pytest.raises(Denied):
        commands.set_prices(**{**of_list(priced_place, now), "actor": actor}, prices={HOUR: 1})


# -- cells -------------------------------------------------------------------------------------------------------------


def test_cells_are_written_changed_and_emptied_at_once(priced_place: Priced, three: Any, now: datetime) -> None:
    room = RateKey(Thing(Scope.RESOURCE, three.room.slug), "grand-compte", Unit.DAY)
    day = RateKey(ANYTHING, "tpe-pme", Unit.DAY)
    commands.set_prices(**of_list(priced_place, now), prices={HOUR: 4500, day: None, room: 30000})
    found = [rate_of(priced_place, now, key) for key in (HOUR, day, room)]
    assert [rate and rate.cents for rate in found] == [4500, None, 30000]


def test_a_bad_cell_leaves_the_others_unwritten(priced_place: Priced, now: datetime) -> None:
    prices = {
        HOUR: 4500,
        RateKey(Thing(Scope.KIND, "licorne"), "inconnue", Unit.DAY): 100,
        replace(HOUR, period="x"): 5,
    }
    refused = codes(lambda: commands.set_prices(**of_list(priced_place, now), prices=prices))
    assert refused == ["thing_unknown", "category_unknown", "period_unknown"]
    rate = rate_of(priced_place, now, HOUR)
    assert rate is not None
    assert rate.cents == 4000


@pytest.mark.parametrize("cents", [-1, 100_000_001])
def test_a_price_below_zero_or_above_a_million_is_refused(priced_place: Priced, now: datetime, cents: int) -> None:
    assert codes(lambda: commands.set_prices(**of_list(priced_place, now), prices={HOUR: cents})) == [
        "price_out_of_range"
    ]


def test_a_rate_keeps_its_minimum_and_its_steps_when_its_price_changes(priced_place: Priced, now: datetime) -> None:
    rate = rules.Rate(ANYTHING, "tpe-pme", Unit.HOUR, 4000, least=Decimal(2), steps=(Step(Decimal(5), 3500),))
    commands.set_rate(**of_list(priced_place, now), rate=rate)
    commands.set_prices(**of_list(priced_place, now), prices={HOUR: 4200})
    assert rate_of(priced_place, now, HOUR) == replace(rate, cents=4200)
    assert codes(lambda: commands.set_prices(**of_list(priced_place, now), prices={HOUR: 3500})) == ["step_not_lower"]
    commands.remove_rate(**of_list(priced_place, now), key=HOUR)
    assert rate_of(priced_place, now, HOUR) is None


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"steps": (Step(Decimal(5), 4000),)}, "step_not_lower"),
        ({"steps": (Step(Decimal(2), 3900), Step(Decimal(4), 3950))}, "step_not_lower"),
        ({"steps": (Step(Decimal(0), 10),)}, "step_not_lower"),
        ({"steps": tuple(Step(Decimal(n), 4000 - n) for n in range(1, 6))}, "too_many_steps"),
        ({"least": Decimal(-1)}, "least_out_of_range"),
        ({"unit": Unit.DAY, "least": Decimal(2)}, "least_out_of_range"),
        ({"period": "soir", "steps": (Step(Decimal(5), 10),)}, "steps_in_a_period"),
    ],
)
def test_a_rate_that_makes_no_sense_is_refused(priced_place: Priced, now: datetime, said: Any, code: str) -> None:
    rate = replace(rules.Rate(ANYTHING, "tpe-pme", Unit.HOUR, 4000), **said)
    assert codes(lambda: commands.set_rate(**of_list(priced_place, now), rate=rate)) == [code]


# -- versions ----------------------------------------------------------------------------------------------------------


def test_next_years_list_is_a_copy_that_nobody_sees_before_its_day(priced_place: Priced, now: datetime) -> None:
    evening = Period("", "Soirée", "Evening", Decimal(25), weekdays=frozenset({0, 1}))
    code = commands.set_period(**of_list(priced_place, now), period=evening)
    own = rules.Rate(ANYTHING, "tpe-pme", Unit.HOUR, 6000, period=code)
    steps = rules.Rate(ANYTHING, "tpe-pme", Unit.HOUR, 4000, least=Decimal(2), steps=(Step(Decimal(5), 3500),))
    for rate in (own, steps):
        commands.set_rate(**of_list(priced_place, now), rate=rate)
    today = priced_place.place.today(now)
    later = today + timedelta(days=60)
    made = commands.open_price_list(
        **as_robot(priced_place, now), name="L’an prochain", first_day=later, copy_of=priced_place.uuid
    )
    present, coming = (
        queries.grid_of(priced_place.place, on=today),
        queries.find_grid(priced_place.place, price_list=made),
    )
    assert present is not None
    assert coming is not None
    assert sorted(map(repr, coming.rates)) == sorted(map(repr, present.rates))
    assert coming.periods == present.periods
    assert queries.grid_of(priced_place.place, on=later) == present
    commands.set_prices(**as_robot(priced_place, now), price_list=made, prices={HOUR: 4400})
    commands.publish_price_list(**as_robot(priced_place, now), price_list=made)
    days = [later - timedelta(days=1), later]
    found = [queries.grid_of(priced_place.place, on=day) for day in days]
    assert [grid and (grid.name, grid.last_day) for grid in found] == [
        ("Tarifs", days[0]), ("L’an prochain", None),
    ]  # fmt: skip
    assert [line.is_in_force(today) for line in queries.price_lists_of(priced_place.place)] == [False, True]


def test_there_is_no_grid_before_the_first_one(priced_place: Priced, now: datetime) -> None:
    assert queries.grid_of(priced_place.place, on=date(1999, 1, 1)) is None


def test_two_versions_never_begin_on_the_same_day(priced_place: Priced, now: datetime) -> None:
    today = priced_place.place.today(now)
    first_day = today - timedelta(days=30)
    made = commands.open_price_list(
        **as_robot(priced_place, now), name="Autre", first_day=first_day, copy_of=priced_place.uuid
    )
    publish = lambda: commands.publish_price_list(**as_robot(priced_place, now), price_list=made)  # noqa: E731
    assert codes(publish) == ["version_same_day"]
    with pytest.raises(IntegrityError, match="versions_never_overlap"), transaction.atomic():
        PriceList.objects.filter(uuid=made).update(published_at=now)


def test_a_version_is_discarded_unless_it_was_in_force(priced_place: Priced, now: datetime) -> None:
    assert codes(lambda: commands.discard_price_list(**of_list(priced_place, now))) == ["price_list_was_in_force"]
    made = commands.open_price_list(**as_robot(priced_place, now), name="Brouillon", first_day=date(2030, 1, 1))
    assert codes(lambda: commands.publish_price_list(**as_robot(priced_place, now), price_list=made)) == [
        "price_list_empty"
    ]
    commands.discard_price_list(**as_robot(priced_place, now), price_list=made)
    assert len(queries.price_lists_of(priced_place.place)) == 1


def test_a_list_is_renamed_and_bills_by_other_lengths(priced_place: Priced, now: datetime) -> None:
    today = priced_place.place.today(now)
    said = {"name": "Tarifs d’été", "first_day": today}
    commands.change_price_list(**of_list(priced_place, now), **said, half_day_minutes=300, step_minutes=15)
    grid = queries.grid_of(priced_place.place, on=today)
    assert grid is not None
    assert (grid.name, grid.first_day, grid.half_day_minutes, grid.step_minutes) == ("Tarifs d’été", today, 300, 15)
    refused = codes(
        lambda: commands.change_price_list(
            **of_list(priced_place, now), name=" ", first_day=today, half_day_minutes=1, step_minutes=7
        )
    )
    assert refused == ["price_list_name_missing", "half_day_out_of_range", "step_of_hour_out_of_range"]


def test_what_is_not_there_is_refused(priced_place: Priced, now: datetime) -> None:
    nothing = as_robot(priced_place, now, price_list=uuid4())
    today = priced_place.place.today(now)
    assert codes(lambda: commands.publish_price_list(**nothing)) == ["price_list_unknown"]
    assert codes(lambda: commands.set_prices(**nothing, prices={})) == ["price_list_unknown"]
    assert codes(lambda: commands.remove_period(**of_list(priced_place, now), period="x")) == ["period_unknown"]
    assert codes(lambda: commands.retire_product(**as_robot(priced_place, now), product="x")) == ["product_unknown"]
    again = as_robot(priced_place, now, name="x", first_day=today)
    assert codes(lambda: commands.start_prices(**again, starter="one")) == ["prices_already_there"]
    assert codes(lambda: commands.start_prices(**again, starter="many")) == ["price_starter_unknown"]
    assert codes(lambda: commands.open_price_list(**again, copy_of=uuid4())) == ["price_list_unknown"]


# -- categories --------------------------------------------------------------------------------------------------------


def test_categories_keep_their_order_and_their_rates(priced_place: Priced, now: datetime) -> None:
    before = queries.categories_of(priced_place.place)
    student = rules.Category("etudiant", "Étudiant", "", "membre", Decimal(-50))
    wanted = [rules.Category(c.code, c.name_fr, c.name_en, c.base, c.percent, c.offered) for c in before]
    commands.set_categories(**as_robot(priced_place, now), categories=[student, *wanted], usual="membre")
    after = queries.categories_of(priced_place.place)
    assert [(c.code, c.name_en, c.base, c.usual) for c in after][:2] == [
        ("etudiant", "Étudiant", "membre", False), ("grand-compte", "Large organisation", "", False),
    ]  # fmt: skip
    assert [c.code for c in after if c.usual] == ["membre"]
    rate = rate_of(priced_place, now, HOUR)
    assert rate is not None
    assert rate.cents == 4000


def test_a_category_with_prices_is_not_removed(priced_place: Priced, now: datetime) -> None:
    alone = [rules.Category("autre", "Autre", "Other")]
    refused = codes(lambda: commands.set_categories(**as_robot(priced_place, now), categories=alone, usual="autre"))
    assert refused == ["category_in_use"]


def test_categories_that_make_no_sense_are_refused_all_at_once(priced_place: Priced, now: datetime) -> None:
    round_ = [
        rules.Category("a", "A", "A", "b", Decimal(-10)), rules.Category("b", "B", "B", "a", Decimal(-200)),
        rules.Category("c", " ", "C", "x"), rules.Category("c", "C", "C"),
    ]  # fmt: skip
    refused = codes(lambda: commands.set_categories(**as_robot(priced_place, now), categories=round_, usual="z"))
    assert refused == [
        "category_goes_round", "category_goes_round", "percent_out_of_range", "category_name_missing", "category_twice",
        "category_base_unknown", "category_twice", "usual_category_missing",
    ]  # fmt: skip


# -- periods, products, VAT --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name_fr": " "}, "period_name_missing"),
        ({"percent": Decimal(-101)}, "percent_out_of_range"),
        ({"first_day": date(2009, 2, 1), "last_day": date(2009, 1, 1)}, "price_period_reversed"),
        ({"starts": datetime(2009, 1, 1, 18).time()}, "period_half_said"),
        ({"weekdays": frozenset()}, "period_always"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(priced_place: Priced, now: datetime, said: Any, code: str) -> None:
    period = replace(Period("", "Soir", "", weekdays=frozenset({1})), **said)
    assert codes(lambda: commands.set_period(**of_list(priced_place, now), period=period)) == [code]


def test_two_periods_of_one_name_are_two(priced_place: Priced, now: datetime) -> None:
    period = Period("", "Été", "", Decimal(-10), weekdays=frozenset({1}))
    made = [commands.set_period(**of_list(priced_place, now), period=period) for _ in range(2)]
    assert made == ["ete", "ete-2"]
    commands.remove_period(**of_list(priced_place, now), period="ete")
    grid = queries.grid_of(priced_place.place, on=priced_place.place.today(now))
    assert grid is not None
    assert grid.periods == (Period("ete-2", "Été", "Été", Decimal(-10), weekdays=frozenset({1})),)


def test_a_product_has_its_own_vat_or_that_of_the_place(priced_place: Priced, now: datetime) -> None:
    meal = Product("", "Buffet", "", rules.Sort.CATERING, Vat(rate=Decimal(10)))
    code = commands.set_product(**as_robot(priced_place, now), product=meal)
    commands.set_product(**as_robot(priced_place, now), product=Product("", "Ménage", "Cleaning", rules.Sort.CLEANING))
    listed = queries.products_of(priced_place.place)
    assert [(each.code, each.name_en, each.vat) for each in listed] == [
        ("buffet", "Buffet", Vat(rate=Decimal(10))), ("menage", "Cleaning", None),
    ]  # fmt: skip
    commands.retire_product(**as_robot(priced_place, now), product=code)
    assert [each.code for each in queries.products_of(priced_place.place)] == ["menage"]
    wrong = replace(meal, name_fr="", vat=Vat(rate=Decimal(21)))
    refused = codes(lambda: commands.set_product(**as_robot(priced_place, now), product=wrong))
    assert refused == ["product_name_missing", "vat_rate_unknown"]


def test_a_vat_of_twenty_one_percent_is_refused(priced_place: Priced, now: datetime) -> None:
    wrong = [Vat(rate=Decimal(21)), Vat(), Vat(VatKind.FRANCHISE, Decimal(20))]
    refused = [codes(partial(commands.set_vat_regime, **as_robot(priced_place, now), vat=vat)) for vat in wrong]
    assert refused == [["vat_rate_unknown"], ["vat_rate_unknown"], ["vat_without_rate"]]


@pytest.mark.parametrize("vat", [Vat(rate=Decimal("8.5")), Vat(VatKind.FRANCHISE), Vat(VatKind.EXEMPT)])
def test_the_place_says_how_it_is_taxed(priced_place: Priced, now: datetime, vat: Vat) -> None:
    commands.set_vat_regime(**as_robot(priced_place, now), vat=vat)
    commands.show_prices(**as_robot(priced_place, now), public=True)
    assert queries.terms_of(priced_place.place) == queries.Terms(vat, public=True)
    grid = queries.grid_of(priced_place.place, on=priced_place.place.today(now))
    assert grid is not None
    assert grid.vat == vat


# -- promises of the database ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "promise"),
    [
        (
            "INSERT INTO pricing_rate (organisation_id, price_list_id, category_id, unit, cents, least) "
            "SELECT organisation_id, price_list_id, category_id, unit, 1, 0 FROM pricing_rate",
            "one_rate_a_thing",
        ),
        ("UPDATE pricing_rate SET cents = -1", "pricing_rate_cents_check"),
        ("UPDATE pricing_rate SET least = -1", "a_minimum_is_not_negative"),
        ("UPDATE pricing_terms SET vat_rate = 0", "terms_vat_whole"),
        ("UPDATE pricing_category SET usual = true", "one_usual_category"),
        ("UPDATE pricing_category SET percent = -101", "category_percent_leaves_a_price"),
        ("UPDATE pricing_category SET base_id = id", "category_not_its_own_base"),
    ],
)
def test_the_database_refuses_it_too(priced_place: Priced, statement: str, promise: str) -> None:
    with pytest.raises(IntegrityError, match=promise), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_without_its_promise_a_rate_would_stand_twice(priced_place: Priced, as_owner: Any) -> None:
    """The negative control."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE pricing_rate DROP CONSTRAINT one_rate_a_thing")
    before = Rate.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pricing_rate (organisation_id, price_list_id, category_id, unit, cents, least) "
            "SELECT organisation_id, price_list_id, category_id, unit, 1, 0 FROM pricing_rate"
        )
    assert Rate.objects.count() == 2 * before


def test_a_grid_is_read_in_one_statement_whatever_its_rates(
    priced_place: Priced, now: datetime, statements: Any
) -> None:
    today = priced_place.place.today(now)
    prices = {RateKey(ANYTHING, "grand-compte", unit): 100 for unit in rules.TIME_UNITS}
    counted = []
    for _ in range(2):
        with statements() as said:
            queries.grid_of(priced_place.place, on=today)
        counted.append(len(said))
        commands.set_prices(**of_list(priced_place, now), prices=prices)
    assert counted == [1, 1]
    assert Category.objects.count() == 4
