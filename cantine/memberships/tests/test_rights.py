"""Teams and days bought for many: who uses them, up to which cap; the organisation reads how much, never who."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cantine.billing import queries as billing
from cantine.core import scoping
from cantine.core.actor import system
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.memberships import commands, queries
from cantine.memberships.commands import Act
from cantine.memberships.models import Allowance, RightUser
from cantine.memberships.rules import Included, Use, seat_need
from cantine.memberships.testing import ROBOT, a_plan
from cantine.people.testing import a_person, an_organisation
from cantine.places import commands as place_commands
from cantine.places.testing import actor_for, ref_of
from cantine.pricing.rules import Unit

pytestmark = pytest.mark.django_db
D = Decimal
NOW, TODAY = datetime(2026, 4, 14, 10, tzinfo=UTC), date(2026, 4, 14)
SEATS = (Included(Use.SEAT, Unit.DAY, D(30)),)


@pytest.fixture
def here(three: Any) -> Iterator[Any]:
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        for person in (three.member, three.stranger):
            place_commands.note_contact(actor=system("test"), now=NOW, place=place, person_id=person.pk)
        yield place


@pytest.fixture
def acme(here: Any) -> Any:
    made = an_organisation("Acme")
    place_commands.note_customer(actor=system("test"), now=NOW, place=here, customer_id=made.pk)
    return made


def bulk(place: Any, customer: Any, **said: Any) -> Any:
    usual: dict[str, Any] = {"unit": Unit.DAY, "quantity": D(200), "unit_cents": 1_400, "valid_days": 365}
    return commands.grant_days(
        actor=ROBOT, now=NOW, place=place, customer_id=customer.pk, **{**usual, **said}
    )  # fmt: skip


def share(place: Any, right: str, person: Any, **said: Any) -> None:
    commands.add_right_user(actor=ROBOT, now=NOW, place=place, right=right, person_id=person.pk, **said)


def visit(place: Any, person: Any, day: date = TODAY) -> Decimal:
    """A whole day; what nothing pays for, in half-days."""
    act = Act(source=f"visit {person.pk} {day}", person_id=person.pk, use=Use.SEAT, day=day)
    need = seat_need(half_days=2, hours=D(8))
    return commands.draw(actor=ROBOT, now=NOW, place=place, act=act, need=need).lacking


def why(refused: Any) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_an_organisation_pays_for_days_that_its_people_use(here, three, acme) -> None:
    allowance = bulk(here, acme)
    right = f"bulk:{allowance}"
    (line,) = billing.due_charges(here, first_day=NOW.date(), last_day=NOW.date())
    assert (line.payer, line.price.net_cents, line.name) == (("organisation", acme.pk), 280_000, "200 journées")
    assert visit(here, three.member) == 2
    share(here, right, three.member)
    share(here, right, three.stranger, cap=D(1))
    assert [visit(here, three.member), visit(here, three.stranger)] == [0, 0]
    assert visit(here, three.stranger, NOW.date() + timedelta(days=1)) == 2
    assert [(user.name, user.cap, user.used) for user in queries.users_of(here, right=right, day=NOW.date())] == [
        ("Member", None, D(1)), ("Stranger", D(1), D(1)),
    ]  # fmt: skip


def test_the_organisation_reads_how_much_and_never_who(here, three, acme) -> None:
    allowance = bulk(here, acme)
    share(here, f"bulk:{allowance}", three.member)
    visit(here, three.member)
    (usage,) = queries.usage_of([f"bulk:{allowance}"])
    assert (usage.month, usage.use, usage.unit, usage.quantity) == (date(2026, 4, 1), Use.SEAT, Unit.DAY, D(1))
    assert set(vars(usage)) == {"right", "month", "use", "unit", "quantity"}
    (shared,) = queries.shared_of_customers([acme.pk], now=NOW)
    assert (shared.who, shared.granted, shared.balance) == ("Acme", D(200), D(199))


def test_who_leaves_uses_no_more_and_what_they_used_stays_used(here, three, acme) -> None:
    right = f"bulk:{bulk(here, acme)}"
    share(here, right, three.member)
    visit(here, three.member)
    later = NOW + timedelta(days=2)
    for _ in range(2):
        commands.remove_right_user(actor=ROBOT, now=later, place=here, right=right, person_id=three.member.pk)
    assert visit(here, three.member, later.date()) == 2
    assert Allowance.objects.get().balance == 199
    share(here, right, three.member, cap=D(3))
    assert list(RightUser.objects.values_list("cap", "until")) == [(D(3), None)]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"quantity": D(0)}, "allowance_out_of_range"), ({"unit": Unit.WEEK}, "allowance_unit_unfit"),
        ({"valid_days": 0}, "pass_days_out_of_range"),
    ],
)  # fmt: skip
def test_what_cannot_be_given_is_refused(here, three, acme, said, code) -> None:
    with pytest.raises(Refused) as refused:
        bulk(here, acme, **said)
    assert code in why(refused)


def test_days_are_for_an_organisation_that_the_place_knows(here, three, acme) -> None:
    with pytest.raises(Refused) as refused:
        bulk(here, an_organisation("Inconnue"))
    assert why(refused) == ["customer_unknown"]
    with pytest.raises(Refused) as refused:
        share(here, f"bulk:{bulk(here, acme)}", a_person("Nobody here"))
    assert why(refused) == ["person_unknown"]
    with pytest.raises(Refused) as refused:
        share(here, "bulk:nothing", three.member)
    assert why(refused) == ["right_unknown"]
    with pytest.raises(Refused) as refused:
        share(here, f"bulk:{bulk(here, acme)}", three.member, cap=D(0))
    assert why(refused) == ["cap_out_of_range"]


def team(place: Any, three: Any, customer: Any, **said: Any) -> str:
    code = a_plan(three.place, now=NOW, name_fr="Équipe", people_max=2, included=SEATS, **said)
    subscription = commands.subscribe(
        actor=ROBOT, now=NOW, place=place, plan=code, since=date(2026, 4, 1), customer_id=customer.pk
    )
    return f"subscription:{subscription}"


def test_a_team_draws_from_one_purse_and_one_payer_is_charged(here, three, acme) -> None:
    right = team(here, three, acme)
    share(here, right, three.member)
    share(here, right, three.stranger)
    visit(here, three.member)
    visit(here, three.stranger)
    found = Allowance.objects.get()
    assert (found.person, found.granted, found.balance) == (None, D(30), D(28))
    assert [
        line.payer for line in billing.due_charges(here, first_day=date(2026, 4, 1), last_day=date(2026, 4, 30))
    ] == [("organisation", acme.pk)]
    with pytest.raises(Refused) as refused:
        share(here, right, three.manager)
    assert why(refused) == ["team_full"]


def test_or_each_of_a_team_has_their_own(here, three, acme) -> None:
    right = team(here, three, acme, shared=False)
    assert Allowance.objects.count() == 0
    share(here, right, three.member)
    share(here, right, three.stranger)
    visit(here, three.member)
    found = Allowance.objects.order_by("pk").values_list("person_id", "balance")
    assert list(found) == [(three.member.pk, D(29)), (three.stranger.pk, D(30))]
    commands.charge_month(actor=ROBOT, now=NOW, place=here, month=date(2026, 5, 1))
    assert Allowance.objects.count() == 4


def test_others_share_nothing_and_give_nothing(here, three, acme) -> None:
    right, member = f"bulk:{bulk(here, acme)}", actor_for(three.member, now=NOW)
    with pytest.raises(Denied):
        commands.add_right_user(actor=member, now=NOW, place=here, right=right, person_id=three.member.pk)
    with pytest.raises(Denied):
        commands.remove_right_user(actor=member, now=NOW, place=here, right=right, person_id=three.member.pk)
    with pytest.raises(Denied):
        commands.grant_days(
            actor=member,
            now=NOW,
            place=here,
            customer_id=acme.pk,
            unit=Unit.DAY,
            quantity=D(1),
            unit_cents=0,
            valid_days=1,
        )
