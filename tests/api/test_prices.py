"""What anything would cost, by the API: the lines, the VAT, every refusal at once, and who may ask."""

from collections.abc import Callable
from typing import Any

import pytest

from cantine.core import scoping
from cantine.pricing import commands, rules
from cantine.pricing.testing import ROBOT, Priced, a_price_list

pytestmark = pytest.mark.django_db
MORNING = {"starts_at": "2026-04-14T09:00:00+02:00", "ends_at": "2026-04-14T12:00:00+02:00"}


@pytest.fixture
def priced(three: Any, now: Any) -> Priced:
    return a_price_list(three.place, now=now)


def address(priced: Priced) -> str:
    return f"/places/{priced.place.slug}/price-preview"


def test_a_price_opens_into_its_lines(three: Any, priced: Priced, api: Callable[..., Any]) -> None:
    asked = {**MORNING, "resource": three.room.slug, "category": "membre"}
    status, price = api(three.member, "read", language="en").post(address(priced), asked)
    vat = {"category": "S", "rate": "20", "exemption": None, "sentence": "VAT 20\u00a0%"}
    assert (status, price) == (
        200,
        {
            "currency": "EUR", "on": "2026-04-14", "price_list": "Tarifs", "category": "membre",
            "lines": [
                {
                    "code": f"resource:{three.room.slug}", "name": "Salle Rouge", "unit": "hour", "quantity": "3",
                    "used": "3", "list_unit_cents": 4000, "unit_cents": 2800, "amount_cents": 8400,
                    "sentence": "3\u00a0h × €40.00", "vat": vat,
                    "reasons": [
                        {
                            "code": "category", "name": "Member", "sentence": "Member −30%", "percent": "-30",
                            "quantity": None, "amount_cents": -3600,
                        }
                    ],
                }
            ],
            "vat_groups": [{"vat": vat, "net_cents": 8400, "vat_cents": 1680}],
            "net_cents": 8400, "vat_cents": 1680, "gross_cents": 10080, "offered_cents": 0,
        },
    )  # fmt: skip


def test_products_are_priced_with_the_room(three: Any, priced: Priced, now: Any, api: Callable[..., Any]) -> None:
    with scoping.scope([priced.place.organisation_id]):
        said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": priced.place}
        commands.set_product(
            **said, product=rules.Product("", "Buffet", "Buffet", vat=rules.Vat(rate=rules.VAT_RATES[1]))
        )
        key = rules.RateKey(rules.Thing(rules.Scope.PRODUCT, "buffet"), "tpe-pme", rules.Unit.PIECE)
        commands.set_prices(**said, price_list=priced.uuid, prices={key: 1850})
    wanted = [{"product": "buffet", "quantity": 12}, {"product": "buffet", "quantity": "0.5"}]
    asked = {**MORNING, "kind": "room", "products": wanted}
    status, price = api(three.member, "read").post(address(priced), asked)
    assert (status, [line["amount_cents"] for line in price["lines"]]) == (200, [12000, 22200, 925])
    assert [group["vat_cents"] for group in price["vat_groups"]] == [2313, 2400]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"category": "inconnue", "quantity": 0}, ["quantity_out_of_range", "category_unknown"]),
        ({"products": [{"product": "licorne"}]}, ["product_unknown"]),
        ({"category": "grand-compte"}, ["no_price"]),
        ({"resource": "licorne", "ends_at": MORNING["starts_at"]}, ["ends_before_it_starts", "resource_unknown"]),
        ({"kind": "room"}, ["room_or_kind"]),
        ({"resource": None, "kind": "licorne"}, ["price_kind_unknown"]),
        ({"starts_at": "1969-01-01T09:00:00Z"}, ["date_out_of_range"]),
        ({"starts_at": "2001-01-01T09:00:00Z"}, ["price_list_missing"]),
        ({"products": [{"product": "buffet", "quantity": 1.5}]}, ["input_not_whole", "input_not_text"]),
        ({"products": [{"product": "buffet", "quantity": "1.555"}]}, ["input_not_whole", "input_not_in_form"]),
    ],
)
def test_whatever_stands_in_the_way_is_said_at_once(
    three: Any, priced: Priced, api: Callable[..., Any], changes: Any, codes: list[str]
) -> None:
    asked = {**MORNING, "resource": three.room.slug, **changes}
    status, problem = api(three.member, "read").post(address(priced), asked)
    assert (status, [refusal["code"] for refusal in problem["refusals"]]) == (422, codes)


def test_a_stranger_asks_where_prices_are_public(three: Any, priced: Priced, now: Any, api: Callable[..., Any]) -> None:
    asked = {**MORNING, "resource": three.room.slug}
    assert api().post(address(priced), asked)[0] == 404
    with scoping.scope([priced.place.organisation_id]):
        commands.show_prices(actor=ROBOT, now=now, place=priced.place, public=True)
    status, price = api().post(address(priced), asked)
    assert (status, price["gross_cents"]) == (200, 14400)
