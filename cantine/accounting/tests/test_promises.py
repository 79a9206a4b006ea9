"""What the database keeps, whatever writes: each promise is broken by hand, then broken for good with its guard off."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from cantine.accounting import commands
from cantine.accounting.models import Account, Entry, EntryLine, Journal, Year
from cantine.accounting.testing import ROBOT
from cantine.places.testing import ref_of

pytestmark = pytest.mark.django_db
Raw = Callable[..., None]


@pytest.fixture
def raw() -> Raw:
    """``raw(statement, …)``: said in one transaction, and judged at once as at its end."""

    def say(*statements: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    return say


@pytest.fixture
def without(as_owner: Any) -> Callable[[str, str], None]:
    """``without(trigger, table)``: the guard is off until the test ends."""

    def drop(trigger: str, table: str) -> None:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"DROP TRIGGER {trigger} ON accounting_{table}")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    return drop


@pytest.fixture
def begun(entity: Any, post: Any) -> Any:
    """Books with two sales of January in them."""
    for _ in range(2):
        post(day=date(2026, 1, 15))
    return entity


def entry(*, number: int = 3, day: str = "2026-01-20", total: int = 100, lines: int = 2, journal: str = "VE") -> str:
    return f"""INSERT INTO accounting_entry (uuid, organisation_id, entity_id, journal_id, year_id, number, day, posted_at,
      label, piece, piece_day, source, total_cents, lines)
    SELECT '{uuid4()}', y.organisation_id, y.entity_id, j.id, y.id, {number}, '{day}', now(), 'x', 'x', '{day}', 'raw',
      {total}, {lines}
    FROM accounting_year y JOIN accounting_journal j ON j.entity_id = y.entity_id AND j.code = '{journal}'"""


def line(number: str, debit: int, credit: int, position: int, source: str = "raw") -> str:
    return f"""INSERT INTO accounting_entryline (organisation_id, entity_id, entry_id, position, account_id, third, third_name,
      label, debit_cents, credit_cents)
    SELECT e.organisation_id, e.entity_id, e.id, {position}, a.id, '', '', 'x', {debit}, {credit}
    FROM accounting_entry e JOIN accounting_account a ON a.entity_id = e.entity_id AND a.number = '{number}'
    WHERE e.source = '{source}'"""


BALANCED = (line("411", 100, 0, 1), line("706", 0, 100, 2))


def test_an_entry_that_keeps_every_promise_may_be_written_by_hand(begun: Any, raw: Raw) -> None:
    raw(entry(), *BALANCED)
    assert Entry.objects.filter(entity_id=begun.id).count() == 3


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (line("411", 100, 0, 1),),
        (line("411", 100, 0, 1), line("706", 0, 99, 2)),
        (line("411", 90, 0, 1), line("706", 0, 90, 2)),
        (*BALANCED, line("411", 5, 0, 3), line("706", 0, 5, 4)),
    ],
)
def test_an_entry_that_does_not_balance_is_refused(begun: Any, raw: Raw, without: Any, lines: tuple[str, ...]) -> None:
    with pytest.raises(IntegrityError, match="does not balance"):
        raw(entry(), *lines)
    without("an_entry_balances", "entry")
    without("lines_balance", "entryline")
    raw(entry(), *lines)  # without the promise it passes: the refusal above proves something


def test_no_line_comes_after_its_entry(begun: Any, raw: Raw, without: Any) -> None:
    raw(entry(), *BALANCED)
    later = (line("411", 5, 0, 3), line("706", 0, 5, 4))
    with pytest.raises(IntegrityError, match="does not balance"):
        raw(*later)
    without("lines_balance", "entryline")
    raw(*later)


def test_a_sale_seen_from_another_door_balances_too(begun: Any, post: Any, raw: Raw) -> None:
    """What judges at the end of the transaction sees the lines, whoever looks by then."""
    from cantine.core import scoping

    post()
    with scoping.scope([0]):
        raw()


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("entry", "UPDATE accounting_entry SET label = 'y'"),
        ("entry", "DELETE FROM accounting_entry"),
        ("entryline", "UPDATE accounting_entryline SET debit_cents = debit_cents + 1 WHERE debit_cents > 0"),
        ("entryline", "UPDATE accounting_entryline SET third_name = 'y'"),
        ("entryline", "DELETE FROM accounting_entryline"),
        ("lettering", "UPDATE accounting_lettering SET code = 'Z'"),
        ("lettering", "DELETE FROM accounting_lettering"),
        ("period", "UPDATE accounting_period SET last_day = '2026-01-30'"),
        ("period", "DELETE FROM accounting_period"),
    ],
)
def test_books_are_written_in_ink(
    begun: Any, raw: Raw, without: Any, three: Any, now: Any, table: str, statement: str
) -> None:
    raw(LETTERED)
    january = date(2026, 1, 31)
    commands.close_period(actor=ROBOT, now=now, place=ref_of(three.place), entity=begun.uuid, last_day=january)
    with pytest.raises(IntegrityError, match="written in ink"):
        raw(statement)
    without(f"{table}_stands", table)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0
        transaction.set_rollback(True)  # what hung on these rows would hang in the air


LETTERED = """INSERT INTO accounting_lettering (organisation_id, entity_id, line_id, code, lettered_at)
  SELECT organisation_id, entity_id, id, 'A', now() FROM accounting_entryline LIMIT 1"""


def test_a_line_is_lettered_once(begun: Any, raw: Raw) -> None:
    raw(LETTERED)
    with pytest.raises(IntegrityError, match="line_id"):
        raw(LETTERED)


def test_a_closed_day_stays_closed(begun: Any, raw: Raw, without: Any, three: Any, now: Any) -> None:
    january = date(2026, 1, 31)
    commands.close_period(actor=ROBOT, now=now, place=ref_of(three.place), entity=begun.uuid, last_day=january)
    with pytest.raises(IntegrityError, match="closed until"):
        raw(entry(day="2026-01-31"), *BALANCED)
    raw(entry(day="2026-02-01"), *BALANCED)
    without("entry_enters", "entry")
    raw(
        entry(number=4, day="2026-01-31").replace("'raw'", "'late'"),
        *(each.replace("'raw'", "'late'") for each in BALANCED),
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"number": 4}, "does not follow"),
        ({"number": 2}, "does not follow"),
        ({"day": "2027-01-01"}, "not of that year"),
    ],
)
def test_numbers_follow_and_days_are_of_their_year(
    begun: Any, raw: Raw, without: Any, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(IntegrityError, match=reason):
        raw(entry(**changes), *BALANCED)
    without("entry_enters", "entry")
    if changes.get("number") == 2:
        with pytest.raises(IntegrityError, match="one_entry_a_number"):  # the second wall
            raw(entry(**changes), *BALANCED)
    else:
        raw(entry(**changes), *BALANCED)


def test_periods_follow_each_other(begun: Any, raw: Raw, without: Any, three: Any, now: Any) -> None:
    january = date(2026, 1, 31)
    commands.close_period(actor=ROBOT, now=now, place=ref_of(three.place), entity=begun.uuid, last_day=january)
    leap = """INSERT INTO accounting_period (organisation_id, entity_id, first_day, last_day, closed_at)
      SELECT organisation_id, entity_id, '2026-03-01', '2026-03-31', now() FROM accounting_period"""
    with pytest.raises(IntegrityError, match="does not follow"):
        raw(leap)
    without("period_follows", "period")
    raw(leap)


@pytest.mark.parametrize("table", ["year", "period"])
def test_years_and_periods_never_overlap(begun: Any, raw: Raw, without: Any, as_owner: Any, table: str) -> None:
    rows = {
        "year": "INSERT INTO accounting_year (organisation_id, entity_id, first_day, last_day) VALUES ",
        "period": "INSERT INTO accounting_period (closed_at, organisation_id, entity_id, first_day, last_day) VALUES ",
    }
    clock = "now(), " if table == "period" else ""

    def days(first: str, last: str) -> str:
        return f"{rows[table]} ({clock}{begun.organisation_id}, {begun.id}, '{first}', '{last}')"

    if table == "period":
        without("period_follows", "period")
    raw(days("2027-01-01", "2027-12-31"))
    with pytest.raises(IntegrityError, match="never_overlap"):
        raw(days("2027-12-31", "2028-12-30"))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE accounting_{table} DROP CONSTRAINT {table}s_never_overlap")
    raw(days("2027-12-31", "2028-12-30"))


def test_an_account_keeps_its_number_and_a_journal_its_code(begun: Any, raw: Raw) -> None:
    for statement in (
        "UPDATE accounting_account SET number = '412' WHERE number = '411'",
        "UPDATE accounting_journal SET code = 'VT' WHERE code = 'VE'",
        "UPDATE accounting_year SET last_day = '2026-12-30'",
    ):
        with pytest.raises(IntegrityError, match="written in ink"):
            raw(statement)
    raw("UPDATE accounting_account SET name = 'Usagers' WHERE number = '411'")


def test_rows_of_one_entity_point_at_rows_of_the_same(begun: Any, raw: Raw, three: Any, now: Any) -> None:
    from cantine.accounting.testing import a_legal_entity
    from cantine.core import scoping

    other = a_legal_entity(three.place, now=now, code="scic", name="SCIC")
    with scoping.scope([three.place.organisation_id]):
        foreign = Account.objects.get(entity_id=other.id, number="706")
        strange = line("706", 0, 100, 2).replace("a.entity_id = e.entity_id", f"a.entity_id = {foreign.entity_id}")
        with pytest.raises(IntegrityError, match="same_entity"):
            raw(entry(), line("411", 100, 0, 1), strange)
        assert Journal.objects.filter(entity_id=other.id).count() == 6
        assert not Year.objects.filter(entity_id=other.id).exists()
        assert not EntryLine.objects.filter(entity_id=other.id).exists()
