"""The till: a sale in the chain, the drawer and the books at once; tabs, what is offered, what is taken back, days closed."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from cantine.accounting import commands as drawers
from cantine.accounting import queries as books
from cantine.accounting.rules import Span
from cantine.billing import commands as billing
from cantine.billing import queries as documents
from cantine.billing.commands import counter as commands
from cantine.billing.models import Charge, CounterSale
from cantine.billing.queries import counter as queries
from cantine.billing.queries.counter.frozen import means_from, products_from
from cantine.billing.rules.counter import Button, Means, Priced, Reason, Tap
from cantine.billing.testing import a_counter
from cantine.core import sql
from cantine.kernel import Refused
from cantine.people.testing import a_person
from cantine.places.testing import actor_for, give_role
from cantine.pricing.rules import Vat

pytestmark = pytest.mark.django_db


class Till:
    """The counter of the house: coffee at 1.50 €, a day pass at 18 €, prints typed; and what is rung there."""

    def __init__(self, house: Any) -> None:
        self.house, self.said, self.place = house, house.said, house.place
        self.buttons = a_counter(house.place, now=house.now)

    def ring(self, *taps: tuple[str, int], means: Means = Means.CASH, **more: Any) -> UUID:
        asked = [Tap(self.buttons[name], quantity) for name, quantity in taps]
        return commands.ring_sale(**{**self.said, "key": str(uuid4()), "taps": asked, "means": means, **more})

    def find(self, sale: UUID) -> queries.SaleCard:
        found = queries.find_sale(self.place, uuid=sale)
        assert found is not None
        return found

    @property
    def drawer(self) -> books.DrawerRef:
        return books.drawers_of(self.place)[0]

    @property
    def today(self) -> Any:
        return self.place.today(self.house.now)

    def settle(self, means: Means = Means.CARD, **more: Any) -> UUID:
        return commands.settle_tab(
            **{**self.said, "who": self.house.member, "means": means, "key": str(uuid4()), **more}
        )

    def close(self, counted: int, **more: Any) -> UUID:
        return commands.close_counter_day(
            **self.said, drawer=self.drawer.uuid, day=self.today, counted_cents=counted, **more
        )

    def verdict(self) -> Any:
        return queries.verify_sales(entity_id=self.drawer.entity_id, drawer_id=self.drawer.id)


@pytest.fixture
def till(house: Any) -> Till:
    from cantine.places import commands as places

    places.note_contact(**house.said, person_id=house.three.member.pk)
    return Till(house)


LINES = """
SELECT e.id, j.code, e.piece, a.number, l.debit_cents::int, l.credit_cents::int FROM accounting_entry e
JOIN accounting_journal j ON j.id = e.journal_id JOIN accounting_entryline l ON l.entry_id = e.id
JOIN accounting_account a ON a.id = l.account_id ORDER BY e.id, l.position
"""


def entries() -> list[tuple[str, str, list[tuple[str, int, int]]]]:
    """(journal, piece, lines) of each, in order."""
    found: dict[int, tuple[str, str, list[tuple[str, int, int]]]] = {}
    for key, journal, piece, *line in sql.rows(LINES):
        found.setdefault(key, (journal, piece, []))[2].append((line[0], line[1], line[2]))
    return list(found.values())


def refused(act: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        act()
    return [each.code for each in caught.value.refusals]


def test_a_sale_in_cash_is_in_the_chain_the_drawer_and_the_books(till: Till) -> None:
    sale = till.find(till.ring(("coffee", 2), ("day", 1), given_cents=5_000, shown_cents=2_100))
    assert (sale.number, sale.total_cents, sale.change_cents, sale.day) == (1, 2_100, 2_900, till.today)
    taking = books.takings_of(till.drawer.id)[0]
    assert (taking.method, taking.amount_cents, taking.what, taking.vat) == (
        "cash", 2_100, '[["2 \\u00d7 Caf\\u00e9",300],["Journ\\u00e9e",1800]]', '[["10",273,27],["20",1500,300]]',
    )  # fmt: skip
    assert entries() == [
        ("CA", "T-1", [
            ("530", 2_100, 0), ("707", 0, 273), ("706", 0, 1_500), ("445712", 0, 27), ("445711", 0, 300),
        ])
    ]  # fmt: skip
    assert till.verdict().whole


@pytest.mark.parametrize(
    ("means", "account", "method"),
    [(Means.CARD, "5115", "card"), (Means.CHEQUE, "5112", "cheque"), (Means.TRANSFER, "512", "other")],
)
def test_other_money_has_its_own_account(till: Till, means: Means, account: str, method: str) -> None:
    till.ring(("coffee", 1), means=means)
    assert entries()[0][2][0] == (account, 150, 0)
    assert books.takings_of(till.drawer.id)[0].method == method


def test_the_same_page_pressed_twice_is_one_sale(till: Till) -> None:
    first = till.ring(("coffee", 1), key="page-1")
    assert till.ring(("coffee", 1), key="page-1") == first
    assert (CounterSale.objects.count(), len(entries())) == (1, 1)


def test_a_page_that_rang_and_was_changed_since_rings_nothing(till: Till) -> None:
    till.ring(("coffee", 1), key="page-1")
    assert refused(lambda: till.ring(("coffee", 2), key="page-1")) == ["sale_key_reused"]


def test_prices_that_moved_since_the_page_are_said(till: Till) -> None:
    assert refused(lambda: till.ring(("coffee", 1), shown_cents=140)) == ["prices_moved"]
    assert CounterSale.objects.count() == 0


def test_a_typed_price_is_asked_for(till: Till) -> None:
    prints = till.buttons["prints"]
    assert refused(lambda: till.ring(("prints", 1))) == ["typed_price_wrong"]
    sale = commands.ring_sale(**till.said, key="p", taps=[Tap(prints, 1, 240)], means=Means.CARD)
    assert till.find(sale).total_cents == 240


def test_what_is_offered_keeps_its_worth_and_enters_no_money(till: Till) -> None:
    sale = till.find(till.ring(("coffee", 2), means=Means.OFFERED, reason=Reason.WELCOME))
    assert (sale.total_cents, sale.offered_cents, sale.reason) == (0, 300, "welcome")
    assert (entries(), books.takings_of(till.drawer.id)) == ([], [])


def test_a_host_offers_up_to_what_the_place_says(till: Till, three: Any) -> None:
    give_role(three.stranger, three.place, "host")
    host = actor_for(three.stranger, now=till.house.now)
    offered = {"means": Means.OFFERED, "reason": Reason.EVENT, "actor": host}
    assert refused(lambda: till.ring(("day", 1), **offered)) == ["offer_above"]
    till.ring(("coffee", 10), **offered)


def test_a_tab_is_a_charge_a_line_that_the_month_would_invoice(till: Till) -> None:
    till.ring(("coffee", 2), ("day", 1), means=Means.TAB, who=till.house.member)
    tab = queries.tab_of(till.place, who=till.house.member)
    assert tab is not None
    assert (tab.cents, [(each.name, each.cents) for each in tab.lines]) == (
        2_100, [("2 × Café", 300), ("Journée", 1_800)],
    )  # fmt: skip
    assert entries() == []
    till.house.prepared()
    assert queries.tab_of(till.place, who=till.house.member) is None
    assert refused(till.settle) == ["tab_empty"]


def test_coffees_of_a_tab_are_invoiced_at_the_price_that_was_said(till: Till) -> None:
    """Two at 1.50 € are 3.00 €, whatever each rounds to without VAT; and a room on the same invoice moves nothing."""
    from cantine.billing import commands as billing

    for _ in range(2):
        till.ring(("coffee", 1), means=Means.TAB, who=till.house.member)
    till.house.charge()
    draft = till.house.prepared()
    billing.issue_invoice(**{key: till.said[key] for key in ("actor", "now", "place")}, invoice=draft)
    document = till.house.find(draft).document
    assert document.gross_cents == 300 + 4_800
    assert [(each.net_cents, each.vat_cents) for each in document.groups if each.vat.rate == 10] == [(273, 27)]
    assert sorted(line.net_cents for line in document.lines if line.gross_cents) == [136, 137]


def test_a_tab_has_a_ceiling(till: Till) -> None:
    commands.set_counter_terms(**till.said, tab_cents=1_900, offer_cents=0)
    till.ring(("day", 1), means=Means.TAB, who=till.house.member)
    assert refused(lambda: till.ring(("coffee", 1), means=Means.TAB, who=till.house.member)) == ["tab_full"]
    assert refused(lambda: till.ring(("coffee", 1), means=Means.TAB)) == ["tab_of_nobody"]


def test_a_tab_is_settled_once_and_is_money_then(till: Till) -> None:
    till.ring(("coffee", 2), means=Means.TAB, who=till.house.member)
    till.ring(("day", 1), means=Means.TAB, who=till.house.member)
    paid = till.find(till.settle(key="k", shown_cents=2_100))
    assert (paid.act, paid.total_cents) == ("settle", 2_100)
    assert till.settle(key="k") == paid.uuid
    assert refused(till.settle) == ["tab_empty"]
    assert entries()[0][2][0] == ("5115", 2_100, 0)
    assert documents.owed_by(till.place, payer=till.house.member, last_day=till.today) == []


def test_a_tab_paid_by_mistake_is_owed_again_and_paid_again(till: Till) -> None:
    till.ring(("coffee", 2), means=Means.TAB, who=till.house.member)
    commands.reverse_sale(**till.said, sale=till.settle())
    tab = queries.tab_of(till.place, who=till.house.member)
    assert tab is not None
    assert tab.cents == 300
    till.settle(Means.CASH)
    assert queries.tab_of(till.place, who=till.house.member) is None
    assert sum(each.amount_cents for each in books.takings_of(till.drawer.id)) == 300


def test_a_sale_taken_back_is_its_contrary_once(till: Till) -> None:
    sale = till.ring(("coffee", 2), ("day", 1))
    back = commands.reverse_sale(**till.said, sale=sale)
    assert commands.reverse_sale(**till.said, sale=sale) == back
    assert (till.find(back).total_cents, till.find(sale).undone_by, till.find(back).undoes) == (-2_100, 2, 1)
    first, second = (sorted(lines) for _journal, _piece, lines in entries())
    assert [(account, credit, debit) for account, debit, credit in second] == first
    assert sum(each.amount_cents for each in books.takings_of(till.drawer.id)) == 0
    assert refused(lambda: commands.reverse_sale(**till.said, sale=back)) == ["reverse_of_a_reverse"]


def test_a_sale_put_on_a_tab_leaves_it_when_taken_back(till: Till) -> None:
    sale = till.ring(("coffee", 1), means=Means.TAB, who=till.house.member)
    commands.reverse_sale(**till.said, sale=sale)
    assert Charge.objects.filter(source__startswith="counter:").count() == 0
    other = till.ring(("coffee", 1), means=Means.TAB, who=till.house.member)
    till.settle()
    assert refused(lambda: commands.reverse_sale(**till.said, sale=other)) == ["tab_taken_already"]


def test_the_closing_of_the_day_adds_its_sales_up(till: Till) -> None:
    till.ring(("coffee", 2), ("day", 1))
    till.ring(("coffee", 1), means=Means.OFFERED, reason=Reason.VOLUNTEER)
    till.ring(("coffee", 2), means=Means.TAB, who=till.house.member)
    till.settle()
    commands.reverse_sale(**till.said, sale=till.ring(("day", 1), means=Means.CARD))
    made = queries.find_counter_closing(till.place, uuid=till.close(12_100))
    assert made is not None
    assert (made.sales, made.first_sale, made.last_sale) == (6, 1, 6)
    assert means_from(made.by_means) == (
        (Means.CASH, 2_100, 0), (Means.CARD, 0, 300), (Means.TAB, 300, 0), (Means.OFFERED, 0, 0),
    )  # fmt: skip
    assert [(each.name_fr, each.pieces, each.cents, each.offered) for each in products_from(made.by_product)] == [
        ("Journée", 1, 1_800, 0), ("Café", 5, 600, 1),
    ]  # fmt: skip
    assert (made.total_cents, made.settled_cents, made.offered_cents, made.perpetual_cents) == (2_400, 300, 150, 2_400)
    assert till.verdict().whole


def test_a_sale_after_an_early_closing_is_a_further_session_of_its_day(till: Till) -> None:
    till.ring(("coffee", 2))
    till.close(10_300)
    assert refused(lambda: till.close(10_300)) == ["day_already_closed"]
    till.ring(("coffee", 1), means=Means.TAB, who=till.house.member)
    late = till.ring(("day", 1))
    made = queries.find_counter_closing(till.place, uuid=till.close(12_100))
    assert made is not None
    assert (made.number, made.last_day, made.sales, made.first_sale, made.total_cents, made.perpetual_cents) == (
        2, till.today, 2, 2, 1_950, 2_250,
    )  # fmt: skip
    assert (till.verdict().whole, till.find(late).day) == (True, till.today)
    commands.close_sales(**till.said, drawer=till.drawer.uuid, span=Span.DAY, last_day=till.today)
    assert len(queries.counter_closings_of(till.drawer.id)) == 2
    state = queries.till_state(till.place, today=till.today + timedelta(days=1))
    assert state is not None
    assert state.late is None


def test_whoever_welcomes_takes_back_a_sale_of_the_further_session(till: Till) -> None:
    host = a_person()
    give_role(host, till.house.three.place, "host")
    till.ring(("coffee", 2))
    till.close(10_300)
    sale = till.ring(("coffee", 1))
    commands.reverse_sale(**{**till.said, "actor": actor_for(host, now=till.house.now)}, sale=sale)
    assert till.close(10_300)


def test_an_evening_that_goes_on_after_midnight_is_of_its_day_until_it_is_closed(till: Till) -> None:
    zone, today = till.place.zone, till.today
    late, night = (
        datetime.combine(day, clock, zone)
        for day, clock in ((today, time(22, 30)), (today + timedelta(days=1), time(0, 43)))
    )
    till.ring(("coffee", 1), now=late)
    after = till.ring(("coffee", 1), now=night)
    assert till.find(after).day == today
    said = {**till.said, "now": night, "drawer": till.drawer.uuid, "day": today, "counted_cents": 10_300}
    commands.close_counter_day(**said)
    assert till.find(till.ring(("coffee", 1), now=night)).day == today + timedelta(days=1)
    assert till.verdict().whole


def test_the_drawer_closed_elsewhere_closes_the_sales_too(till: Till) -> None:
    till.ring(("coffee", 1))
    drawers.close_day(**till.said, drawer=till.drawer.uuid, day=till.today, counted_cents=10_150)
    commands.close_sales(**till.said, drawer=till.drawer.uuid, span=Span.DAY, last_day=till.today)
    commands.close_sales(**till.said, drawer=till.drawer.uuid, span=Span.DAY, last_day=till.today)
    assert [each.total_cents for each in queries.counter_closings_of(till.drawer.id)] == [150]


def test_an_invoice_of_a_sale_enters_neither_the_sale_nor_the_money_again(till: Till) -> None:
    sale = till.ring(("coffee", 2), ("day", 1))
    made = commands.invoice_sale(**till.said, sale=sale, who=till.house.member)
    found = till.house.find(made)
    assert (found.card.gross_cents, found.card.left_cents, found.document.groups) == (
        2_100, 0, till.find(sale).groups,
    )  # fmt: skip
    assert entries()[1][2] == [("411", 2_100, 0), ("411", 0, 2_100)]
    assert commands.invoice_sale(**till.said, sale=sale, who=till.house.member) == made
    assert refused(lambda: commands.reverse_sale(**till.said, sale=sale)) == ["sale_invoiced"]


def test_a_credit_note_of_it_gives_the_sale_back(till: Till) -> None:
    made = commands.invoice_sale(**till.said, sale=till.ring(("day", 1)), who=till.house.member)
    note = billing.credit_invoice(**till.said, invoice=made)
    assert till.house.find(note).card.left_cents == 1_800


def test_a_button_follows_the_price_list_by_category(till: Till) -> None:
    from cantine.pricing import commands as prices
    from cantine.pricing import queries as lists
    from cantine.pricing.rules import Product, RateKey, Scope, Sort, Thing, Unit

    said = {key: till.said[key] for key in ("actor", "now", "place")}
    prices.set_product(**said, product=Product("soupe", "Soupe", "Soup", Sort.CATERING, Vat(rate=Decimal(10))))
    version = lists.price_lists_of(till.place)[0].uuid
    copy = prices.open_price_list(**said, name="Deux", first_day=till.today, copy_of=version)
    thing = Thing(Scope.PRODUCT, "soupe")
    prices.set_prices(**said, price_list=copy, prices={RateKey(thing, "tpe-pme", Unit.PIECE): 500})
    prices.publish_price_list(**said, price_list=copy)
    assert commands.start_counter(**till.said, products=["soupe"]) == 1
    assert commands.start_counter(**till.said, products=["soupe"]) == 0
    soup = queries.buttons_of(till.place, on=till.today)[-1]
    assert (soup.price, soup.vat) == (Priced(550, 550), Vat(rate=Decimal(10)))
    prices.put_in_category(**said, category="membre", person_id=till.house.three.member.pk)
    mine = queries.buttons_of(till.place, on=till.today, person_id=till.house.three.member.pk)[-1]
    assert mine.price is not None
    assert mine.price.cents < 550


def test_buttons_are_ordered_changed_and_retired(till: Till) -> None:
    names = list(till.buttons)
    commands.order_buttons(**till.said, buttons=[till.buttons[name] for name in reversed(names)])
    shown = queries.buttons_of(till.place, on=till.today)
    assert [each.uuid for each in shown] == [till.buttons[name] for name in reversed(names)]
    commands.set_button(**till.said, button=replace(shown[0], name_fr="Copies", shown=False))
    assert refused(
        lambda: commands.ring_sale(**till.said, key="x", taps=[Tap(shown[0].uuid, 1, 10)], means=Means.CASH)
    ) == ["button_unknown"]
    commands.retire_button(**till.said, button=shown[0].uuid)
    assert len(queries.buttons_of(till.place, on=till.today)) == len(names) - 1
    bare = Button(uuid=uuid4(), name_fr=" ", name_en="", price=Priced(0, 0), vat=Vat(rate=Decimal(20)))
    assert refused(lambda: commands.set_button(**till.said, button=bare, new=True)) == [
        "button_name_missing", "button_price_wrong",
    ]  # fmt: skip


# -- by hand -----------------------------------------------------------------------------------------------------------

BY_HAND = [
    "UPDATE billing_countersale SET total_cents = 1 WHERE number = 1",
    "DELETE FROM billing_countersale WHERE number = 2",
    "UPDATE billing_counterclosing SET total_cents = 1",
    "DELETE FROM billing_counterclosing",
    "UPDATE billing_tabpaid SET sale_id = sale_id + 1",
]
SKIP = """
INSERT INTO billing_countersale (uuid, organisation_id, place_id, entity_id, drawer_id, number, key, act, rung_at, day, means,
  reason, total_cents, offered_cents, lines, vat, former, hash)
SELECT gen_random_uuid(), organisation_id, place_id, entity_id, drawer_id, number + {step}, 'by hand', act, rung_at, day + 1, means,
  reason, total_cents, offered_cents, lines, vat, {former}, 'x' FROM billing_countersale ORDER BY number DESC LIMIT 1
"""


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def lived(till: Till) -> Till:
    till.ring(("coffee", 1), means=Means.TAB, who=till.house.member)
    till.settle()
    till.close(10_000)
    return till


@pytest.mark.parametrize("statement", BY_HAND)
def test_by_hand_nothing_that_was_rung_changes_or_goes(lived: Till, statement: str) -> None:
    with pytest.raises(IntegrityError, match="never change and never go"):
        execute(statement)


@pytest.mark.parametrize(("step", "former"), [(2, "hash"), (1, "'other'")], ids=["a number skipped", "another chain"])
def test_by_hand_no_sale_skips_a_number_nor_leaves_the_chain(lived: Till, step: int, former: str) -> None:
    with pytest.raises(IntegrityError, match="does not follow"):
        execute(SKIP.format(step=step, former=former))


def test_by_hand_a_closed_day_sells_nothing(lived: Till) -> None:
    with pytest.raises(IntegrityError, match="the drawer is closed"):
        execute(SKIP.format(step=1, former="hash").replace("day + 1", "day - 1"))


def test_with_the_guards_off_it_changes_and_the_checker_finds_it(lived: Till, as_owner: Any) -> None:
    """Negative control: the trigger is what refuses; the chain is what tells."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE billing_countersale DISABLE TRIGGER USER")
    execute("UPDATE billing_countersale SET lines = replace(lines, '150', '140') WHERE number = 1")
    assert lived.verdict().sale == 1
    execute("UPDATE billing_countersale SET lines = replace(lines, '140', '150') WHERE number = 1")
    assert lived.verdict().whole
    execute(SKIP.format(step=2, former="hash"))
    assert lived.verdict().sale == 3
    execute("DELETE FROM billing_countersale WHERE key = 'by hand'")
    execute("UPDATE billing_countersale SET total_cents = total_cents + 1 WHERE number = 1")
    assert (lived.verdict().sale, lived.verdict().closing) == (1, 1)


def test_a_person_who_leaves_leaves_the_chain_whole(till: Till) -> None:
    till.ring(("coffee", 1), who=till.house.member)
    CounterSale.objects.update(person_id=None)
    assert till.verdict().whole
