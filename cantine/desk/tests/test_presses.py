"""A form sent twice is one quote and one line. Its key off, they are two."""

from collections.abc import Callable
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from cantine.billing import queries as documents
from cantine.billing.rules import Part, written_price
from cantine.core import presses, scoping
from cantine.desk import commands
from cantine.desk.commands import Payer
from cantine.desk.tests.conftest import Desk
from cantine.pricing.rules import Unit, Vat

TWICE = 2
MANY = 8


@pytest.fixture
def house(three: Any, now: Any, at: Callable[..., Any]) -> Desk:
    at(now)
    return Desk(three, now)


def a_buffet(desk: Desk) -> Part:
    price = written_price(
        name="Buffet", day=desk.day, quantity=Decimal(1), unit=Unit.PIECE, unit_cents=20_000, vat=Vat(rate=Decimal(10)),
        activity="catering",
    )  # fmt: skip
    return Part("Buffet", desk.day, price.to_json())


def a_draft(desk: Desk) -> tuple[Any, Any]:
    with scoping.scope([desk.place.organisation_id]):
        asked = desk.asked()
        payer = Payer(name="Odile", email="odile@exemple.example")
        return asked, commands.draft_offer(**desk.said, request=asked, payer=payer, rooms=[])


def all_at_once(act: Callable[[], object]) -> None:
    barrier = Barrier(MANY)

    def run() -> None:
        barrier.wait()
        try:
            act()
        finally:
            connection.close()

    threads = [Thread(target=run) for _each in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def lines_after_many_presses(desk: Desk) -> int:
    asked, quote = a_draft(desk)

    def press() -> None:
        with scoping.scope([desk.place.organisation_id]):
            parts = [a_buffet(desk)]
            commands.extend_offer(**desk.said, request=asked, quote=quote, rooms=[], parts=parts, press="one-press")

    all_at_once(press)
    with scoping.scope([desk.place.organisation_id]):
        found = documents.find_drafted(desk.place, quote=quote, today=desk.place.today(desk.now))
        assert found is not None
        return len(found.parts)


@pytest.mark.django_db(transaction=True)
def test_a_line_that_is_sent_many_times_at_once_is_one_line(house: Desk) -> None:
    assert lines_after_many_presses(house) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_key_of_its_form_each_press_is_a_line(house: Desk, monkeypatch: Any) -> None:
    """Negative control."""
    monkeypatch.setattr(presses, "done_before", lambda **_said: None)
    monkeypatch.setattr(presses, "keep", lambda **_said: None)
    assert lines_after_many_presses(house) == MANY


@pytest.mark.django_db
def test_a_quote_that_is_sent_twice_is_one_draft(desk: Any, client: Any) -> None:
    client.force_login(desk.three.manager)
    page = reverse("desk:offer", args=[desk.place.slug, desk.asked()])
    said = {
        "key": "k",
        "name": "Odile",
        "email": "odile@exemple.example",
        "percent": "30",
        "days": "5",
        "line": "Accueil",
        "line_cents": "50",
    }
    made = {client.post(page, said).url for _press in range(TWICE)}
    assert len(made) == 1
    again = client.post(page, {**said, "line": "Un autre accueil"}).url
    with scoping.scope([desk.place.organisation_id]):
        assert len(documents.quotes_of(desk.place)) == len(made | {again})


@pytest.mark.django_db
def test_a_line_that_is_removed_twice_takes_no_other_with_it(desk: Any, client: Any) -> None:
    client.force_login(desk.three.manager)
    quote = desk.drafted(parts=[a_buffet(desk), a_buffet(desk)])
    page = reverse("desk:quote", args=[desk.place.slug, quote])
    for _press in range(TWICE):
        client.post(reverse("desk:remove_line", args=[desk.place.slug, quote]), {"line": "0", "key": "k"})
    assert len(client.get(page).context["parts"]) == 1


@pytest.mark.django_db
def test_an_option_that_is_asked_for_twice_stays_one(desk: Any, client: Any) -> None:
    client.force_login(desk.three.manager)
    quote = desk.drafted(parts=[a_buffet(desk)])
    for _press in range(TWICE):
        client.post(reverse("desk:set_option", args=[desk.place.slug, quote]), {"line": "0", "as": "option"})
    [(_number, _name, _net, optional)] = client.get(reverse("desk:quote", args=[desk.place.slug, quote])).context[
        "parts"
    ]
    assert optional is True
