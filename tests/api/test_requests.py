"""Requests and quotes by the API: anybody asks, the team reads, who has the link accepts."""

from datetime import timedelta
from typing import Any

import pytest

pytestmark = pytest.mark.django_db


def test_anybody_asks_and_the_team_reads_it(three: Any, api: Any) -> None:
    slug = three.place.slug
    status, made = api().post(
        f"/places/{slug}/requests", {"what": "Une salle", "name": "Odile", "people": 12, "day": "2026-03-20"}
    )
    assert status == 201
    status, page = api(three.manager).get(f"/places/{slug}/requests")
    [found] = page["items"]
    assert (status, found["id"], found["who"], found["days"], found["state"]) == (
        200,
        made["id"],
        "Odile",
        ["2026-03-20"],
        "new",
    )


def test_a_request_that_says_nobody_is_refused(three: Any, api: Any) -> None:
    status, problem = api().post(f"/places/{three.place.slug}/requests", {"what": "Une salle"})
    assert (status, [each["code"] for each in problem["refusals"]]) == (422, ["requester_missing"])


def test_a_member_does_not_read_what_came_in(three: Any, api: Any) -> None:
    assert api(three.member).get(f"/places/{three.place.slug}/requests")[0] == 403


def test_who_has_the_link_accepts_and_the_team_reads_the_deposit(three: Any, api: Any, now: Any) -> None:
    from cantine.billing import queries as documents
    from cantine.core import scoping
    from cantine.desk.tests.conftest import Desk

    desk = Desk(three, now)
    with scoping.scope([desk.place.organisation_id]):
        quote = desk.sent()
    link = documents.link_of_quote(quote)
    status, accepted = api().post(f"/quotes/{link}/acceptance", {"name": "Odile Martin"})
    assert (status, accepted["state"], accepted["deposit"]) == (201, "accepted", "FA2026-000001")
    status, read = api(three.manager).get(f"/places/{three.place.slug}/quotes/{quote}")
    assert (status, read) == (200, accepted)
    assert api().post(f"/quotes/{link}/acceptance", {"name": "Odile Martin"})[0] in {409, 422}
    assert api().post(f"/quotes/{link[:-3]}abc/acceptance", {"name": "x"})[0] == 404
    assert desk.day - timedelta(days=9) == desk.place.today(now)
