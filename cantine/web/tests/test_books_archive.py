"""The books of a place taken out and brought in elsewhere: the same accounts, the same file of entries, and they go on."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection

from cantine.accounting import commands, queries, rules
from cantine.accounting.rules import JournalKind, Posting, Role
from cantine.accounting.testing import ROBOT, a_legal_entity, an_entry
from cantine.core import archive, scoping
from cantine.places.testing import Three, ref_of
from cantine.web.tests.test_archive import brought_in, emptied, taken_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(three: Three, now: datetime) -> Any:
    """A year that is closed, with an invoice that was paid; and one that is going on."""
    entity, place = a_legal_entity(three.place, now=now), ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        an_entry(entity, now=now, day=date(2025, 5, 1), source="invoice:1")
        paid = [
            Posting(role=Role.BANK, debit_cents=14_400),
            Posting(role=Role.CUSTOMERS, credit_cents=14_400, third="C1", third_name="Café de la Halle"),
        ]
        an_entry(
            entity, now=now, journal=JournalKind.BANK, day=date(2025, 6, 1), source="payment:1", postings=paid
        )  # fmt: skip
        commands.letter_entries(
            actor=ROBOT, now=now, entity_id=entity.id, third="C1", sources=["invoice:1", "payment:1"]
        )
        commands.close_period(actor=ROBOT, now=now, place=place, entity=entity.uuid, last_day=date(2025, 12, 31))
        an_entry(entity, now=now)
        commands.choose_seller(actor=ROBOT, now=now, place=place, code="asso")
        commands.open_drawer(actor=ROBOT, now=now, place=place, name="Comptoir", float_cents=0)
    return entity


def told(place: Any) -> tuple[bytes, list[Any], date | None]:
    """The file of entries of each year, balances, and until when it is closed."""
    with scoping.scope([place.organisation_id]):
        entity = queries.entity_of(place)
        assert entity is not None
        years = [line.year for line in queries.years_of(entity.id)]
        lines = [each for year in years for each in queries.fec_lines_of(entity.id, year, timezone=place.timezone)]
        closing = queries.closing_of(entity)
        assert closing is not None
        return rules.fec_bytes(lines), [queries.balances_of(entity.id, year) for year in years], closing.closed_until


def test_books_are_the_same_elsewhere_and_go_on(three: Three, books: Any, now: datetime, as_owner: Any) -> None:
    before, data = told(ref_of(three.place)), taken_out(three.place.slug, now)
    emptied(as_owner)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # as in a transaction that begins
    copy = brought_in(data, now)
    assert told(copy) == before
    with scoping.scope([copy.organisation_id]):
        entity = queries.entity_of(copy)
        assert entity is not None
        found = queries.find_entry(uuid=an_entry(entity, now=now))
        assert found is not None
        assert (found.number, entity.iban) == (2, books.iban)
        assert queries.drawers_of(copy) == []


def test_a_second_place_of_the_same_bearer_shares_its_books(three: Three, books: Any, now: datetime) -> None:
    copy = brought_in(taken_out(three.place.slug, now), now, slug="copie")
    assert told(copy) == told(ref_of(three.place))


def test_the_chain_of_a_drawer_stays_where_it_was_made() -> None:
    reasons = archive.left_out()
    assert {reasons[f"accounting.{table}"] for table in ("cashdrawer", "taking", "closing")} == {
        "a chain testifies of what this instance saw itself: the archive of the drawer proves it elsewhere"
    }
