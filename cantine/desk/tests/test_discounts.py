"""A discount as the team grants it on a draft, and what becomes of it when a date moves after the yes."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from cantine.billing import commands as billing
from cantine.billing import queries as documents
from cantine.booking import commands as bookings
from cantine.booking.queries import held_dates
from cantine.booking.queries.prices import source_of
from cantine.core.actor import system
from cantine.desk import queries
from cantine.kernel import Interval
from cantine.pricing.rules import Discount

pytestmark = pytest.mark.django_db


def at(desk: Any, route: str, *args: Any) -> str:
    return reverse(f"desk:{route}", args=[desk.place.slug, *args])


@pytest.fixture
def manager(desk: Any, client: Any) -> Any:
    client.force_login(desk.three.manager)
    return client


def net_of(desk: Any, quote: Any) -> int:
    drafted = documents.find_drafted(desk.place, quote=quote, today=desk.place.today(desk.now))
    assert drafted is not None
    return drafted.whole.net_cents


def test_the_team_grants_a_discount_and_takes_it_back(desk: Any, manager: Any) -> None:
    quote = desk.drafted()
    said = {"on": "", "percent": "10", "cents": "", "words": "Fidélité"}
    page = manager.post(at(desk, "grant", quote), said, follow=True).content.decode()
    assert net_of(desk, quote) == 21_600
    assert page.count("Remise de 10\xa0% sur l’ensemble\u202f: Fidélité") == 4  # two lines; the list, and its button
    manager.post(at(desk, "take_back_discount", quote), {"on": ""})
    assert net_of(desk, quote) == 24_000


@pytest.mark.parametrize(
    ("percent", "cents", "words", "fields"),
    [
        ("", "", "x", ["percent"]),
        ("10", "50", "x", ["percent"]),
        ("101", "", "x", ["percent"]),
        ("10,125", "", "x", ["percent"]),
        ("-10", "", "x", ["percent"]),
        ("", "240,01", "x", ["cents"]),
        ("", "-50", "x", ["cents"]),
        ("", "50,125", "x", ["cents"]),
        ("10", "", " ", ["words"]),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    desk: Any, manager: Any, percent: str, cents: str, words: str, fields: list[str]
) -> None:
    quote = desk.drafted()
    page = manager.post(at(desk, "grant", quote), {"on": "", "percent": percent, "cents": cents, "words": words})
    assert (page.status_code, sorted(page.context["discount"].errors), net_of(desk, quote)) == (422, fields, 24_000)
    assert '<details class="fold" open>' in page.content.decode()


def test_a_date_that_is_moved_after_the_yes_keeps_its_discount(desk: Any) -> None:
    quote = desk.drafted(percent=0)
    billing.discount_quote(**desk.said, quote=quote, on="", discount=Discount("Fidélité", Decimal(10)))
    billing.send_quote(**desk.said, quote=quote)
    robot = {**desk.said, "actor": system("a test answers")}
    billing.accept_quote(**robot, quote=quote, name="Odile Martin")
    bookings.confirm_held(**robot, held_for=queries.hold_name(quote))
    date = held_dates(desk.place, held_for=[queries.hold_name(quote)])[0]
    longer = Interval(date.interval.starts_at, date.interval.ends_at + timedelta(hours=1))
    bookings.move_date(**desk.said, date=date.uuid, interval=longer, override=True)
    sources = [source_of(each.uuid) for each in held_dates(desk.place, held_for=[queries.hold_name(quote)])]
    charges = documents.charges_of(organisation_id=desk.place.organisation_id, sources=sources).values()
    assert sorted(each.asked.net_cents for each in charges) == [
        10_800,
        11_700,
    ]  # 3 h at 40 €, a half-day at 130 €, less 10 %
