"""A presence certificate: the days of a month, half or whole, for oneself, the team, and an employer who checks it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting.testing import a_legal_entity
from cantine.booking import commands, queries, rules
from cantine.core import scoping
from cantine.core.actor import system
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.testing import ref_of

MORNING = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
ROBOT = system("test")


def stay(hours: float, *, day: int = 10, begins: int = 9) -> rules.Stay:
    at = datetime(2026, 3, day, begins, tzinfo=UTC)
    return rules.Stay(at.date(), at, at + timedelta(hours=hours))


def test_a_morning_is_half_a_day_and_a_day_goes_from_the_first_arrival_to_the_last_departure() -> None:
    days = rules.days_there([stay(3), stay(2, day=11), stay(3, day=11, begins=14)], now=MORNING)
    assert [(each.day.day, each.half_days, each.arrived_at.hour, each.left_at and each.left_at.hour) for each in days] == [
        (10, 1, 9, 12), (11, 2, 9, 17),
    ]  # fmt: skip
    assert rules.whole_days(days) == Decimal("1.5")


def test_who_is_still_there_has_no_departure() -> None:
    (day,) = rules.days_there([rules.Stay(MORNING.date(), MORNING, None)], now=MORNING + timedelta(hours=5))
    assert (day.left_at, day.half_days) == (None, 2)


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(6, 16), st.integers(1, 6)), max_size=30))
def test_a_month_never_holds_more_days_than_it_has_nor_a_day_more_than_one(said: list[tuple[int, int, int]]) -> None:
    days = rules.days_there([stay(hours, day=day, begins=begins) for day, begins, hours in said], now=MORNING)
    assert [each.day for each in days] == sorted({date(2026, 3, day) for day, _begins, _hours in said})
    assert Decimal(len(days)) / 2 <= rules.whole_days(days) <= len(days)


@pytest.fixture
def seen(three: Any, at: Any) -> Any:
    """The member stayed one morning; the place."""
    at(MORNING)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        place_commands.note_contact(actor=ROBOT, now=MORNING, place=place, person_id=three.member.pk)
        commands.check_in(actor=ROBOT, now=MORNING, place=place, person_id=three.member.pk, how=rules.How.QR)
        commands.check_out(actor=ROBOT, now=MORNING + timedelta(hours=3), place=place, person_id=three.member.pk)
    return place


def as_(person: Any | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if person is not None:
        client.force_login(person)
    return client


@pytest.mark.django_db
def test_mine_is_checked_by_whoever_has_its_address(three: Any, seen: Any) -> None:
    mine = as_(three.member).get(reverse("booking:my_presence")).context
    assert ([each["day"] for each in mine["days"]], mine["total"]) == (["Tuesday 10 March"], "0.5")
    checked = as_(None).get(mine["address"])
    assert (checked.context["days"], checked["X-Robots-Tag"]) == (mine["days"], "noindex")
    assert as_(None).get(mine["address"].replace("202603", "202604")).status_code == 404
    assert as_(None).get(reverse("booking:presence_checked", args=["anything~at-all"])).status_code == 404


@pytest.mark.django_db
def test_it_is_headed_by_the_place_and_by_who_bears_it(three: Any, seen: Any) -> None:
    entity = a_legal_entity(three.place, now=MORNING)
    seen_by_me = as_(three.member).get(reverse("booking:my_presence"))
    number = "\u00a0".join((entity.siren[:3], entity.siren[3:6], entity.siren[6:]))
    assert seen_by_me.context["issuer"][-1] == f"SIREN {number}"
    assert seen_by_me.context["issuer"][0].startswith(entity.name)
    assert f'<p class="certificate-head"><b>{three.place.name}</b>' in seen_by_me.content.decode()


@pytest.mark.django_db
def test_the_team_reads_that_of_a_member_and_others_do_not(three: Any, seen: Any, settings: Any) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    with scoping.scope([seen.organisation_id]):
        contact = places.contact_of(seen, person_id=three.member.pk)
    address = reverse("booking:presence_of", args=[seen.slug, contact])
    assert [each["whole"] for each in as_(three.manager).get(address + "?mois=2026-03").context["days"]] == [False]
    assert as_(three.manager).get(address + "?mois=2026-02").context["days"] == []
    assert as_(three.member).get(address).status_code == 403


@pytest.mark.django_db
def test_a_certificate_costs_the_same_at_one_day_and_at_three(three: Any, seen: Any, statements: Any) -> None:
    client, counts = as_(three.member), []
    for many in (1, 3):
        with scoping.scope([seen.organisation_id]):
            for day in range(1, many):
                at = MORNING + timedelta(days=day)
                commands.check_in(actor=ROBOT, now=at, place=seen, person_id=three.member.pk, how=rules.How.QR)
                commands.check_out(actor=ROBOT, now=at + timedelta(hours=6), place=seen, person_id=three.member.pk)
        with statements() as said:
            client.get(reverse("booking:my_presence"))
        counts.append(len(said))
    assert counts[0] == counts[1] <= 7
    assert queries.certified("") is None
