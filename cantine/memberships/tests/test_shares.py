"""Shares: the register is only added to, never below zero; bulletins, the board, withdrawals, the books; and the pages."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, Error, connection, connections, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting import queries as books
from cantine.accounting.rules import JournalKind, Nature, year_of
from cantine.accounting.testing import a_legal_entity
from cantine.billing.rules import Method
from cantine.billing.testing import a_customer
from cantine.core import scoping
from cantine.core.actor import system
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.memberships import commands
from cantine.memberships.models import Paper, Shareholding, ShareMovement, ShareSubscription
from cantine.memberships.queries import shares as queries
from cantine.memberships.rules.shares import (
    College,
    Moved,
    check_college,
    check_leaving,
    check_subscription,
    held_on,
    is_cooperative,
    paid_back_cents,
    paid_back_on,
    value_on,
)
from cantine.places import commands as places
from cantine.places import queries as place_queries
from cantine.places.testing import ref_of

ROBOT = system("test")
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
MOVED = st.lists(st.builds(Moved, st.integers(1, 4), DAYS, st.integers(-9, 9), st.just(2_000)))


# -- rules ---------------------------------------------------------------------------------------------------------------


@given(MOVED, DAYS, st.randoms())
def test_the_register_of_a_day_is_the_sum_of_its_movements_in_any_order(
    moved: list[Moved], day: date, random: Any
) -> None:
    mixed = list(moved)
    random.shuffle(mixed)
    held = held_on(mixed, day)
    assert held == held_on(moved, day)
    assert sum(held.values()) == sum(each.quantity for each in moved if each.day <= day)


@given(st.integers(1, 10**6), st.integers(1, 10**5), st.integers(0, 10**5))
def test_nobody_is_paid_back_above_the_nominal_value(quantity: int, nominal: int, value: int) -> None:
    assert paid_back_cents(quantity, nominal=nominal, value=value) == quantity * min(nominal, value)
    assert paid_back_cents(quantity, nominal=nominal) == quantity * nominal


def test_what_a_co_operative_asks_is_checked() -> None:
    college = College("c", "Usagers", minimum=5)
    assert [each.code for each in check_subscription(4, college=college, held=0)] == ["shares_below_minimum"]
    assert [each.code for each in check_subscription(0, college=college, held=9)] == ["shares_out_of_range"]
    assert list(check_subscription(1, college=college, held=5)) == []
    assert [each.code for each in check_leaving(6, held=5, minimum=1)] == ["shares_too_few"]
    assert [each.code for each in check_leaving(3, held=5, minimum=5)] == ["shares_below_minimum"]
    assert list(check_leaving(5, held=5, minimum=5)) == []
    assert [each.code for each in check_college(College("", " ", weight=101, minimum=0))] == [
        "college_name_missing", "college_weight_wrong", "shares_out_of_range",
    ]  # fmt: skip
    assert paid_back_on(date(2026, 1, 31), delay_months=13) == date(2027, 2, 28)
    assert value_on([(date(2026, 1, 1), 2_000), (date(2027, 1, 1), 2_100)], date(2026, 12, 31)) == 2_000
    assert value_on([], date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("form", "is_one"),
    [("SCIC SA à capital variable", True), ("SCOP SARL", True), ("SARL", False), ("Association loi 1901", False)],
)
def test_only_a_co_operative_has_shareholders(form: str, is_one: bool) -> None:
    assert is_cooperative(form) is is_one


# -- commands ------------------------------------------------------------------------------------------------------------


def a_cooperative(three: Any, now: Any) -> Any:
    a_legal_entity(
        three.place, now=now, legal_form="SCIC SA à capital variable", nature=Nature.COMPANY, capital="10 000 €"
    )
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        for person in (three.member, three.stranger):
            places.note_contact(actor=ROBOT, now=now, place=place, person_id=person.pk)
        college = College("", "Usagers", minimum=1, weight=40)
        commands.set_college(actor=ROBOT, now=now, place=place, college=college)
        commands.set_share_terms(
            actor=ROBOT, now=now, place=place, first_day=date(2020, 1, 1), cents=2_000, delay_months=6
        )
    return place


@pytest.fixture
def here(three: Any, now: Any, at: Any) -> Iterator[Any]:
    at(now)
    place = a_cooperative(three, now)
    with scoping.scope([place.organisation_id]):
        yield place


def signed(place: Any, person: Any, now: Any, quantity: int = 10, **said: Any) -> Any:
    usual: dict[str, Any] = {
        "who": ("person", person.pk),
        "college": "usagers",
        "quantity": quantity,
        "signed_by": "Ana",
    }
    return commands.sign_bulletin(actor=ROBOT, now=now, place=place, **{**usual, **said})


def holds(place: Any, person: Any, now: Any, quantity: int = 10) -> Any:
    """Signed, paid and admitted today; returns the id of the holding."""
    bulletin, today = signed(place, person, now, quantity), place.today(now)
    said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": place, "bulletin": bulletin}
    commands.pay_bulletin(**said, method=Method.TRANSFER, received_on=today)
    commands.admit_bulletin(**said, on=today)
    found = queries.holding_of(place.organisation_id, who=("person", person.pk))
    assert found is not None
    return found.uuid


def codes(refused: Any) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def booked(place: Any, kind: JournalKind, now: Any) -> list[tuple[str, int, int]]:
    entity = books.entity_of(place)
    assert entity is not None
    year = year_of(place.today(now), starts_month=1)
    journal = next(each for each in books.journals_of(entity.id, year) if each.kind is kind)
    heads, _count = books.journal_page(entity.id, year, code=journal.code, page=0)
    entry = books.find_entry(uuid=heads[0].uuid)
    assert entry is not None
    return [(line.number, line.debit_cents, line.credit_cents) for line in entry.lines]


@pytest.mark.django_db
def test_a_bulletin_is_signed_paid_admitted_and_each_is_in_the_books(here, three, now) -> None:
    bulletin, today = signed(here, three.member, now, signed_from="192.0.2.7"), here.today(now)
    said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": here, "bulletin": bulletin}
    with pytest.raises(Refused) as refused:
        commands.admit_bulletin(**said, on=today)
    assert codes(refused) == ["bulletin_settled"]  # not paid yet
    commands.pay_bulletin(**said, method=Method.TRANSFER, received_on=today)
    assert booked(here, JournalKind.BANK, now) == [("512", 20_000, 0), ("4562", 0, 20_000)]
    assert queries.holdings_on(here.organisation_id, today) == []
    commands.admit_bulletin(**said, on=today)
    assert booked(here, JournalKind.MISC, now) == [("4562", 20_000, 0), ("1013", 0, 20_000)]
    (held,) = queries.holdings_on(here.organisation_id, today)
    assert (held.who, held.quantity) == (("person", three.member.pk), 10)
    assert queries.holdings_on(here.organisation_id, today - timedelta(days=1)) == []
    row = ShareSubscription.objects.get()
    assert (row.signed_by, row.signed_at, row.signed_from, row.state) == ("Ana", now, "192.0.2.7", "admitted")
    assert Paper.objects.get().reference == f"BS{today.year}-0001"


@pytest.mark.django_db
def test_a_refused_bulletin_is_paid_back(here, three, now) -> None:
    bulletin = signed(here, three.member, now)
    said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": here, "bulletin": bulletin}
    commands.pay_bulletin(**said, method=Method.CASH, received_on=here.today(now))
    commands.refuse_bulletin(**said, why="le conseil a dit non")
    assert booked(here, JournalKind.CASH, now) == [("530", 0, 20_000), ("4562", 20_000, 0)]
    assert queries.bulletins_waiting(here.organisation_id) == []
    with pytest.raises(Refused) as refused:
        commands.admit_bulletin(**said, on=here.today(now))
    assert codes(refused) == ["bulletin_settled"]


@pytest.mark.django_db
def test_a_withdrawal_waits_for_its_delay_then_is_paid_once(here, three, now) -> None:
    holding, today = holds(here, three.member, now), here.today(now)
    said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": here}
    withdrawal = commands.withdraw_shares(**said, holding=holding, quantity=4, on=today)
    assert booked(here, JournalKind.MISC, now) == [("4562", 0, 8_000), ("1013", 8_000, 0)]
    (waiting,) = queries.withdrawals_waiting(here.organisation_id)
    assert (waiting.quantity, waiting.cents, waiting.due_on) == (4, 8_000, date(2026, 9, 10))
    with pytest.raises(Refused) as refused:
        commands.pay_back_shares(**said, withdrawal=withdrawal, method=Method.TRANSFER, on=today)
    assert codes(refused) == ["withdrawal_too_soon"]
    later: dict[str, Any] = {
        **said,
        "now": now + timedelta(days=190),
        "withdrawal": withdrawal,
        "method": Method.TRANSFER,
    }
    commands.pay_back_shares(**later, on=date(2026, 9, 10))
    with pytest.raises(Refused) as refused:
        commands.pay_back_shares(**later, on=date(2026, 9, 10))
    assert codes(refused) == ["withdrawal_unknown"]


@pytest.mark.django_db
def test_shares_are_handed_and_the_whole_does_not_move(here, three, now) -> None:
    holding, today = holds(here, three.member, now), here.today(now)
    said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": here, "holding": holding, "on": today}
    commands.hand_shares(**said, to=("person", three.stranger.pk), quantity=3)
    held = {each.who: each.quantity for each in queries.holdings_on(here.organisation_id, today)}
    assert held == {("person", three.member.pk): 7, ("person", three.stranger.pk): 3}
    for to, quantity, code in (
        (("person", three.member.pk), 1, "shares_to_oneself"),
        (("person", three.stranger.pk), 8, "shares_too_few"),
    ):
        with pytest.raises(Refused) as refused:
            commands.hand_shares(**said, to=to, quantity=quantity)
        assert codes(refused) == [code]


@pytest.mark.django_db
def test_one_belongs_to_one_college_and_signs_by_name(here, three, now) -> None:
    commands.set_college(actor=ROBOT, now=now, place=here, college=College("", "Salariés"))
    holds(here, three.member, now)
    for said, code in (
        ({"college": "salaries"}, "college_of_another"), ({"college": "none"}, "college_unknown"),
        ({"signed_by": " "}, "share_signature_missing"), ({"quantity": 0}, "shares_out_of_range"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            signed(here, three.member, now, **said)
        assert codes(refused) == [code]
    firm = a_customer(three.place, now=now)
    signed(here, three.member, now, who=("organisation", firm), college="salaries")


@pytest.mark.django_db
def test_who_keeps_no_books_keeps_no_register(here, three, now) -> None:
    member = place_queries.actor_of(person_id=three.member.pk, now=now)
    said: dict[str, Any] = {"actor": member, "now": now, "place": here}
    holding = holds(here, three.member, now)
    for act in (
        lambda: commands.withdraw_shares(**said, holding=holding, quantity=1, on=here.today(now)),
        lambda: commands.sign_bulletin(
            **said, who=("person", three.member.pk), college="usagers", quantity=1, signed_by="Moi"
        ),
        lambda: commands.set_college(**said, college=College("", "Autre")),
    ):
        with pytest.raises(Denied):
            act()
    assert commands.certify_shares(**said, holding=holding) == Paper.objects.order_by("-pk")[0].uuid


# -- what the database holds ---------------------------------------------------------------------------------------------

INSERT = """INSERT INTO memberships_sharemovement
  (uuid, organisation_id, holding_id, number, kind, quantity, balance, cents_each, day, source, made_at)
SELECT gen_random_uuid(), organisation_id, id, %s, 'withdrawn', %s, %s, 2000, '2026-03-10', %s, now() FROM memberships_shareholding"""


@pytest.mark.django_db
def test_the_register_is_never_rewritten_nor_below_zero_by_hand(here, three, now) -> None:
    holds(here, three.member, now)
    for attack in (
        lambda: ShareMovement.objects.update(quantity=99),
        lambda: ShareMovement.objects.all().delete(),
        lambda: Shareholding.objects.update(balance=99),
        lambda: connection.cursor().execute(INSERT, [7, -11, 500, "by hand"]),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()
    connection.cursor().execute(INSERT, [7, -4, 500, "a lie about the balance"])
    assert ShareMovement.objects.order_by("-number").values_list("number", "balance")[0] == (2, 6)
    assert Shareholding.objects.get().balance == 6


def withdrawn_at_once(place: Any, holding: Any, now: Any) -> int:
    """Twenty sessions each withdraw a share; how many could."""

    def take(number: int) -> int:
        try:
            with suppress(Error, Refused), scoping.scope([place.organisation_id]):
                commands.withdraw_shares(
                    actor=ROBOT, now=now, place=place, holding=holding, quantity=1, on=place.today(now)
                )
                return 1
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        return sum(pool.map(take, range(20)))


def inserted_at_once(place: Any, label: str) -> int:
    """The same in SQL, past every command."""

    def take(number: int) -> int:
        try:
            with suppress(Error), scoping.scope([place.organisation_id]), connection.cursor() as cursor:
                cursor.execute(INSERT, [100 + number, -1, 0, f"{label} {number}"])
                cursor.execute("SELECT pg_sleep(0.05)")
                return 1
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        return sum(pool.map(take, range(20)))


@pytest.mark.django_db(transaction=True)
def test_of_twenty_withdrawals_at_once_three_take_the_three_shares(three, now) -> None:
    place = a_cooperative(three, now)
    with scoping.scope([place.organisation_id]):
        holding = holds(place, three.member, now, 3)
    assert withdrawn_at_once(place, holding, now) == 3
    with scoping.scope([place.organisation_id]):
        assert list(ShareMovement.objects.order_by("number").values_list("balance", flat=True)) == [3, 2, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_in_sql_too_and_without_the_guard_all_twenty(three, now, as_owner) -> None:
    place = a_cooperative(three, now)
    with scoping.scope([place.organisation_id]):
        holds(place, three.member, now, 3)
    assert inserted_at_once(place, "guarded") == 3

    def guard(word: str) -> None:
        with as_owner(), connection.cursor() as cursor:
            for name in ("shares_count", "shares_tell"):
                cursor.execute(f"ALTER TABLE memberships_sharemovement {word} TRIGGER {name}")

    guard("DISABLE")
    try:
        assert inserted_at_once(place, "unguarded") == 20
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE memberships_sharemovement CASCADE")
        guard("ENABLE")


# -- pages ---------------------------------------------------------------------------------------------------------------


def as_(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"memberships:{name}", args=args)


@pytest.mark.django_db
def test_the_register_is_kept_from_its_pages(here, three, now) -> None:
    manager, day = as_(three.manager), "2026-03-10"
    said = {"email": three.member.email, "college": "usagers", "quantity": "10", "signed_by": "Ana Paz"}
    bulletin = manager.post(page("subscribe_shares", here.slug), said)["location"]
    assert manager.post(bulletin, {"act": "pay", "method": "card", "on": day}).status_code == 302
    assert manager.post(bulletin, {"act": "admit", "on": day}).status_code == 302
    (row,) = manager.get(page("shares", here.slug)).context["rows"]
    assert row[:4] == ("Member", "Usagers", "10", "€200.00")
    holding = page("holding", here.slug, row[4])
    assert manager.post(holding, {"act": "leave", "quantity": "4", "on": day}).status_code == 302
    seen = manager.get(holding)
    assert [each[3:] for each in seen.context["rows"]] == [("−4", "6"), ("+10", "10")]
    wrong = manager.post(holding, {"act": "leave", "quantity": "40", "on": day})
    assert (wrong.status_code, set(wrong.context["leave"].errors)) == (422, {"quantity"})
    paper = manager.post(holding, {"act": "certify"})["location"]
    assert manager.get(paper)["Content-Type"] == "application/pdf"
    mine = as_(three.member)
    own = mine.post(page("my_certificate", row[4]))["location"]
    assert mine.get(own)["Content-Type"] == "application/pdf"
    assert as_(three.stranger).post(page("my_certificate", row[4])).status_code == 404
    table = manager.get(page("shares_csv", here.slug)).content.decode("utf-8-sig").splitlines()
    assert table[1] == "Member;Usagers;6;120,00;"
    empty = manager.get(page("shares", here.slug) + "?jour=2020-01-01")
    assert empty.context["rows"] == []
    (held,) = manager.get(f"/api/v1/places/{here.slug}/shareholders").json()["items"]
    assert (held["name"], held["shares"], held["nominal_cents"]) == ("Member", 6, 12_000)


@pytest.mark.django_db
def test_an_association_shows_no_shares(three, now, at) -> None:
    at(now)
    a_legal_entity(three.place, now=now)
    slug = ref_of(three.place).slug
    for name in ("shares", "shares_csv", "shares_settings", "subscribe_shares"):
        assert as_(three.manager).get(page(name, slug)).status_code == 404
        assert as_(three.member).get(page(name, slug)).status_code == 403


@pytest.mark.django_db
def test_the_register_costs_the_same_at_one_holder_and_at_three(here, three, now, statements) -> None:
    from cantine.people.testing import a_person

    holding = holds(here, three.member, now)
    pages = [page("shares", here.slug), page("shares_csv", here.slug), page("holding", here.slug, holding)]
    manager, counts = as_(three.manager), []
    for more in (0, 2):
        for number in range(more):
            person = a_person(f"Autre {number}")
            places.note_contact(actor=ROBOT, now=now, place=here, person_id=person.pk)
            holds(here, person, now)
        for address in pages:
            with statements() as said:
                assert manager.get(address).status_code == 200
            counts.append(len([each for each in said if "mfa_authenticator" not in each]))
    assert counts[:3] == counts[3:], counts
