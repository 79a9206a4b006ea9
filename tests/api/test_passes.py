"""Plans and passes by the API: what is sold, buying it once, what is left."""

from collections.abc import Callable
from typing import Any

import pytest

from cantine.memberships.testing import a_pass_kind, a_plan
from cantine.people.testing import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(three: Any, now: Any, at: Any) -> str:
    at(now)
    a_pass_kind(three.place, now=now)
    a_plan(three.place, now=now)
    return f"/places/{three.place.slug}"


def test_everybody_reads_what_is_sold(address: str, api: Callable[..., Any]) -> None:
    assert api(language="en").get(f"{address}/plans") == (
        200,
        {
            "plans": [
                {
                    "code": "resident", "name": "Resident", "period": "month", "net_cents": 20_000, "gross_cents": 24_000,
                    "included": [
                        {
                            "use": "room", "unit": "hour", "quantity": "10", "every": "month", "rolls_over": False,
                            "overage_cents": 1_500,
                        }
                    ],
                    "notice_days": 0, "commitment_months": 0, "people_max": 1, "online": True,
                    "category_prices": [], "yours": None,
                }
            ],
            "passes": [
                {
                    "code": "carnet-de-10-jours", "name": "Pass of 10 days", "use": "seat", "unit": "day", "quantity": "10",
                    "net_cents": 18_000, "gross_cents": 21_600, "valid_days": 365, "online": True,
                        "category_prices": [], "yours": None,
                }
            ]
        },
    )  # fmt: skip


def test_one_buys_for_oneself_and_reads_what_is_left(three: Any, address: str, api: Callable[..., Any]) -> None:
    client = api(three.member, "book", language="en")
    status, bought = client.post(f"{address}/passes", {"pass_code": "carnet-de-10-jours"})
    assert (status, bought["left"], bought["expires_on"]) == (201, "10", "2027-03-09")
    assert api(three.member, "read", language="en").get("/me/allowances") == (200, {"items": [bought], "next": None})
    assert api(three.stranger, "read").get("/me/allowances")[1]["items"] == []


def test_the_team_sells_to_somebody_it_knows_and_others_do_not(
    three: Any, address: str, api: Callable[..., Any]
) -> None:
    asked = {"pass_code": "carnet-de-10-jours", "for_person": str(Person.objects.get(pk=three.member.pk).uuid)}
    assert api(three.stranger, "book").post(f"{address}/passes", asked)[0] == 403
    assert api(three.manager, "book").post(f"{address}/passes", asked)[0] == 201
    assert [each["left"] for each in api(three.member, "read").get("/me/allowances")[1]["items"]] == ["10"]


def test_what_cannot_be_bought_is_refused_in_words(three: Any, address: str, api: Callable[..., Any]) -> None:
    status, problem = api(three.member, "book").post(f"{address}/passes", {"pass_code": "rien"})
    assert (status, [each["code"] for each in problem["refusals"]]) == (422, ["pass_kind_unknown"])
