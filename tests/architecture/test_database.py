"""The database of the tests is the database of the product: the application's role, behind row-level security."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from cantine.core import scoping
from cantine.places.testing import a_place

pytestmark = pytest.mark.django_db


def one(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0] if cursor.description else None


def test_tests_act_as_a_role_that_row_level_security_holds() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone()[1:] == (False, False)
    owner = one("SELECT tableowner FROM pg_tables WHERE tablename = 'places_place'")
    assert one("SELECT current_user") != owner


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE places_place DISABLE ROW LEVEL SECURITY",
        "DROP TABLE booking_claim",
        "ALTER TABLE booking_claim DROP CONSTRAINT claim_never_overlaps",
        "TRUNCATE core_journalentry",
        "DROP TRIGGER journal_stands ON core_journalentry",
        "CREATE TABLE mine (id int)",
    ],
)
def test_the_application_cannot_change_the_tables(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_raw_sql_outside_any_scope_sees_no_row() -> None:
    a_place("first")
    assert one("SELECT count(*) FROM places_place") == 0


def test_raw_sql_inside_a_scope_sees_that_tenancy_only() -> None:
    first, second = a_place("first").organisation_id, a_place("second").organisation_id
    with scoping.scope([first]):
        assert one("SELECT array_agg(slug) FROM places_place") == ["first"]
    with scoping.scope([first, second]):
        assert one("SELECT count(*) FROM places_place") == 2
    with scoping.unscoped("the test counts every row"):
        assert one("SELECT count(*) FROM places_place") == 2
    assert one("SELECT count(*) FROM places_place") == 0


def test_a_row_cannot_be_written_into_another_tenancy() -> None:
    first, second = a_place("first").organisation_id, a_place("second").organisation_id
    with pytest.raises(DatabaseError, match="row-level security"), scoping.scope([first]):
        one(f"UPDATE places_place SET organisation_id = {second} RETURNING id")


def test_what_the_owner_makes_later_the_application_may_use(as_owner) -> None:
    with as_owner():
        one("CREATE TABLE made_later (id bigserial, word text)")
    assert one("INSERT INTO made_later (word) VALUES ('here') RETURNING word") == "here"


def test_the_owner_breaks_what_the_application_cannot(as_owner) -> None:
    """The negative control of the two tests above: the wall is what hides the rows."""
    a_place("first")
    with as_owner():
        one("ALTER TABLE places_place DISABLE ROW LEVEL SECURITY")
    assert one("SELECT count(*) FROM places_place") == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_starts_on_empty_tables_and_full_reference_data(turn: int) -> None:
    with scoping.unscoped("the test counts every row"):
        assert one("SELECT count(*) FROM places_place") == 0
        assert one("SELECT count(*) FROM people_professionkind") > 0
    a_place("first")
