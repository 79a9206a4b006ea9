"""Plans on pages: set, taken, looked at before changing, paused, ended; charged by the team, and read by who pays."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cantine.billing import queries as billing
from cantine.core import scoping
from cantine.core.actor import system
from cantine.memberships import commands, queries
from cantine.memberships.models import Subscription, SubscriptionPause
from cantine.memberships.rules import Every, Included, Use
from cantine.memberships.testing import ROBOT, a_plan
from cantine.people.testing import a_person
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.testing import ref_of
from cantine.pricing.rules import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(three: Any, now: Any, at: Any) -> Iterator[Any]:
    """10 March 2026."""
    at(now)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        place_commands.note_contact(actor=system("test"), now=now, place=place, person_id=three.member.pk)
        yield place


def as_(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"memberships:{name}", args=args)


def taken(place: Any, three: Any, now: Any, person: Any = None, plan: str = "") -> Any:
    code = plan or a_plan(three.place, now=now)
    return commands.subscribe(
        actor=ROBOT, now=now, place=place, plan=code, since=place.today(now), person_id=(person or three.member).pk
    )


def charged(place: Any, now: Any) -> list[int]:
    today = place.today(now)
    return [each.price.net_cents for each in billing.due_charges(place, first_day=today, last_day=today)]


PLAN = {
    "name_fr": "3 jours par semaine", "cents": "180", "first_day": "2026-01-01", "period": "month", "notice_days": "15",
    "people_max": "1", "shared": "on", "online": "on", "seat_quantity": "3", "seat_unit": "day", "seat_every": "week",
    "seat_overage": "14", "room_quantity": "4", "room_unit": "hour", "room_every": "month", "room_rolls_over": "on",
}  # fmt: skip


def test_the_manager_sets_a_plan_and_prepares_its_next_price(here, three) -> None:
    manager, address = as_(three.manager), page("plans", here.slug)
    assert manager.post(address, PLAN).status_code == 302
    (plan,) = queries.plans_of(here)
    seat, room = plan.versions[0].included
    assert (plan.code, plan.notice_days, plan.versions[0].cents) == ("3-jours-par-semaine", 15, 18_000)
    assert (seat.use, seat.unit, seat.every, seat.overage_cents) == (Use.SEAT, Unit.DAY, Every.WEEK, 1_400)
    assert (room.use, room.rolls_over, room.overage_cents) == (Use.ROOM, True, None)
    assert manager.get(f"{address}?formule={plan.code}").context["form"].initial["room_quantity"] == 4
    manager.post(f"{address}?formule={plan.code}", {**PLAN, "cents": "190", "first_day": "2027-01-01"})
    assert [each.cents for each in queries.plans_of(here)[0].versions] == [18_000, 19_000]
    manager.post(page("retire_plan", here.slug), {"formule": plan.code})
    assert queries.plans_of(here) == []


def test_a_wrong_plan_is_told_beside_its_field(here, three) -> None:
    wrong = {**PLAN, "people_max": "0", "seat_quantity": "0.3"}
    answer = as_(three.manager).post(page("plans", here.slug), wrong)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"people_max", "seat_quantity"})


def test_one_takes_a_plan_after_reading_what_it_costs(here, three, now) -> None:
    code = a_plan(three.place, now=now)
    member, address = as_(three.member), page("take", here.slug, code)
    seen = member.get(address).context
    assert (seen["first"], seen["part"], seen["then"]) == ("€170.33", {"days": 22, "of": 31}, "€240.00 a month")
    assert member.post(address)["location"] == page("mine")
    assert charged(here, now) == [14_194]
    (house,) = member.get(page("mine")).context["houses"]
    assert [row.plan for row in house[1]] == ["Resident"]


def test_the_team_gives_a_plan_from_a_card_and_reads_who_has_which(here, three, now) -> None:
    code, contact = a_plan(three.place, now=now, online=False), places.contact_of(here, person_id=three.member.pk)
    manager = as_(three.manager)
    assert manager.post(page("plan_of", here.slug, contact), {"plan": code, "since": "2026-03-01"}).status_code == 302
    assert [row.plan for row in manager.get(page("plan_of", here.slug, contact)).context["rows"]] == ["Resident"]
    rows = manager.get(page("subscriptions", here.slug)).context["rows"]
    assert [(row.who, row.price, row.state) for row in rows] == [("Member", "€200.00 a month", "running")]


def test_charging_again_charges_nothing_and_says_what_could_not_be(here, three, now) -> None:
    taken(here, three, now)
    manager = as_(three.manager)
    seen = manager.post(page("charge", here.slug), follow=True)
    assert [str(each) for each in seen.context["messages"]] == ["Every month was charged already."]
    Subscription.objects.update(person=None)
    seen = manager.post(page("charge", here.slug), follow=True)
    assert "Not charged: Résident, nobody is left to pay." in seen.content.decode()


@pytest.mark.parametrize("who", ["manager", "member"])
def test_a_plan_is_paused_resumed_changed_and_ended_from_its_page(here, three, now, who) -> None:
    subscription = taken(here, three, now)
    other = a_plan(three.place, now=now, name_fr="Nomade", name_en="Drop-in", cents=5_000, included=())
    client = as_(getattr(three, who))
    address = (
        page("subscription", here.slug, subscription) if who == "manager" else page("my_subscription", subscription)
    )
    day = here.today(now) + timedelta(days=2)
    client.post(address, {"act": "pause", "first_day": str(day)})
    assert client.get(address).context["pauses"] == ["paused from Thursday 12 March 2026 on"]
    client.post(address, {"act": "resume"})
    assert SubscriptionPause.objects.count() == 0
    preview = client.get(address, {"plan": other, "when": "now"}).context["preview"]
    shown = {"manager": ("€141.94", "€35.48", "€106.46", True), "member": ("€170.33", "€42.58", "€127.75", True)}
    assert (preview["credited"], preview["owed"], preview["more"], preview["is_less"]) == shown[who]
    assert client.get(address).context["tax"] == {"manager": "without VAT", "member": "VAT included"}[who]
    assert charged(here, now) == [14_194]
    client.post(address, {"act": "stop"})
    assert client.get(address).context["row"].state == "ending"
    client.post(address, {"act": "change", "plan": other, "when": "now"})
    assert charged(here, now) == [3_548]
    assert client.post(address, {"act": "nonsense"}).status_code == 404


def test_a_new_price_is_shown_and_waits_for_a_yes(here, three, now) -> None:
    subscription = taken(here, three, now)
    a_plan(three.place, now=now, code="resident", cents=22_000, first_day=here.today(now) + timedelta(days=30))
    member, address = as_(three.member), page("my_subscription", subscription)
    asked = member.get(address).context["asked"]
    assert (asked["amount"], asked["cents"]) == ("€264.00", 22_000)
    member.post(address, {"act": "consent", "cents": "1"})
    assert member.get(address).context["asked"] is not None
    member.post(address, {"act": "consent", "cents": "22000"})
    assert member.get(address).context["asked"] is None


def test_others_read_and_do_nothing_of_it(here, three, now) -> None:
    subscription = taken(here, three, now)
    stranger = as_(three.stranger)
    for verb in (stranger.get, stranger.post):
        assert verb(page("my_subscription", subscription)).status_code == 404
        assert verb(page("subscription", here.slug, subscription)).status_code == 403
    assert stranger.get(page("subscriptions", here.slug)).status_code == 403
    assert as_(three.member).post(page("charge", here.slug)).status_code == 403


def test_lists_of_plans_cost_the_same_at_one_row_and_at_three(here, three, now, statements) -> None:
    subscription, manager, member = taken(here, three, now), as_(three.manager), as_(three.member)
    contact = places.contact_of(here, person_id=three.member.pk)
    pages = [
        (manager, page("plans", here.slug)), (manager, page("subscriptions", here.slug)),
        (manager, page("subscription", here.slug, subscription)), (manager, page("plan_of", here.slug, contact)),
        (member, page("my_subscription", subscription)), (member, page("mine")), (member, page("take", here.slug, "resident")),
        (Client(), page("shelf", here.slug)), (member, page("shelf", here.slug)),
    ]  # fmt: skip
    counts: list[list[int]] = [[] for _ in pages]
    for more in (0, 2):
        for number in range(more):
            code = a_plan(three.place, now=now, name_fr=f"Formule {number}")
            taken(here, three, now, plan=code)
            taken(here, three, now, plan=code, person=a_person(f"Somebody {number}"))
        for (client, address), seen in zip(pages, counts, strict=True):
            with statements() as said:
                assert client.get(address).status_code == 200, address
            seen.append(len([each for each in said if "mfa_authenticator" not in each]))  # once a session
    most = [
        7 if address == page("mine") else 6 for _client, address in pages
    ]  # it also says what waits for the invoice
    assert all(one == three_rows <= top for (one, three_rows), top in zip(counts, most, strict=True)), counts


def test_a_page_of_plans_never_mixes_prices_with_and_without_vat(here, three, now) -> None:
    pages = Included(Use.PRINT, Unit.PIECE, Decimal(50), overage_cents=10)
    code = a_plan(three.place, now=now, included=(pages,))
    a_plan(
        three.place, now=now, code=code, cents=22_000, included=(pages,), first_day=here.today(now) + timedelta(days=30)
    )
    (offer,) = as_(three.member).get(page("shelf", here.slug)).context["plans"]
    assert (offer["tag"].amount, offer["coming"]) == ("€240.00", "€264.00 from Thursday 9 April 2026 on")
    assert offer["words"][0] == "50 pages a month, then €0.12 a page"
    (line,) = as_(three.manager).get(page("plans", here.slug)).context["lines"]
    assert (line["price"], line["words"][0]) == ("€200.00 a month", "50 pages a month, then €0.10 a page")
