"""The economy of a place by the API: for who keeps its books."""

from typing import Any

import pytest

pytestmark = pytest.mark.django_db


def test_who_keeps_the_books_reads_the_mix_grants_and_costs(three: Any, api: Any, now: Any) -> None:
    from cantine.core import scoping
    from cantine.funding import commands
    from cantine.funding.rules import LA_CANTINE
    from cantine.funding.tests.conftest import Economy

    economy = Economy(three, now)
    with scoping.scope([economy.place.organisation_id]):
        commands.enter_year(**economy.said, year=2009, entered=LA_CANTINE)
        grant, cost = economy.grant(4_000_000), economy.cost()
    slug, read = three.place.slug, api(three.manager)
    status, year = read.get(f"/places/{slug}/economy/2009")
    assert (status, year["source"], year["resources_cents"]) == (200, "entered", 49_300_000)
    assert (year["self_financed_percent_of_resources"], year["self_financed_percent_of_costs"]) == ("67.5", "68.0")
    status, page = read.get(f"/places/{slug}/grants")
    assert (status, [(each["id"], each["granted_cents"]) for each in page["items"]]) == (200, [(str(grant), 4_000_000)])
    status, page = read.get(f"/places/{slug}/costs/{now.year}")
    assert (status, [(each["id"], each["net_cents"]) for each in page["items"]]) == (200, [(str(cost), 90_000)])


def test_a_member_reads_of_it_what_is_published(three: Any, api: Any, now: Any) -> None:
    from cantine.core import scoping
    from cantine.funding import commands
    from cantine.funding.rules import LA_CANTINE
    from cantine.funding.tests.conftest import Economy

    economy, read = Economy(three, now), api(three.member)
    address = f"/places/{three.place.slug}/economy/2009"
    assert read.get(address)[0] == 404
    with scoping.scope([economy.place.organisation_id]):
        commands.enter_year(**economy.said, year=2009, entered=LA_CANTINE)
        commands.publish_year(**economy.said, year=2009)
    status, year = read.get(address)
    assert (status, year["resources_cents"], year["published_on"]) == (200, 49_300_000, str(economy.today))
    assert read.get(f"/places/{three.place.slug}/grants")[0] == 403
