"""The price of a plan and of a pass by category of customer: decided when a period begins, frozen with it, explained; a reduced
price that ends asks before more is charged."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from cantine.accounting.testing import a_legal_entity
from cantine.billing import queries as billing
from cantine.billing.commands import counter
from cantine.billing.queries import counter as till
from cantine.billing.rules.counter import Means, Priced, Tap
from cantine.billing.testing import a_counter
from cantine.core import scoping
from cantine.kernel import Refused
from cantine.memberships import commands, queries
from cantine.memberships.models import PassKindPrice, PlanPrice, Subscription, SubscriptionPeriod
from cantine.memberships.rules import CategoryPrice, Fee, Span, Terms
from cantine.memberships.testing import ROBOT, a_pass_kind, a_plan
from cantine.people.testing import an_organisation
from cantine.places import commands as places
from cantine.places.testing import ref_of
from cantine.pricing import commands as pricing
from cantine.pricing.commands.price_wording import price_lines
from cantine.pricing.rules import Category
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 14, 10, tzinfo=UTC)
APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)
CATEGORIES = [
    Category("plein", "Plein tarif", "Full price"), Category("etudiant", "Étudiant", "Student"),
    Category("tpe", "TPE/PME", "Small business"), Category("contributif", "Contributif", "Contributor", offered=True),
]  # fmt: skip
PRICES = (CategoryPrice("etudiant", 12_000), CategoryPrice("tpe", 26_000), CategoryPrice("contributif", 0))


@pytest.fixture
def here(three: Any) -> Iterator[Any]:
    a_price_list(three.place, now=NOW)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        places.note_contact(actor=ROBOT, now=NOW, place=place, person_id=three.member.pk)
        pricing.set_categories(
            actor=ROBOT, now=NOW, place=place, categories=[*old_categories(), *CATEGORIES], usual="tpe-pme"
        )
        yield place


def old_categories() -> list[Category]:
    """Those of ``a_price_list``, which has rates for one of them."""
    return [Category("tpe-pme", "Usuel", "Usual")]


def put(place: Any, category: str, **who: Any) -> None:
    pricing.put_in_category(actor=ROBOT, now=NOW, place=place, category=category, **who)


def a_tariffed_plan(
    three: Any, *, cents: int = 22_000, prices: Any = PRICES, first_day: Any = None, **said: Any
) -> str:
    from cantine.memberships import rules

    place = ref_of(three.place)
    plan = rules.Plan(**{"code": "resident", "name_fr": "Résident", "name_en": "Resident", **said})
    terms = Terms(first_day or date(2026, 1, 1), cents, (), prices)
    return commands.set_plan(actor=ROBOT, now=NOW, place=place, plan=plan, terms=terms)


def take(place: Any, three: Any, *, since: date = APRIL, now: datetime = NOW, **said: Any) -> Any:
    who = said or {"person_id": three.member.pk}
    return commands.subscribe(actor=ROBOT, now=now, place=place, plan="resident", since=since, **who)


def said_in_french(price: str, usual: str) -> str:
    """With its narrow and its hard spaces."""
    return f"Tarif «\u202fÉtudiant\u202f»\u202f: {price}\u00a0€ au lieu de {usual}\u00a0€"


def act(command: Any, place: Any, subscription: Any, *, now: datetime = NOW, **said: Any) -> Any:
    return command(actor=ROBOT, now=now, place=place, subscription=subscription, **said)


def charge(place: Any, month: date) -> None:
    """In its first night."""
    at = datetime(month.year, month.month, 1, 3, tzinfo=UTC)
    commands.charge_month(actor=ROBOT, now=at, place=place, month=month)


def charged(place: Any) -> list[int]:
    found = billing.due_charges(place, first_day=date(2026, 1, 1), last_day=date(2027, 12, 31))
    return [each.price.net_cents for each in found]


def line_of(place: Any, subscription: Any) -> queries.SubscriptionLine:
    found = queries.find_subscription(place, subscription=subscription)
    assert found is not None
    return found


# -- who pays what -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("category", "cents"), [("", 22_000), ("etudiant", 12_000), ("tpe", 26_000), ("contributif", 0)]
)
def test_a_month_costs_the_price_of_the_category_of_who_takes_it(here, three, category, cents) -> None:
    a_tariffed_plan(three)
    put(here, category, person_id=three.member.pk)
    subscription = take(here, three)
    assert charged(here) == [cents]
    assert Subscription.objects.get().consented_cents == cents
    assert line_of(here, subscription).asked(NOW.date()) is None


def test_the_explained_price_says_the_category_and_what_the_others_pay(here, three) -> None:
    a_tariffed_plan(three)
    put(here, "etudiant", person_id=three.member.pk)
    take(here, three, since=date(2026, 4, 16))
    (due,) = billing.due_charges(here, first_day=APRIL, last_day=date(2026, 4, 30))
    with override("fr"):
        (row,) = price_lines(due.price)
    assert [change.words for change in row.changes] == [
        said_in_french("120,00", "220,00"), "15 jours sur 30",
    ]  # fmt: skip
    assert [change.amount for change in row.changes] == ["−100,00\u00a0€", "−60,00\u00a0€"]
    assert (due.price.net_cents, due.price.offered_cents) == (6_000, 0)


def test_what_is_free_keeps_its_value_on_record_by_its_days(here, three) -> None:
    a_tariffed_plan(three)
    put(here, "contributif", person_id=three.member.pk)
    take(here, three, since=date(2026, 4, 16))
    (due,) = billing.due_charges(here, first_day=APRIL, last_day=date(2026, 4, 30))
    assert (due.price.net_cents, due.price.offered_cents) == (0, 11_000)


def test_a_team_pays_the_price_of_its_organisation_and_not_of_a_person(here, three) -> None:
    a_tariffed_plan(three, people_max=5)
    firm = an_organisation("Atelier").pk
    places.note_customer(actor=ROBOT, now=NOW, place=here, customer_id=firm)
    put(here, "tpe", customer_id=firm)
    put(here, "etudiant", person_id=three.member.pk)
    take(here, three, customer_id=firm)
    take(here, three, person_id=three.member.pk, customer_id=firm)
    assert charged(here) == [26_000, 26_000]


# -- decided when it begins, then frozen -------------------------------------------------------------------------------


def test_the_category_of_the_first_day_decides_and_a_charged_month_never_moves(here, three) -> None:
    a_tariffed_plan(three)
    subscription = take(here, three)
    put(here, "etudiant", person_id=three.member.pk)
    charge(here, APRIL)
    assert charged(here) == [22_000]
    charge(here, MAY)
    put(here, "", person_id=three.member.pk)
    a_tariffed_plan(three, cents=30_000, prices=())
    for month in (APRIL, MAY):
        charge(here, month)
    assert charged(here) == [22_000, 12_000]
    may = datetime(2026, 5, 11, 9, tzinfo=UTC)
    act(commands.pause, here, subscription, now=may, first_day=date(2026, 5, 17))
    assert charged(here) == [22_000, 6_194]  # 16 days of 31, at the price of the student


def test_the_database_refuses_to_move_the_price_of_a_charged_period(here, three, as_owner) -> None:
    a_tariffed_plan(three)
    take(here, three)
    moves = "UPDATE memberships_subscriptionperiod SET whole_cents = 1"
    with pytest.raises(IntegrityError, match="never moves"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(moves)
    with as_owner(), connection.cursor() as cursor:  # the guard off, it does
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE memberships_subscriptionperiod DISABLE TRIGGER price_stays")
    with connection.cursor() as cursor:
        cursor.execute(moves)
    assert SubscriptionPeriod.objects.get().whole_cents == 1


def test_a_reduced_price_that_ends_holds_until_a_yes(here, three) -> None:
    a_tariffed_plan(three)
    put(here, "etudiant", person_id=three.member.pk)
    subscription = take(here, three)
    put(here, "", person_id=three.member.pk)
    asked = line_of(here, subscription).asked(NOW.date())
    assert asked is not None
    assert (asked.first_day, asked.fee) == (MAY, Fee(22_000, 22_000))
    charge(here, MAY)
    assert charged(here) == [12_000, 12_000]
    act(
        commands.consent_to_price,
        here,
        subscription,
        now=datetime(2026, 5, 2, tzinfo=UTC),
        cents=22_000,
        how="by phone",
    )
    charge(here, MAY)
    charge(here, JUNE)
    assert charged(here) == [12_000, 12_000, 22_000]


def test_who_agreed_to_the_full_price_before_is_asked_again_after_a_reduced_one(here, three) -> None:
    a_tariffed_plan(three)
    subscription = take(here, three)
    put(here, "etudiant", person_id=three.member.pk)
    assert line_of(here, subscription).most_cents == 22_000
    charge(here, MAY)
    put(here, "", person_id=three.member.pk)
    line = line_of(here, subscription)
    asked = line.asked(date(2026, 5, 20))
    assert (line.most_cents, line.consented_cents, asked and asked.cents) == (12_000, 22_000, 22_000)
    act(
        commands.consent_to_price,
        here,
        subscription,
        now=datetime(2026, 5, 20, tzinfo=UTC),
        cents=22_000,
        how="by phone",
    )
    assert line_of(here, subscription).asked(date(2026, 5, 20)) is None
    act(commands.pause, here, subscription, now=datetime(2026, 5, 25, tzinfo=UTC), first_day=date(2026, 5, 26))
    assert line_of(here, subscription).most_cents == 22_000


def test_a_category_put_and_taken_back_within_a_month_asks_nothing(here, three) -> None:
    a_tariffed_plan(three)
    subscription = take(here, three)
    put(here, "etudiant", person_id=three.member.pk)
    put(here, "", person_id=three.member.pk)
    charge(here, MAY)
    assert charged(here) == [22_000, 22_000]
    assert line_of(here, subscription).asked(date(2026, 5, 2)) is None


def test_going_to_another_plan_is_counted_at_the_prices_of_who_pays(here, three) -> None:
    a_tariffed_plan(three)
    a_tariffed_plan(three, code="nomade", cents=6_000, prices=(CategoryPrice("etudiant", 3_000),))
    put(here, "etudiant", person_id=three.member.pk)
    subscription = take(here, three)
    other = queries.find_plan(here, code="nomade")
    assert other is not None
    change = queries.change_of(line_of(here, subscription), other, today=date(2026, 4, 16), at_once=True)
    assert change is not None
    assert (change.credited_cents, change.owed_cents, change.month_cents) == (6_000, 1_500, 3_000)
    then = datetime(2026, 4, 16, 9, tzinfo=UTC)
    act(commands.change_plan, here, subscription, now=then, plan="nomade", at_once=True)
    assert sorted(charged(here)) == [1_500, 6_000]


# -- passes, at the desk, at the till ----------------------------------------------------------------------------------


def test_a_pass_costs_the_price_of_the_category_of_who_pays_and_keeps_it(here, three) -> None:
    code = a_pass_kind(three.place, now=NOW, cents=15_000, prices=(CategoryPrice("etudiant", 9_000),))
    put(here, "etudiant", person_id=three.member.pk)
    sold = commands.sell_pass(actor=ROBOT, now=NOW, place=here, kind=code, person_id=three.member.pk)
    with override("fr"):
        words = price_lines(sold.price)[0].changes[0].words
    assert (sold.price.net_cents, words) == (
        9_000, said_in_french("90,00", "150,00"),
    )  # fmt: skip
    a_pass_kind(three.place, now=NOW, code=code, cents=16_000)
    put(here, "", person_id=three.member.pk)
    assert charged(here) == [9_000]
    assert PassKindPrice.objects.count() == 0


def test_the_till_sells_a_pass_at_the_price_of_who_buys(here, three, run_jobs) -> None:
    said: dict[str, Any] = {"actor": ROBOT, "now": NOW, "place": here}
    code = a_pass_kind(
        three.place, now=NOW, cents=15_000, prices=(CategoryPrice("etudiant", 9_000), CategoryPrice("contributif", 0))
    )
    a_legal_entity(three.place, now=NOW)
    a_counter(here, now=NOW)
    counter.start_counter(**said, products=[], goods=[f"pass:{code}"])

    def price(**who: Any) -> Priced | None:
        return till.buttons_of(here, on=NOW.date(), **who)[-1].price

    assert price() == price(person_id=three.member.pk) == Priced(18_000, 18_000)
    put(here, "contributif", person_id=three.member.pk)
    assert price(person_id=three.member.pk) == Priced(0, 18_000)
    put(here, "etudiant", person_id=three.member.pk)
    assert price(person_id=three.member.pk) == Priced(10_800, 10_800)
    button = till.buttons_of(here, on=NOW.date())[-1]
    sale = counter.ring_sale(
        **said, taps=[Tap(button.uuid, 1)], means=Means.CARD, key="k", who=("person", three.member.pk)
    )
    rung = till.find_sale(here, uuid=sale)
    assert rung is not None
    assert rung.total_cents == 10_800


# -- the prices of a place ---------------------------------------------------------------------------------------------


def test_prices_are_those_of_the_categories_of_the_place(here, three) -> None:
    with pytest.raises(Refused) as why:
        a_tariffed_plan(three, prices=(CategoryPrice("ailleurs", 1),))
    assert [(each.code, each.field) for each in why.value.refusals] == [("category_unknown", "price_ailleurs")]
    with pytest.raises(Refused) as why:
        a_pass_kind(three.place, now=NOW, prices=(CategoryPrice("ailleurs", 1),))
    assert [each.code for each in why.value.refusals] == ["category_unknown"]


def test_a_category_with_a_price_of_its_own_stays(here, three) -> None:
    a_tariffed_plan(three, prices=PRICES[:1])
    a_pass_kind(three.place, now=NOW, prices=PRICES[1:2])
    with pytest.raises(Refused) as why:
        pricing.set_categories(actor=ROBOT, now=NOW, place=here, categories=old_categories(), usual="tpe-pme")
    assert [(each.code, each.context["category"]) for each in why.value.refusals] == [
        ("category_in_use", "Étudiant"), ("category_in_use", "TPE/PME"),
    ]  # fmt: skip


def test_terms_written_again_have_the_new_prices_only(here, three) -> None:
    a_tariffed_plan(three)
    a_tariffed_plan(three, prices=PRICES[:1])
    assert list(PlanPrice.objects.values_list("category__code", "cents")) == [("etudiant", 12_000)]


def test_plans_with_prices_are_read_in_one_statement(here, three, statements) -> None:
    counts = []
    for code in ("resident", "b", "c"):
        a_tariffed_plan(three, code=code)
        with statements() as said:
            queries.plans_of(here)
        counts.append(len(said))
    assert counts == [1, 1, 1]


def test_subscriptions_at_several_prices_take_as_many_statements_for_one_as_for_three(here, three, statements) -> None:
    a_tariffed_plan(three)
    counts: list[int] = []
    for person in (three.member, three.stranger, three.manager):
        take(here, three, person_id=person.pk)
        with statements() as said:
            assert len(queries.subscriptions_of(here, during=Span(APRIL))) == len(counts) + 1
        counts.append(len(said))
    assert counts == [2, 2, 2]


def test_a_plan_of_a_test_costs_everybody_the_same(here, three) -> None:
    a_plan(three.place, now=NOW)
    assert queries.plans_of(here)[0].versions[0].prices == ()
