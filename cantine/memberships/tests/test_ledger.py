"""The ledger of an allowance: nobody takes it below zero, by the commands, by hand, nor by coming at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import Error, connection, connections, transaction

from cantine.core import scoping
from cantine.core.authorization import Denied
from cantine.memberships import commands, queries
from cantine.memberships.commands import Act
from cantine.memberships.models import Allowance, AllowanceEntry
from cantine.memberships.rules import Use, seat_need
from cantine.memberships.testing import ROBOT, a_pass
from cantine.places.testing import actor_for, ref_of
from cantine.pricing.rules import Unit

D = Decimal
DRAW = """INSERT INTO memberships_allowanceentry
  (organisation_id, allowance_id, number, kind, quantity, balance, source, turn, name, day, at)
  SELECT organisation_id, id, {number}, 'draw', %s, {balance}, %s, 1, '', current_date, now() FROM memberships_allowance"""


@pytest.fixture
def here(three: Any, db: Any) -> Iterator[Any]:
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        yield place


def lines(**which: Any) -> list[tuple[str, Decimal, Decimal]]:
    rows = AllowanceEntry.objects.filter(**which).order_by("allowance_id", "number")
    return list(rows.values_list("kind", "quantity", "balance"))


def draw(place: Any, person: Any, now: Any, *, half_days: int = 2, source: str = "a", **said: Any) -> Any:
    act = Act(source=source, person_id=person.pk, use=Use.SEAT, day=said.pop("day", place.today(now)))
    need = seat_need(half_days=half_days, hours=D(4) * half_days)
    return commands.draw(actor=ROBOT, now=now, place=place, act=act, need=need)


def by_hand(statement: str, *values: Any) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


# -- drawing -----------------------------------------------------------------------------------------------------------


def test_an_act_draws_what_it_needs_and_saying_it_again_changes_nothing(here, three, now) -> None:
    a_pass(three.place, three.member, now=now)
    for _ in range(3):
        assert draw(here, three.member, now).lacking == 0
    assert lines() == [("grant", D(10), D(10)), ("draw", D(-1), D(9))]
    assert Allowance.objects.get().balance == 9


def test_an_act_that_grows_draws_the_difference_and_one_that_shrinks_gives_it_back(here, three, now) -> None:
    a_pass(three.place, three.member, now=now)
    for half_days in (1, 2, 1, 2, 0):
        draw(here, three.member, now, half_days=half_days)
    half = D("0.5")
    moves = [("draw", -half), ("draw", -half), ("give_back", half), ("draw", -half), ("give_back", D(1))]
    assert [line[:2] for line in lines()][1:] == moves
    assert Allowance.objects.get().balance == 10


def test_what_lacks_is_told_and_nothing_is_refused(here, three, now) -> None:
    assert draw(here, three.member, now).lacking == 2
    a_pass(three.place, three.member, now=now, quantity=D("0.5"))
    assert draw(here, three.member, now).lacking == 1


def test_the_pass_that_expires_first_is_drawn_first(here, three, now) -> None:
    late = a_pass(three.place, three.member, now=now)
    soon = a_pass(three.place, three.member, now=now, valid_days=30, unit=Unit.HALF_DAY)
    draw(here, three.member, now)
    assert dict(Allowance.objects.values_list("uuid", "balance")) == {late: D(10), soon: D(8)}


def test_a_pass_serves_from_its_day_to_its_last(here, three, now) -> None:
    a_pass(three.place, three.member, now=now, valid_days=30)
    today = here.today(now)
    for day, lacking in (
        (today - timedelta(days=1), 2),
        (today + timedelta(days=29), 0),
        (today + timedelta(days=30), 2),
    ):
        assert draw(here, three.member, now, day=day, source=str(day)).lacking == lacking


def test_a_pass_is_for_its_person_and_its_use(here, three, now) -> None:
    a_pass(three.place, three.member, now=now)
    a_pass(three.place, three.stranger, now=now, use=Use.ROOM, unit=Unit.HOUR)
    assert draw(here, three.stranger, now).lacking == 2


def test_what_an_act_used_is_given_back_once(here, three, now) -> None:
    a_pass(three.place, three.member, now=now)
    draw(here, three.member, now)
    for _ in range(2):
        commands.give_back(actor=ROBOT, now=now, place=here, sources=["a", "unknown"])
    assert lines()[1:] == [("draw", D(-1), D(9)), ("give_back", D(1), D(10))]
    draw(here, three.member, now)
    assert lines()[3:] == [("draw", D(-1), D(9))]


def test_what_is_left_past_the_last_day_expires_once(here, three, now) -> None:
    a_pass(three.place, three.member, now=now, valid_days=30)
    draw(here, three.member, now)
    assert commands.expire(actor=ROBOT, now=now + timedelta(days=29), place=here) == 0
    assert commands.expire(actor=ROBOT, now=now + timedelta(days=30), place=here) == 1
    assert commands.expire(actor=ROBOT, now=now + timedelta(days=30), place=here) == 0
    assert lines()[2:] == [("expiry", D(-9), D(0))]
    commands.give_back(actor=ROBOT, now=now + timedelta(days=31), place=here, sources=["a"])
    assert commands.expire(actor=ROBOT, now=now + timedelta(days=31), place=here) == 1
    assert lines()[3:] == [("give_back", D(1), D(1)), ("expiry", D(-1), D(0))]


def test_a_cap_holds_over_the_month(here, three, now) -> None:
    from cantine.memberships.models import RightUser

    a_pass(three.place, three.member, now=now)
    shared = Allowance.objects.get()
    Allowance.objects.update(person=None)
    user = {"organisation_id": here.organisation_id, "place_id": here.id, "right": shared.right}
    RightUser.objects.create(**user, person=three.stranger, cap=D("1.5"), since=here.today(now))
    assert draw(here, three.stranger, now, source="one").lacking == 0
    assert draw(here, three.stranger, now, source="two").lacking == 1
    assert draw(here, three.member, now, source="three").lacking == 2


def test_a_member_draws_nothing_by_themselves(here, three, now) -> None:
    for person in (three.member, three.stranger):
        act = Act(source="a", person_id=three.member.pk, use=Use.SEAT, day=here.today(now))
        with pytest.raises(Denied):
            commands.draw(
                actor=actor_for(person, now=now), now=now, place=here, act=act, need=seat_need(half_days=1, hours=D(1))
            )
    with pytest.raises(Denied):
        commands.expire(actor=actor_for(three.manager, now=now), now=now, place=here)


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_sql_by_hand_cannot_overdraw(here, three, now) -> None:
    a_pass(three.place, three.member, now=now, quantity=D(3))
    statement = DRAW.format(number=77, balance=1000)
    assert by_hand(statement, D(-3), "by hand") == 1
    assert lines()[1:] == [("draw", D(-3), D(0))]  # numbered and counted by the database, whatever was written
    with pytest.raises(Error, match="ledger_never_negative"):
        by_hand(statement, D("-0.5"), "by hand again")


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE memberships_allowance SET balance = 1000", "balance of an allowance is that of its ledger"),
        ("UPDATE memberships_allowanceentry SET quantity = 1000", "only added to"),
        ("UPDATE memberships_allowanceentry SET person_id = NULL, day = day + 1", "only added to"),
        ("DELETE FROM memberships_allowanceentry", "only added to"),
    ],
)
def test_sql_by_hand_cannot_rewrite_the_ledger(here, three, now, statement, why) -> None:
    a_pass(three.place, three.member, now=now)
    with pytest.raises(Error, match=why):
        by_hand(statement)
    assert by_hand("UPDATE memberships_allowanceentry SET person_id = NULL") == 1  # who leaves takes their name along


def test_an_allowance_begins_empty_whatever_is_written(here, three, now) -> None:
    a_pass(three.place, three.member, now=now)
    row = Allowance.objects.get()
    row.pk, row.uuid, row.source, row.balance = None, uuid4(), "another", D(1000)
    row.save()
    row.refresh_from_db()
    assert row.balance == 0


# -- all at once -------------------------------------------------------------------------------------------------------

GUARDS = ("ledger_counts", "ledger_tells")
# What somebody careful writes without the guard: the balance is read, then written.
CAREFUL = DRAW.format(
    number="(SELECT max(number) + 1 FROM memberships_allowanceentry)",
    balance="(SELECT balance - 1 FROM memberships_allowanceentry ORDER BY id DESC LIMIT 1)",
)


def taken_at_once(organisation_id: int, statement: str) -> int:
    """Twenty sessions each take a day; how many could."""

    def take(number: int) -> int:
        try:
            with suppress(Error), scoping.scope([organisation_id]), connection.cursor() as cursor:
                cursor.execute(statement, [D(-1), f"race {number}"])
                cursor.execute("SELECT pg_sleep(0.05)")
                return 1
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        return sum(pool.map(take, range(20)))


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_draw_at_once_three_have_the_three_days(three, now) -> None:
    a_pass(three.place, three.member, now=now, quantity=D(3))
    assert taken_at_once(three.place.organisation_id, DRAW.format(number=0, balance=0)) == 3
    with scoping.scope([three.place.organisation_id]):
        assert [line[2] for line in lines()] == [D(3), D(2), D(1), D(0)]


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_more_than_three_have_them(three, now, as_owner) -> None:
    a_pass(three.place, three.member, now=now, quantity=D(3))

    def guard(word: str) -> None:
        with as_owner(), connection.cursor() as cursor:
            for name in GUARDS:
                cursor.execute(f"ALTER TABLE memberships_allowanceentry {word} TRIGGER {name}")
            if word == "DISABLE":
                cursor.execute("ALTER TABLE memberships_allowanceentry DROP CONSTRAINT ledger_is_a_chain")

    guard("DISABLE")
    try:
        assert taken_at_once(three.place.organisation_id, CAREFUL) > 3
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE memberships_allowanceentry")
            cursor.execute(
                "ALTER TABLE memberships_allowanceentry ADD CONSTRAINT ledger_is_a_chain UNIQUE (allowance_id, number)"
            )
        guard("ENABLE")


@pytest.mark.django_db(transaction=True)
def test_of_twenty_commands_at_once_none_fails_and_three_are_paid_for(three, now) -> None:
    a_pass(three.place, three.member, now=now, quantity=D(3))
    place = ref_of(three.place)

    def take(number: int) -> Any:
        try:
            with scoping.scope([place.organisation_id]):
                return draw(place, three.member, now, source=f"race {number}").lacking
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        lacking = list(pool.map(take, range(20)))
    assert sorted(lacking) == [D(0)] * 3 + [D(2)] * 17


# -- the statement -----------------------------------------------------------------------------------------------------


def test_a_statement_of_ten_thousand_lines_reads_one_page(here, three, now, statements) -> None:
    a_pass(three.place, three.member, now=now, quantity=D(99_999))
    with connection.cursor() as cursor:  # the triggers of a session that met few lines go on reading them all
        cursor.execute("DISCARD PLANS; SET LOCAL enable_seqscan = off")
    for more, lines_then in ((1, 2), (2, 4)):
        _many(here, three, now, more)
        with statements() as said:
            found = queries.statement_of(
                organisation_ids=[here.organisation_id], person_id=three.member.pk, day=now.date()
            )
        assert (len(said), len(found)) == (1, lines_then)
    _many(here, three, now, 9_996)
    with statements() as said:
        found = queries.statement_of(organisation_ids=[here.organisation_id], person_id=three.member.pk, day=now.date())
    assert (len(said), len(found)) == (1, queries.PAGE + 1)
    older = queries.statement_of(
        organisation_ids=[here.organisation_id], person_id=three.member.pk, day=now.date(), before=found[-2].id
    )
    assert older[0] == found[-1]


def _many(place: Any, three: Any, now: Any, count: int) -> None:
    allowance = Allowance.objects.get()
    first = AllowanceEntry.objects.count()
    AllowanceEntry.objects.bulk_create(
        AllowanceEntry(
            organisation_id=place.organisation_id, allowance=allowance, kind="draw", quantity=D(-1), person=three.member,
            source=f"{first + number}", day=now.date(), at=now,
        )
        for number in range(count)
    )  # fmt: skip


def test_another_place_reads_nothing_of_it(here, three, now) -> None:
    a_pass(three.place, three.member, now=now)
    who = {"person_id": three.member.pk, "day": here.today(now)}
    assert len(queries.allowances_of(organisation_ids=[here.organisation_id], **who)) == 1
    assert queries.allowances_of(organisation_ids=[here.organisation_id + 1], **who) == []
    with scoping.scope([here.organisation_id + 1]):
        assert queries.allowances_of(organisation_ids=[here.organisation_id], **who) == []
