"""The till by the API: buttons with their prices, a sale rung once under its key, the sales of a day."""

from collections.abc import Callable
from typing import Any

import pytest

from cantine.accounting.testing import a_legal_entity
from cantine.billing.testing import a_counter
from cantine.core import scoping
from cantine.people.testing import a_person
from cantine.places.testing import give_role, ref_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def buttons(three: Any, now: Any, at: Any) -> dict[str, str]:
    at(now)
    a_legal_entity(three.place, now=now)
    with scoping.scope([three.place.organisation_id]):
        return {name: str(uuid) for name, uuid in a_counter(ref_of(three.place), now=now).items()}


@pytest.fixture
def volunteer(three: Any) -> Any:
    person = a_person("Volunteer")
    give_role(person, three.place, "volunteer")
    return person


def test_a_volunteer_reads_the_buttons_and_rings_once(
    three: Any, volunteer: Any, buttons: dict[str, str], api: Callable[..., Any]
) -> None:
    caller, place = api(volunteer), f"/places/{three.place.slug}"
    shown = caller.get(f"{place}/counter")[1]["buttons"]
    assert [(each["name_fr"], each["cents"], each["vat_rate"]) for each in shown] == [
        ("Café", 150, "10"), ("Journée", 1800, "20"), ("Impressions", None, "20"),
    ]  # fmt: skip
    asked = {"lines": [{"button": buttons["coffee"], "quantity": 2}], "means": "cash", "given_cents": 500}
    status, first = caller.post(f"{place}/sales", asked, **{"Idempotency-Key": "till-1"})
    assert (status, first["number"], first["total_cents"], first["change_cents"]) == (201, 1, 300, 200)
    assert caller.post(f"{place}/sales", asked, **{"Idempotency-Key": "till-1"}) == (201, first)
    assert [each["id"] for each in caller.get(f"{place}/sales")[1]["items"]] == [first["id"]]
    assert caller.get(f"{place}/sales?day=2026-01-01")[1]["items"] == []


def test_what_stands_in_the_way_is_said(
    three: Any, volunteer: Any, buttons: dict[str, str], api: Callable[..., Any]
) -> None:
    url = f"/places/{three.place.slug}/sales"
    asked = {"lines": [{"button": buttons["prints"]}], "means": "tab"}
    status, told = api(volunteer).post(url, asked)
    assert (status, [each["code"] for each in told["refusals"]]) == (422, ["typed_price_wrong"])


def test_a_member_has_no_till(three: Any, buttons: dict[str, str], api: Callable[..., Any]) -> None:
    assert api(three.member).get(f"/places/{three.place.slug}/counter")[0] == 403
