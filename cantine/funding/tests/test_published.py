"""A year for everybody: off until somebody publishes it, then as it was that day."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cantine.core.authorization import Denied
from cantine.funding import commands
from cantine.funding.queries.published import last_published, published_year
from cantine.funding.rules import LA_CANTINE, Mix
from cantine.funding.rules.published import Shown, from_json, to_json
from cantine.kernel import Refused
from cantine.places.testing import actor_for

pytestmark = pytest.mark.django_db


def address(economy: Any, year: int = 2009) -> str:
    return f"/{economy.place.slug}/notre-economie/{year}/"


def test_nobody_reads_a_year_that_is_not_published(economy: Any) -> None:
    commands.enter_year(**economy.said, year=2009, entered=LA_CANTINE)
    assert Client().get(address(economy)).status_code == 404


def test_everybody_reads_a_year_that_is(economy: Any, statements: Any) -> None:
    commands.enter_year(**economy.said, year=2009, entered=LA_CANTINE)
    commands.publish_year(**economy.said, year=2009)
    with statements() as said:
        answer = Client().get(address(economy))
    page = answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    for words in ("67,5 %", "68,0 %", "493 000 €", "160 000 €", "490 000 €", "Silicon Sentier"):
        assert words in page
    assert "Publier" not in page
    assert len(said) <= 6


def test_what_was_published_stays_as_it_was_until_it_is_published_again(economy: Any) -> None:
    year = economy.today.year
    economy.cost(10_000)
    commands.publish_year(**economy.said, year=year)
    economy.cost(5_000)
    assert published_year(economy.place, year=year).mix.costs_cents == 10_000  # type: ignore[union-attr]
    commands.publish_year(**economy.said, year=year)
    assert published_year(economy.place, year=year).mix.costs_cents == 15_000  # type: ignore[union-attr]


def test_a_year_is_hidden_again(economy: Any) -> None:
    economy.cost(10_000)
    commands.publish_year(**economy.said, year=economy.today.year)
    commands.hide_year(**economy.said, year=economy.today.year)
    assert last_published(economy.place) is None


def test_a_year_of_nothing_is_not_published(economy: Any) -> None:
    with pytest.raises(Refused) as caught:
        commands.publish_year(**economy.said, year=1995)
    assert [each.code for each in caught.value.refusals] == ["year_nothing"]


def test_a_member_publishes_nothing(economy: Any) -> None:
    actor = actor_for(economy.three.member, now=economy.now)
    with pytest.raises(Denied):
        commands.publish_year(**{**economy.said, "actor": actor}, year=2009)


def test_a_year_is_looked_at_then_published_by_its_page(economy: Any, client: Any) -> None:
    client.force_login(economy.three.manager)
    economy.cost(10_000)
    year = economy.today.year
    assert "Publier cette page" in client.get(address(economy, year)).content.decode()
    client.post(f"/{economy.place.slug}/economie/{year}/publier/")
    assert Client().get(address(economy, year)).status_code == 200
    assert address(economy, year) in Client().get(f"/{economy.place.slug}/").content.decode()
    client.post(f"/{economy.place.slug}/economie/{year}/publier/", {"hide": "yes"})
    assert Client().get(address(economy, year)).status_code == 404


cents = st.integers(0, 10**12)


@given(cents, cents, cents, cents, st.dictionaries(st.sampled_from(["letting", "bar", ""]), cents))
def test_what_is_frozen_reads_back_the_same(
    own: int, private: int, public: int, costs: int, activities: dict[str, int]
) -> None:
    from datetime import date

    mix = Mix(own_cents=own, private_cents=private, public_cents=public, costs_cents=costs, activities=activities)
    shown = Shown(year=2026, mix=mix, offered_cents=own, published_on=date(2026, 1, 1))
    assert from_json(2026, to_json(shown), published_on=date(2026, 1, 1)) == shown
