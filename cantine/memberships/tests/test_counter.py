"""A pass sold at the till: paid there, given here, taken back with the sale. What a plan gives of what the till sells: taken first,
once whoever rings, given back with the sale."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import Error, connection, connections
from django.test import Client
from django.urls import reverse

from cantine.accounting.testing import a_legal_entity
from cantine.billing.commands import counter
from cantine.billing.queries import counter as till
from cantine.billing.queries.counter import SaleCard
from cantine.billing.rules.counter import Button, Means, Tap
from cantine.billing.testing import ROBOT, a_counter
from cantine.core import scoping
from cantine.kernel import Refused
from cantine.memberships import commands as memberships
from cantine.memberships.models import Allowance, AllowanceEntry
from cantine.memberships.rules import Use
from cantine.memberships.testing import a_pass, a_pass_kind
from cantine.places import commands as places
from cantine.places import queries as place_queries
from cantine.places.testing import a_pool, ref_of
from cantine.pricing.rules import Unit

pytestmark = pytest.mark.django_db


def test_it_is_given_to_who_bought_it_and_taken_back_with_the_sale(
    three: Any, now: Any, at: Any, run_jobs: Any
) -> None:
    at(now)
    place, said = ref_of(three.place), {"actor": ROBOT, "now": now, "place": ref_of(three.place)}
    a_legal_entity(three.place, now=now)
    code = a_pass_kind(three.place, now=now)
    with scoping.scope([place.organisation_id]):
        a_counter(place, now=now)
        places.note_contact(**said, person_id=three.member.pk)
        assert counter.start_counter(**said, products=[], goods=[f"pass:{code}"]) == 1
        button = till.buttons_of(place, on=place.today(now))[-1]
        rung: dict[str, Any] = {**said, "taps": [Tap(button.uuid, 2)], "means": Means.CARD}
        with pytest.raises(Refused) as why:
            counter.ring_sale(**rung, key=str(uuid4()))
        assert [each.code for each in why.value.refusals] == ["pass_for_nobody"]
        sale = counter.ring_sale(**rung, key="k", who=("person", three.member.pk))
    run_jobs()
    with scoping.scope([place.organisation_id]):
        given = Allowance.objects.filter(person_id=three.member.pk)
        assert [each.balance == each.granted for each in given] == [True, True]
        counter.reverse_sale(**said, sale=sale)
    run_jobs()
    with scoping.scope([place.organisation_id]):
        assert [each.balance for each in Allowance.objects.filter(person_id=three.member.pk)] == [0, 0]


# -- what a plan gives -------------------------------------------------------------------------------------------------


class Till:
    """Pages at 20 cents, which a plan may give; a member, and what they have."""

    def __init__(self, three: Any, now: Any) -> None:
        self.three, self.place, self.now = three, ref_of(three.place), now
        self.said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": self.place}
        self.member = ("person", three.member.pk)
        a_legal_entity(three.place, now=now)
        with self.inside():
            self.buttons = a_counter(self.place, now=now)
            places.note_contact(**self.said, person_id=three.member.pk)
            self.use("coffee", "print")

    @contextmanager
    def inside(self) -> Iterator[None]:
        with scoping.scope([self.place.organisation_id]):
            yield

    def use(self, name: str, uses: str) -> None:
        button = next(each for each in till.buttons_of(self.place, on=self.today) if each.uuid == self.buttons[name])
        counter.set_button(**self.said, button=replace(button, uses=uses))

    @property
    def today(self) -> Any:
        return self.place.today(self.now)

    def pages(self, quantity: int, **more: Any) -> UUID:
        return self.ring(Tap(self.buttons["coffee"], quantity), **more)

    def ring(self, *taps: Tap, means: Means = Means.CARD, **more: Any) -> UUID:
        rung = {**self.said, "key": str(uuid4()), "taps": taps, "means": means, "who": self.member, **more}
        return counter.ring_sale(**rung)

    def find(self, sale: UUID) -> SaleCard:
        found = till.find_sale(self.place, uuid=sale)
        assert found is not None
        return found

    def lines(self, sale: UUID) -> list[tuple[int, int, str]]:
        return [(each.quantity, each.cents, each.drawn) for each in self.find(sale).lines]


@pytest.fixture
def counted(three: Any, now: Any, at: Any) -> Till:
    at(now)
    return Till(three, now)


def printing(till: Till, pages: int, *, over: int | None = None) -> UUID:
    """The member may print so many pages; one more costs ``over``, VAT excluded."""
    made: UUID = a_pass(
        till.three.place, till.three.member, now=till.now, use=Use.PRINT, unit=Unit.PIECE, quantity=Decimal(pages)
    )
    with till.inside():
        Allowance.objects.update(overage_cents=over)
    return made


def left() -> Decimal:
    return Allowance.objects.get().balance


def test_pages_of_a_plan_are_taken_first_and_the_rest_is_charged_at_what_more_costs(counted: Till) -> None:
    printing(counted, 2, over=10)
    with counted.inside():
        sale = counted.pages(5, shown_cents=33)
        assert counted.lines(sale) == [(2, 0, "print"), (3, 33, "")]
        assert (counted.find(sale).total_cents, counted.find(sale).offered_cents) == (33, 0)
        assert left() == Decimal(0)
        assert till.verify_sales(entity_id=counted.find(sale).entity_id, drawer_id=counted.find(sale).drawer_id).whole


def test_what_a_plan_gives_whole_takes_no_money_and_says_why(counted: Till) -> None:
    printing(counted, 10)
    with counted.inside():
        sale = counted.find(counted.pages(4, shown_cents=0))
        assert (sale.means, sale.reason, sale.total_cents) == (Means.OFFERED, "plan", 0)
        assert left() == Decimal(6)


def test_the_same_page_pressed_twice_draws_once(counted: Till) -> None:
    printing(counted, 3)
    with counted.inside():
        first = counted.pages(2, key="page")
        assert counted.pages(2, key="page") == first
        assert left() == 1
        with pytest.raises(Refused) as why:
            counted.pages(3, key="page")
        assert [each.code for each in why.value.refusals] == ["sale_key_reused"]


def test_a_sale_taken_back_gives_back_what_it_took_once(counted: Till) -> None:
    printing(counted, 2)
    with counted.inside():
        sale = counted.pages(5)
        for _ in range(2):
            counter.reverse_sale(**counted.said, sale=sale)
        assert left() == 2
        assert [each.kind for each in AllowanceEntry.objects.order_by("pk")] == ["grant", "draw", "give_back"]


def test_a_sale_that_is_refused_draws_nothing(counted: Till) -> None:
    printing(counted, 2)
    with counted.inside():
        with pytest.raises(Refused):
            counted.pages(5, shown_cents=1)
        assert left() == 2


def test_nobody_an_organisation_and_what_is_offered_take_nothing(counted: Till) -> None:
    from cantine.billing.rules.counter import Reason

    printing(counted, 2)
    with counted.inside():
        counted.pages(1, who=None)
        counted.pages(1, means=Means.OFFERED, reason=Reason.WELCOME)
        assert left() == 2


def test_a_day_is_taken_whole_or_not_at_all(counted: Till) -> None:
    a_pass(counted.three.place, counted.three.member, now=counted.now, quantity=Decimal("1.5"))
    with counted.inside():
        counted.use("day", "seat:day")
        sale = counted.ring(Tap(counted.buttons["day"], 2))
        assert (counted.lines(sale), left()) == ([(1, 0, "seat:day"), (1, 1_800, "")], Decimal("0.5"))


def test_the_page_of_the_till_says_what_is_left_and_what_is_charged(counted: Till) -> None:
    printing(counted, 2, over=10)
    client = Client(headers={"accept-language": "en"})
    client.force_login(counted.three.manager)
    sent = {"key": "k", "line": f"{counted.buttons['coffee']}:5", "typed": "", "who": str(counted.three.member.uuid)}
    page = client.post(f"/{counted.place.slug}/comptoir/", sent)
    (row,) = page.context["rows"]
    assert (row["drawn"], row["amount"], page.context["buttons"][0]["plan"]) == (
        "2 from what is paid ahead",
        "€0.33",
        "2 paid ahead",
    )
    done = client.post(f"/{counted.place.slug}/comptoir/", {**sent, "shown": "33", "pay": "card"})
    ticket = client.get(f"/{counted.place.slug}/comptoir/ventes/{done.headers['Location'].partition('=')[2]}/")
    assert "paid ahead" in ticket.content.decode()


def rung_at_once(counted: Till) -> list[tuple[int, int, str]]:
    """Two tills of one house each ring a page for the same member, together; the lines of both sales."""

    def ring(_which: int) -> list[tuple[int, int, str]]:
        try:
            with suppress(Error), counted.inside():
                return counted.lines(counted.pages(1))
            return []
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return sorted(line for lines in pool.map(ring, range(2)) for line in lines)


@pytest.mark.django_db(transaction=True)
def test_of_two_tills_that_sell_the_last_page_of_a_plan_at_once_one_draws_it(counted: Till) -> None:
    printing(counted, 1)
    assert rung_at_once(counted) == [(1, 0, "print"), (1, 150, "")]
    with counted.inside():
        assert left() == 0


DOUBLE = """
INSERT INTO memberships_allowanceentry (organisation_id, allowance_id, number, kind, quantity, balance, source, turn, name, day, at)
SELECT organisation_id, id, 2, 'draw', -1, 0, 'by hand ' || random(), 1, '', current_date, now() FROM memberships_allowance
"""


@pytest.mark.parametrize("guarded", [True, False])
def test_by_hand_the_last_page_is_drawn_once_and_without_the_guard_twice(
    counted: Till, as_owner: Any, guarded: bool
) -> None:
    printing(counted, 1)
    if not guarded:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE memberships_allowanceentry DISABLE TRIGGER USER")
            cursor.execute("ALTER TABLE memberships_allowanceentry DROP CONSTRAINT ledger_is_a_chain")
    drawn = 0
    with counted.inside():
        for _ in range(2):
            with suppress(Error), scoping.scope([counted.place.organisation_id]), connection.cursor() as cursor:
                cursor.execute(DOUBLE)
                drawn += 1
    assert drawn == (1 if guarded else 2)


# -- a day among the seats ---------------------------------------------------------------------------------------------


@pytest.fixture
def seats(counted: Till) -> Till:
    """A day is 220 € without VAT, 30 % less for members; its button was made from the list."""
    from cantine.pricing.testing import a_price_list

    a_price_list(counted.three.place, now=counted.now)
    a_pool(counted.three.place)
    with counted.inside():
        kind = next(iter(place_queries.kind_codes(place=counted.place)))
        memberships.set_drop_in(**counted.said, kind=kind)
        [day, half] = [each for each in till.goods_of(counted.place) if each.listed]
        assert counter.start_counter(**counted.said, products=[], goods=[day.code, half.code]) == len([day, half])
    return counted


def day_of(seats: Till, **who: Any) -> Button:
    return till.buttons_of(seats.place, on=seats.today, **who)[-2]


def test_a_day_at_the_till_has_the_price_of_the_list_and_of_who_buys(seats: Till) -> None:
    from cantine.pricing import commands as pricing

    with seats.inside():
        member = seats.three.member.pk
        pricing.put_in_category(**seats.said, category="membre", person_id=member, customer_id=None)
        prices = [day_of(seats).price, day_of(seats, person_id=member).price]
    assert [each and each.cents for each in prices] == [26_400, 18_480]


def test_who_has_days_ahead_takes_one_in_a_press_and_pays_nothing(seats: Till, client: Any) -> None:
    a_pass(seats.three.place, seats.three.member, now=seats.now, use=Use.SEAT, unit=Unit.DAY, quantity=Decimal(26))
    with seats.inside():
        day = day_of(seats).uuid
    client.force_login(seats.three.manager)
    url = reverse("billing:till", args=[seats.place.slug])
    who = str(person_uuid(seats))
    named = client.post(url, {"choose": who}).context
    assert [uuid for uuid, _words in named["ahead"]] == [day, till_half(seats)]
    page = client.post(url, {"who": who, "tap": str(day)}).context
    assert page["total_cents"] == 0
    with seats.inside():
        sale = seats.find(seats.ring(Tap(day, 1), shown_cents=0))
        assert (sale.reason, sale.total_cents, left()) == ("plan", 0, Decimal(25))


def till_half(seats: Till) -> UUID:
    with seats.inside():
        return till.buttons_of(seats.place, on=seats.today)[-1].uuid


def person_uuid(seats: Till) -> UUID:
    uuid: UUID = seats.three.member.uuid
    return uuid
