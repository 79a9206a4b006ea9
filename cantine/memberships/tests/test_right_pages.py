"""Days of organisations and teams on pages: sold, shared by name, read by the organisation without any."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cantine.core import scoping
from cantine.core.actor import system
from cantine.memberships import commands, queries
from cantine.memberships.commands import Act
from cantine.memberships.models import Allowance, RightUser, Subscription
from cantine.memberships.rules import Use, seat_need
from cantine.memberships.testing import ROBOT, a_plan
from cantine.people.testing import a_person, an_organisation, belong
from cantine.places import commands as place_commands
from cantine.places.testing import ref_of
from cantine.pricing.rules import Unit

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def here(three: Any, now: Any, at: Any) -> Iterator[Any]:
    at(now)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        place_commands.note_contact(actor=system("test"), now=now, place=place, person_id=three.member.pk)
        yield place


@pytest.fixture
def acme(here: Any, three: Any, now: Any) -> Any:
    """Represented by the member."""
    made = an_organisation("Acme")
    belong(three.member, made, relation="leader", since=now.date())
    place_commands.note_customer(actor=system("test"), now=now, place=here, customer_id=made.pk)
    return made


def as_(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"memberships:{name}", args=args)


def sold(place: Any, customer: Any, now: Any) -> Any:
    return commands.grant_days(
        actor=ROBOT, now=now, place=place, customer_id=customer.pk, unit=Unit.DAY, quantity=D(200), unit_cents=1_400,
        valid_days=365,
    )  # fmt: skip


def test_the_treasurer_sells_days_and_says_who_uses_them(here, three, acme, now) -> None:
    manager, address = as_(three.manager), page("organisations", here.slug)
    said = {
        "act": "bulk",
        "customer": acme.pk,
        "quantity": "200",
        "unit": "day",
        "unit_cents": "14",
        "valid_days": "365",
    }
    assert manager.post(address, said).status_code == 302
    (each,) = manager.get(address).context["bulks"]
    assert (each["who"], each["left"]) == ("Acme", "200 days")
    one = page("bulk", here.slug, each["uuid"])
    assert manager.post(one, {"email": three.member.email.upper(), "cap": "6"}).status_code == 302
    assert [(user["name"], user["cap"]) for user in manager.get(one).context["users"]] == [("Member", "6")]
    wrong = manager.post(one, {"email": "nobody@example.org"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["email"])
    manager.post(one, {"user": three.member.pk})
    assert RightUser.objects.count() == 0
    assert manager.post(one, {"user": "x"}).status_code == 404


def test_a_team_takes_its_plan(here, three, acme, now) -> None:
    code = a_plan(three.place, now=now, name_fr="Équipe", name_en="Team", people_max=5)
    manager = as_(three.manager)
    said = {"act": "team", "customer": acme.pk, "plan": code, "since": str(here.today(now))}
    assert manager.post(page("organisations", here.slug), said).status_code == 302
    (row,) = manager.get(page("organisations", here.slug)).context["teams"]
    assert (row.who, row.plan) == ("Acme", "Team")
    team = page("team", here.slug, Subscription.objects.get().uuid)
    manager.post(team, {"email": three.member.email})
    assert [user["name"] for user in manager.get(team).context["users"]] == ["Member"]


def test_who_represents_an_organisation_reads_how_much_and_never_who(here, three, acme, now) -> None:
    right = f"bulk:{sold(here, acme, now)}"
    user = a_person("Zoé Quelqu’un")
    place_commands.note_contact(actor=system("test"), now=now, place=here, person_id=user.pk)
    commands.add_right_user(actor=ROBOT, now=now, place=here, right=right, person_id=user.pk)
    act = Act(source="x", person_id=user.pk, use=Use.SEAT, day=here.today(now))
    commands.draw(actor=ROBOT, now=now, place=here, act=act, need=seat_need(half_days=2, hours=D(8)))
    seen = as_(three.member).get(page("my_organisations"))
    (line,) = seen.context["lines"]
    assert (line["who"], line["left"], line["usage"]) == ("Acme", "199 days", [("March 2026", "1 day")])
    assert "Zoé" not in seen.content.decode()
    assert as_(user).get(page("my_organisations")).context["lines"] == []
    (house,) = as_(user).get(page("mine")).context["houses"]
    assert [(each.number, each.shared) for each in house[2]] == [("199", True)]


def test_others_open_none_of_it(here, three, acme, now) -> None:
    allowance, member = sold(here, acme, now), as_(three.member)
    for address in (page("organisations", here.slug), page("bulk", here.slug, allowance)):
        assert (member.get(address).status_code, member.post(address).status_code) == (403, 403)
    assert as_(three.manager).get(page("team", here.slug, allowance)).status_code == 404
    assert Allowance.objects.count() == 1


def test_lists_of_rights_cost_the_same_at_one_row_and_at_three(here, three, acme, now, statements) -> None:
    allowance = sold(here, acme, now)
    code = a_plan(three.place, now=now, people_max=5)
    said = {"actor": ROBOT, "now": now, "place": here}
    team = commands.subscribe(**said, plan=code, since=here.today(now), customer_id=acme.pk)
    manager, member = as_(three.manager), as_(three.member)
    pages = [
        (manager, page("organisations", here.slug)), (manager, page("bulk", here.slug, allowance)),
        (manager, page("team", here.slug, team)), (member, page("my_organisations")),
    ]  # fmt: skip
    counts: list[list[int]] = [[] for _ in pages]
    for more in (1, 2):
        for number in range(more):
            user = a_person(f"Somebody {more} {number}")
            place_commands.note_contact(actor=system("test"), now=now, place=here, person_id=user.pk)
            for right in (f"bulk:{allowance}", f"subscription:{team}"):
                commands.add_right_user(**said, right=right, person_id=user.pk)
            act = Act(source=f"x {user.pk}", person_id=user.pk, use=Use.SEAT, day=here.today(now))
            commands.draw(**said, act=act, need=seat_need(half_days=2, hours=D(8)))
            sold(here, acme, now)
        for (client, address), seen in zip(pages, counts, strict=True):
            with statements() as read:
                assert client.get(address).status_code == 200
            seen.append(len([each for each in read if "mfa_authenticator" not in each]))  # once a session
    assert all(one == three_rows <= 6 for one, three_rows in counts), counts
    assert len(queries.bulk_of(here)) == 4


def test_no_organisation_is_chosen_beforehand(here, three, acme, now) -> None:
    a_plan(three.place, now=now, people_max=5)
    manager, address = as_(three.manager), page("organisations", here.slug)
    seen = manager.get(address).context
    assert [form.fields["customer"].choices[0] for form in (seen["bulk"], seen["team"])] == [
        ("", "Choose an organisation")
    ] * 2
    pressed = manager.post(
        address, {"act": "bulk", "quantity": "200", "unit": "day", "unit_cents": "14", "customer": ""}
    )
    assert (pressed.status_code, list(pressed.context["bulk"].errors)) == (422, ["customer"])
