"""Rights of use of supporters: drawn by the bookings of their people, said in the economy of the year, once."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from cantine.billing.testing import a_customer
from cantine.booking import commands as booking
from cantine.booking.commands import DateWish, Details
from cantine.funding import commands
from cantine.funding.queries.rights import rights_of
from cantine.funding.rules.rights import UseRight
from cantine.funding.tests.test_support import a_sponsorship, codes
from cantine.kernel import Interval, Refused
from cantine.memberships import commands as memberships
from cantine.places import queries as places
from cantine.places.testing import actor_for

pytestmark = pytest.mark.django_db


def eight_days(economy: Any, **more: Any) -> UseRight:
    year = economy.today.year
    said = {
        "days": Decimal(8),
        "hours": Decimal(8),
        "first_day": date(year, 1, 1),
        "last_day": date(year, 12, 31),
        **more,
    }
    return UseRight(**said)


def book(economy: Any, customer: int, hours: int = 2) -> None:
    """The member, in the name of the organisation, from today on."""
    card = places.resource_by_id(economy.three.room.pk)
    assert card is not None
    starts = economy.now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    booking.request_booking(
        actor=actor_for(economy.three.manager, now=economy.now), now=economy.now, place=economy.place, resource=card,
        dates=[DateWish(interval=Interval(starts, starts + timedelta(hours=hours)))],
        details=Details(title="Réunion", customer_id=customer), person_id=economy.three.member.pk,
    )  # fmt: skip


def test_days_of_a_funder_are_drawn_by_the_bookings_of_its_people_and_said_once(economy: Any) -> None:
    city, grant = a_customer(economy.three.place, "Ville", now=economy.now, kind="public"), economy.grant(5_000_000)
    before = economy.read().year(economy.today.year).offered_cents
    commands.give_right(**economy.said, customer_id=city, right=eight_days(economy), grant=grant)
    (right,) = rights_of(economy.place, grant=grant)
    memberships.add_right_user(
        **economy.said, right=f"bulk:{right.allowance}", person_id=economy.three.member.pk
    )  # fmt: skip
    book(economy, city)
    (right,) = rights_of(economy.place, grant=grant)
    assert (right.used, right.used_days, right.cents) == (Decimal(2), Decimal("0.25"), 8_000)
    year = economy.read().year(economy.today.year)
    assert (year.offered_cents - before, year.mix.own_cents, year.mix.unbilled_cents) == (8_000, 0, 0)


def test_a_right_is_given_once_however_often_it_is_pressed(economy: Any) -> None:
    city, grant, key = a_customer(economy.three.place, "Ville", now=economy.now), economy.grant(), uuid4()
    said = {**economy.said, "customer_id": city, "right": eight_days(economy), "grant": grant, "key": key}
    assert commands.give_right(**said) == commands.give_right(**said)
    assert len(rights_of(economy.place, grant=grant)) == 1


def test_a_sponsor_has_rights_too(economy: Any) -> None:
    sponsor = a_customer(economy.three.place, "Orange", now=economy.now)
    made = a_sponsorship(economy, customer_id=sponsor)
    commands.give_right(**economy.said, customer_id=sponsor, right=eight_days(economy), sponsorship=made)
    (right,) = rights_of(economy.place, sponsorship=made)
    assert (right.name, right.right.quantity, right.used, right.cents) == ("Orange", Decimal(64), Decimal(0), 0)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"days": Decimal(0)}, "right_days_out_of_range"),
        ({"hours": Decimal(25)}, "right_hours_out_of_range"),
        ({"last_day": date(2020, 1, 1)}, "right_days_wrong"),
    ],
)
def test_a_right_that_cannot_be_is_refused(economy: Any, more: dict[str, Any], code: str) -> None:
    city, grant = a_customer(economy.three.place, "Ville", now=economy.now), economy.grant()
    with pytest.raises(Refused) as caught:
        commands.give_right(**economy.said, customer_id=city, right=eight_days(economy, **more), grant=grant)
    assert codes(caught) == [code]


def test_a_right_of_nothing_known_is_refused(economy: Any) -> None:
    city = a_customer(economy.three.place, "Ville", now=economy.now)
    for of, code in (({"grant": uuid4()}, "grant_unknown"), ({"sponsorship": uuid4()}, "sponsorship_unknown")):
        with pytest.raises(Refused) as caught:
            commands.give_right(**economy.said, customer_id=city, right=eight_days(economy), **of)
        assert codes(caught) == [code]


def test_rights_cost_as_many_statements_at_one_row_and_at_three(economy: Any, statements: Any) -> None:
    city, grant = a_customer(economy.three.place, "Ville", now=economy.now), economy.grant()
    counted = []
    for _ in range(2):
        commands.give_right(**economy.said, customer_id=city, right=eight_days(economy), grant=grant)
        with statements() as said:
            rights_of(economy.place, grant=grant)
            economy.read()
        counted.append(len(said))
        commands.give_right(**economy.said, customer_id=city, right=eight_days(economy), grant=grant)
    assert counted == [9, 9]


def test_days_are_given_on_the_page_of_a_grant(economy: Any, client: Any) -> None:
    client.force_login(economy.three.manager)
    city, grant = a_customer(economy.three.place, "Ville", now=economy.now), economy.grant()
    url, year = f"/{economy.place.slug}/economie/subventions/{grant}/", economy.today.year
    assert client.get(f"{url}droits/").status_code == 200
    said = {"customer": city, "days": "8", "hours": "8", "first_day": f"{year}-01-01", "last_day": f"{year}-12-31"}
    answer = client.post(f"{url}droits/", {**said, "key": str(uuid4())}, follow=True)
    assert "0 sur 8 jours" in answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")
