"""A visit uses what somebody has in advance, and costs the price of a seat to who has nothing left."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from cantine.billing import queries as billing
from cantine.booking import commands
from cantine.booking.testing import TESTS
from cantine.core import scoping
from cantine.core.authorization import Denied
from cantine.memberships import commands as memberships
from cantine.memberships import queries as rights
from cantine.memberships.rules import Included, Use
from cantine.memberships.testing import ROBOT, a_pass, a_plan
from cantine.places.testing import actor_for, give_role, ref_of
from cantine.pricing.rules import Rate, Scope, Thing, Unit
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.django_db
D = Decimal
HOURS = timedelta(hours=1)


@pytest.fixture
def here(three: Any, now: Any) -> Iterator[Any]:
    """Desks at 20 € a day, 12 € a half-day; a visit is priced as one of them."""
    from cantine.places import queries as places

    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        kind = next(iter(places.kind_codes(place=place)))
        desk = Thing(Scope.KIND, kind)
        a_price_list(
            three.place, now=now,
            rates=(Rate(desk, "tpe-pme", Unit.HALF_DAY, 1_200), Rate(desk, "tpe-pme", Unit.DAY, 2_000)),
        )  # fmt: skip
        memberships.set_drop_in(actor=ROBOT, now=now, place=place, kind=kind)
        yield place


def come(place: Any, person: Any, now: Any, hours: float) -> Any:
    visit = commands.check_in(actor=TESTS, now=now, place=place, person_id=person.pk)
    commands.check_out(actor=TESTS, now=now + hours * HOURS, place=place, person_id=person.pk)
    count(place, now + hours * HOURS)
    return visit


def count(place: Any, now: Any) -> None:
    """What the reactions do; saying it again changes nothing."""
    for _ in range(2):
        commands.count_presence(actor=TESTS, now=now, place=place, day=place.today(now))


def left(place: Any, person: Any, now: Any) -> list[Decimal]:
    found = rights.allowances_of(
        organisation_ids=[place.organisation_id], person_id=person.pk, day=place.today(now)
    )  # fmt: skip
    return [line.balance for line in found]


def charged(place: Any, now: Any) -> list[tuple[int, int]]:
    today = place.today(now)
    return [
        (each.person_id or 0, each.price.net_cents)
        for each in billing.due_charges(place, first_day=today, last_day=today)
    ]


@pytest.mark.parametrize(("hours", "used"), [(2, "0.5"), (4, "0.5"), (7, "1")])
def test_a_visit_uses_half_a_day_or_a_day(here, three, now, hours, used) -> None:
    a_pass(three.place, three.member, now=now, cents=0)
    come(here, three.member, now, hours)
    assert left(here, three.member, now) == [D(10) - D(used)]
    assert charged(here, now) == []


def test_who_has_nothing_left_is_charged_the_price_of_a_seat(here, three, now) -> None:
    come(here, three.stranger, now, 2)
    assert charged(here, now) == [(three.stranger.pk, 1_200)]
    come(here, three.stranger, now + 3 * HOURS, 4)
    assert charged(here, now) == [(three.stranger.pk, 2_000)]


def test_what_a_pass_no_longer_pays_for_is_charged(here, three, now) -> None:
    a_pass(three.place, three.member, now=now, cents=0, quantity=D("0.5"))
    come(here, three.member, now, 7)
    assert left(here, three.member, now) == [D(0)]
    assert charged(here, now) == [(three.member.pk, 1_200)]


def test_a_visit_taken_out_gives_back_and_is_not_charged(here, three, now) -> None:
    a_pass(three.place, three.member, now=now, cents=0, quantity=D("0.5"))
    visit = come(here, three.member, now, 7)
    day = here.today(now)
    commands.remove_visit(actor=actor_for(three.manager, now=now), now=now, place=here, visit=visit)
    commands.count_presence(actor=TESTS, now=now, place=here, day=day, person_ids=[three.member.pk])
    assert left(here, three.member, now) == [D("0.5")]
    assert charged(here, now) == []


def test_who_runs_the_place_pays_nothing(here, three, now) -> None:
    give_role(three.stranger, three.place, "volunteer")
    come(here, three.stranger, now, 7)
    come(here, three.manager, now, 7)
    assert charged(here, now) == []


def test_a_place_that_charges_no_visit_charges_none(here, three, now) -> None:
    memberships.set_drop_in(actor=ROBOT, now=now, place=here, kind="")
    come(here, three.stranger, now, 2)
    assert charged(here, now) == []


def test_nobody_counts_visits_by_hand(here, three, now) -> None:
    with pytest.raises(Denied):
        commands.count_presence(actor=actor_for(three.manager, now=now), now=now, place=here, day=here.today(now))


@pytest.mark.django_db(transaction=True)
def test_arriving_and_leaving_are_counted_by_themselves(three, now, at, run_jobs) -> None:
    a_pass(three.place, three.member, now=now, cents=0)
    place = ref_of(three.place)
    for act, when, balance in ((commands.check_in, now, D("9.5")), (commands.check_out, now + 7 * HOURS, D(9))):
        at(when)
        with scoping.scope([place.organisation_id]):
            act(actor=TESTS, now=when, place=place, person_id=three.member.pk)
        run_jobs()
        with scoping.scope([place.organisation_id]):
            assert left(place, three.member, now) == [balance]


@pytest.mark.django_db(transaction=True)
def test_so_are_the_closing_of_the_day_and_a_correction(three, now, at, run_jobs) -> None:
    a_pass(three.place, three.member, now=now, cents=0)
    place, manager = ref_of(three.place), actor_for(three.manager, now=now)
    with scoping.scope([place.organisation_id]):
        visit = commands.check_in(actor=TESTS, now=now, place=place, person_id=three.member.pk)
        commands.close_day(actor=manager, now=now + 8 * HOURS, place=place, closed_at=now + 8 * HOURS)
    at(now + 8 * HOURS)
    run_jobs()
    with scoping.scope([place.organisation_id]):
        assert left(place, three.member, now) == [D(9)]
        commands.correct_visit(
            actor=manager, now=now + 9 * HOURS, place=place, visit=visit, arrived_at=now, left_at=now + 2 * HOURS
        )
    run_jobs()
    with scoping.scope([place.organisation_id]):
        assert left(place, three.member, now) == [D("9.5")]


@pytest.mark.parametrize(
    ("unit", "quantity", "hours", "cents"),
    [(Unit.DAY, "0.5", 7, 750), (Unit.HALF_DAY, "1", 7, 1_500), (Unit.HOUR, "2", 7, 7_500), (Unit.DAY, "0.5", 2, 0)],
)
def test_past_what_a_plan_includes_its_own_price_is_asked(here, three, now, unit, quantity, hours, cents) -> None:
    included = (Included(Use.SEAT, unit, D(quantity), overage_cents=1_500),)
    code = a_plan(three.place, now=now, cents=0, included=included)
    since = here.today(now).replace(day=1)
    memberships.subscribe(actor=ROBOT, now=now, place=here, plan=code, since=since, person_id=three.member.pk)
    come(here, three.member, now, hours)
    assert charged(here, now) == ([(three.member.pk, cents)] if cents else [])


def test_whoever_welcomes_reads_what_is_left(client, here, three, now, at, settings) -> None:
    from django.urls import reverse

    from cantine.core.actor import system
    from cantine.people.queries import person_of
    from cantine.places import commands as place_commands

    at(now)
    settings.CANTINE_MFA_REQUIRED = False
    place_commands.note_contact(actor=system("test"), now=now, place=here, person_id=three.member.pk)
    a_pass(three.place, three.member, now=now)
    client.force_login(three.manager)
    person = person_of(three.member.pk)
    assert person is not None
    seen = client.post(
        reverse("booking:arrive", args=[here.slug]), {"person": person.uuid}, follow=True,
        headers={"accept-language": "en"},
    )  # fmt: skip
    assert "Pass of 10 days: 10 days left." in seen.content.decode()
