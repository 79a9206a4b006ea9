"""Invoices by the API: the list that an accountant reads, the files as they were kept, money recorded once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cantine.accounting.testing import a_legal_entity
from cantine.billing.testing import a_charge, a_payer, an_invoice
from cantine.pricing.testing import a_price_list
from tests.api.conftest import token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoices(three: Any, now: Any, at: Any) -> list[Any]:
    """Two of the member's: an hour, then two."""
    at(now)
    who = ("person", three.member.pk)
    a_legal_entity(three.place, now=now)
    a_price_list(three.place, now=now)
    a_payer(three.place, who, now=now)
    made = []
    for hours in (1, 2):
        a_charge(three.place, now=now, room=three.room.slug, hours=hours, person_id=three.member.pk)
        made.append(an_invoice(three.place, who, now=now))
    return made


def address(three: Any) -> str:
    return f"/places/{three.place.slug}/invoices"


def test_the_list_says_numbers_series_amounts_and_what_is_left(
    three: Any, now: Any, invoices: list[Any], api: Callable[..., Any]
) -> None:
    status, page = api(three.manager, "read").get(address(three))
    assert (status, page["next"], page["items"][1]) == (
        200,
        None,
        {
            "id": str(invoices[1]), "number": f"FA{now.year}-000002", "series": "FA", "issued_on": "2026-03-10",
            "due_on": "2026-04-09", "kind": "invoice", "payer": "Odile Martin", "currency": "EUR",
            "total_net_cents": 8000, "total_vat_cents": 1600, "total_gross_cents": 9600, "left_cents": 9600,
            "state": "to_pay", "transmission": None,
        },
    )  # fmt: skip


def test_it_comes_by_pages(three: Any, invoices: list[Any], api: Callable[..., Any]) -> None:
    caller = api(three.manager, "read")
    first = caller.get(f"{address(three)}?limit=1")[1]
    assert [each["id"] for each in first["items"]] == [str(invoices[0])]
    rest = caller.get(f"{address(three)}?limit=1&cursor={first['next'].partition('cursor=')[2]}")[1]
    assert ([each["id"] for each in rest["items"]], rest["next"]) == ([str(invoices[1])], None)


def test_a_member_does_not_list_them(three: Any, invoices: list[Any], api: Callable[..., Any]) -> None:
    assert api(three.member, "read").get(address(three))[0] == 403


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF-"), ("xml", b"<?xml")])
def test_files_are_for_who_keeps_the_books_and_for_who_pays(
    three: Any, now: Any, invoices: list[Any], kind: str, begins: bytes
) -> None:
    def asked(person: Any) -> Any:
        token = token_of(person, "read", now=now)
        return Client().get(f"/api/v1/invoices/{invoices[0]}.{kind}", headers={"authorization": f"Bearer {token}"})

    manager, member, stranger = map(asked, (three.manager, three.member, three.stranger))
    assert (manager.status_code, member.status_code, stranger.status_code) == (200, 200, 404)
    assert manager.content[:5] == begins
    assert manager.content == member.content


def test_a_payment_is_recorded_once_under_its_key(three: Any, invoices: list[Any], api: Callable[..., Any]) -> None:
    caller, paid = api(three.manager), {"method": "transfer", "amount_cents": 4800, "received_on": "2026-03-10"}
    url = f"/invoices/{invoices[0]}/payments"
    first, again = (caller.post(url, paid, **{"Idempotency-Key": "virement-1"}) for _ in range(2))
    assert first == again
    assert first[0] == 201
    assert caller.get(address(three))[1]["items"][0]["state"] == "paid"


def test_money_received_is_listed_and_the_statement_of_who_pays_is_read(
    three: Any, now: Any, invoices: list[Any], api: Callable[..., Any]
) -> None:
    paid = {"method": "transfer", "amount_cents": 5000, "received_on": "2026-03-10", "note": "Virement"}
    made = api(three.manager).post(f"/invoices/{invoices[0]}/payments", paid)[1]["id"]
    status, page = api(three.manager, "read").get(f"/places/{three.place.slug}/payments")
    first = f"FA{now.year}-000001"
    assert (status, page["next"], page["items"]) == (
        200,
        None,
        [
            {
                "id": made, "payer": "Odile Martin", "method": "transfer", "amount_cents": 5000, "received_on": "2026-03-10",
                "note": "Virement", "undone": False, "settles": [first],
            }
        ],
    )  # fmt: skip
    statement = api(three.member, "read").get(f"/invoices/{invoices[1]}/statement?year={now.year}")[1]
    assert (statement["payer"], statement["before_cents"], statement["balance_cents"]) == ("Odile Martin", 0, 9400)
    assert sorted((each["kind"], each["cents"]) for each in statement["lines"]) == [
        ("invoice", 4800), ("invoice", 9600), ("payment:transfer", -5000),
    ]  # fmt: skip
    assert api(three.member, "read").get(f"/places/{three.place.slug}/payments")[0] == 403
    assert api(three.stranger, "read").get(f"/invoices/{invoices[1]}/statement?year={now.year}")[0] == 404


@pytest.mark.parametrize(
    ("days", "refused"),
    [
        ("first_day=2026-03-10&last_day=2026-03-09", "ends_before_it_starts"),
        ("first_day=2024-03-10&last_day=2026-03-09", "window_too_long"),
    ],
)
def test_days_that_can_not_be_read_are_refused(
    three: Any, invoices: list[Any], api: Callable[..., Any], days: str, refused: str
) -> None:
    status, problem = api(three.manager, "read").get(f"/places/{three.place.slug}/payments?{days}")
    assert (status, [each["code"] for each in problem["refusals"]]) == (422, [refused])


def test_an_invoice_is_given_back_by_some_of_its_lines_and_let_go(
    three: Any, now: Any, invoices: list[Any], api: Callable[..., Any]
) -> None:
    caller, path = api(three.manager), f"/invoices/{invoices[0]}/credit-notes"
    status, made = caller.post(path, {"lines": [0], "note": "Salle non chauffée"})
    assert (status, made["number"], made["series"], made["total_gross_cents"]) == (
        201,
        f"AV{now.year}-000001",
        "AV",
        4800,
    )
    status, problem = caller.post(path, {"lines": [0], "afterwards": "again"})
    assert (status, [each["code"] for each in problem["refusals"]]) == (422, ["credited_already"])
    assert api(three.member).post(path, {})[0] == 403


def test_a_payment_of_tomorrow_is_refused_in_words(three: Any, invoices: list[Any], api: Callable[..., Any]) -> None:
    paid = {"method": "transfer", "amount_cents": 4800, "received_on": "2026-03-11"}
    status, problem = api(three.manager, language="en").post(f"/invoices/{invoices[0]}/payments", paid)
    assert (status, [each["code"] for each in problem["refusals"]]) == (422, ["payment_in_the_future"])


def test_a_payer_starts_an_online_payment_and_reads_its_truth(
    three: Any, now: Any, invoices: list[Any], api: Callable[..., Any]
) -> None:
    from cantine.billing.testing import pay_online_for_practice

    pay_online_for_practice(three.place, now=now)
    caller, path = api(three.member, "book"), f"/invoices/{invoices[0]}/online-payments"
    status, made = caller.post(path, {})
    assert (status, made["state"], made["amount_cents"], "/paiement/essai/" in made["address"]) == (
        201, "started", 4800, True,
    )  # fmt: skip
    assert caller.post(path, {})[1]["id"] == made["id"]
    assert api(three.member, "read").get(f"/online-payments/{made['id']}") == (200, made)
    assert api(three.stranger, "book").post(path, {})[0] == 404
    assert caller.post(path, {"return_to": "http://elsewhere.example"})[0] == 422


def test_a_payer_reads_whether_an_invoice_is_debited_and_where_to_authorise(
    three: Any, now: Any, invoices: list[Any], api: Callable[..., Any]
) -> None:
    from cantine.billing.commands import online
    from cantine.billing.testing import ROBOT, pay_online_for_practice
    from cantine.core import scoping
    from cantine.places.testing import ref_of

    pay_online_for_practice(three.place, now=now)
    caller, path, place = api(three.member, "read"), f"/invoices/{invoices[0]}/debits", ref_of(three.place)
    nothing = {"debited_on": None, "debited_cents": None, "authorisation": "none", "provider": "", "address": ""}
    assert caller.get(path) == (200, nothing)
    with scoping.scope([place.organisation_id]):
        online.ask_online_mandate(actor=ROBOT, now=now, place=place, who=("person", three.member.pk))
    _status, told = caller.get(path)
    assert (told["authorisation"], told["provider"], "/prelevement/" in told["address"]) == ("waiting", "essai", True)
    assert api(three.stranger, "read").get(path)[0] == 404
