"""Passes on pages: set, sold at the counter in three presses, bought by oneself, read line by line."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cantine.billing import queries as billing
from cantine.core import scoping
from cantine.core.actor import system
from cantine.memberships import commands, queries
from cantine.memberships.commands import Act
from cantine.memberships.models import Allowance, PassKind
from cantine.memberships.rules import Use, seat_need
from cantine.memberships.testing import ROBOT, a_pass, a_pass_kind
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.testing import a_pool, ref_of
from cantine.pricing.rules import Rate, Scope, Thing, Unit
from cantine.pricing.testing import a_price_list
from cantine.ui import formats

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(three: Any, now: Any, at: Any) -> Iterator[Any]:
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


def charges(place: Any, now: Any) -> list[tuple[str, int | None, int]]:
    today = place.today(now)
    found = billing.due_charges(place, first_day=today, last_day=today)
    return [(each.name, each.person_id, each.price.gross_cents) for each in found]


TEN = {
    "name_fr": "Carnet de 10 jours", "use": "seat", "quantity": "10", "unit": "day", "cents": "170", "valid_days": "365",
    "online": "on",
}  # fmt: skip


def test_the_manager_sets_a_pass_changes_it_and_sells_it_no_more(here, three) -> None:
    address = page("pass_kinds", here.slug)
    manager = as_(three.manager)
    assert manager.post(address, TEN).status_code == 302
    (kind,) = queries.pass_kinds_of(here)
    assert (kind.code, kind.name_en, kind.cents, kind.valid_days) == (
        "carnet-de-10-jours",
        "Carnet de 10 jours",
        17_000,
        365,
    )
    assert manager.post(f"{address}?carnet={kind.code}", {**TEN, "cents": "175,50"}).status_code == 302
    assert [each.cents for each in queries.pass_kinds_of(here)] == [17_550]
    manager.post(page("retire_pass_kind", here.slug), {"carnet": kind.code})
    assert queries.pass_kinds_of(here) == []
    assert manager.get(f"{address}?carnet={kind.code}").status_code == 404


def test_a_wrong_pass_is_told_beside_its_field(here, three) -> None:
    answer = as_(three.manager).post(page("pass_kinds", here.slug), {**TEN, "use": "room", "valid_days": "0"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"unit", "valid_days"}


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_others_set_no_pass_and_read_no_card(here, three, who) -> None:
    client, contact = as_(getattr(three, who)), places.contact_of(here, person_id=three.member.pk)
    for address in (page("pass_kinds", here.slug), page("allowances_of", here.slug, contact)):
        assert client.get(address).status_code == 403
        assert client.post(address, TEN).status_code == 403
    assert PassKind.objects.count() == 0


def test_a_pass_is_sold_once_however_often_it_is_pressed(here, three, now) -> None:
    code, contact = a_pass_kind(three.place, now=now), places.contact_of(here, person_id=three.member.pk)
    manager, said = as_(three.manager), {"kind": code, "key": str(uuid4())}
    for _ in range(2):
        assert manager.post(page("allowances_of", here.slug, contact), said).status_code == 302
    assert Allowance.objects.count() == 1
    assert charges(here, now) == [("Carnet de 10 jours", three.member.pk, 21_600)]
    seen = manager.get(page("allowances_of", here.slug, contact))
    assert [(each.number, each.unit) for each in seen.context["left"]] == [("10", "days")]


def test_one_buys_for_oneself_what_is_sold_online(here, three, now) -> None:
    code = a_pass_kind(three.place, now=now)
    member, address = as_(three.member), page("buy", here.slug, code)
    assert "€216.00" in member.get(address).content.decode()
    key = str(uuid4())
    for _ in range(2):
        assert member.post(address, {"key": key})["location"] == page("mine")
    assert charges(here, now) == [("Carnet de 10 jours", three.member.pk, 21_600)]
    seen = member.get(page("mine"))
    assert [(house.name, [each.number for each in left]) for house, _plans, left in seen.context["houses"]] == [
        (here.name, ["10"])
    ]
    assert [row.moved for row in seen.context["rows"]] == ["+10 days"]


def test_nobody_buys_alone_what_is_sold_at_the_counter(here, three, now) -> None:
    code = a_pass_kind(three.place, now=now, online=False)
    assert as_(three.member).post(page("buy", here.slug, code)).status_code == 404
    shelf = Client(headers={"accept-language": "en"}).get(page("shelf", here.slug))
    assert [(each.name, each.online) for each in shelf.context["offers"]] == [("Pass of 10 days", False)]


def test_a_visitor_signs_in_before_buying(here, three, now) -> None:
    code = a_pass_kind(three.place, now=now)
    assert Client().get(page("buy", here.slug, code))["location"].startswith("/compte/entrer/")


def test_lists_cost_the_same_at_one_row_and_at_three(here, three, now, statements) -> None:
    contact = places.contact_of(here, person_id=three.member.pk)
    pages = [
        (as_(three.manager), page("pass_kinds", here.slug)), (as_(three.manager), page("allowances_of", here.slug, contact)),
        (as_(three.member), page("mine")), (Client(), page("shelf", here.slug)),
    ]  # fmt: skip
    counts: list[list[int]] = [[] for _ in pages]
    for more in (1, 2):
        for _ in range(more):
            a_pass(three.place, three.member, now=now)
        for (client, address), seen in zip(pages, counts, strict=True):
            with statements() as said:
                assert client.get(address).status_code == 200
            seen.append(len([each for each in said if "mfa_authenticator" not in each]))  # once a session
    assert all(one == three_rows <= 6 for one, three_rows in counts), counts


def test_a_statement_goes_on_to_earlier_lines(here, three, now) -> None:
    for _ in range(queries.PAGE + 2):
        a_pass(three.place, three.member, now=now)
    member = as_(three.member)
    first = member.get(page("mine"))
    assert shown_on(first) == queries.PAGE
    later = member.get(f"{page('mine')}?avant={first.context['older']}")
    assert (shown_on(later), later.context["older"]) == (2, None)
    assert shown_on(member.get(f"{page('mine')}?avant=nonsense")) == queries.PAGE


def shown_on(answer: Any) -> int:
    return len(answer.context["rows"]) + sum(len(month.rows) for month in answer.context["months"])


def test_past_the_latest_lines_a_statement_is_folded_by_month_and_what_comes_is_summed_first(here, three, now) -> None:
    for _ in range(8):
        a_pass(three.place, three.member, now=now, cents=1_000)
    answer = as_(three.member).get(page("mine"))
    months = [(month.name, len(month.rows)) for month in answer.context["months"]]
    body = answer.content.decode()
    assert (len(answer.context["rows"]), months) == (6, [(formats.month(here.today(now)), 2)])
    assert body.count('<details class="fold') == 2
    assert body.index("€96.00") < body.index("€12.00")


def test_what_expired_is_no_longer_shown_as_left(here, three, now, at) -> None:
    a_pass(three.place, three.member, now=now, valid_days=3)
    at(now + timedelta(days=3))
    assert as_(three.member).get(page("mine")).context["houses"] == []


def test_pages_are_counted_from_what_a_plan_includes_then_charged(here, three, now) -> None:
    from cantine.memberships import commands
    from cantine.memberships.rules import Included, Use
    from cantine.memberships.testing import ROBOT, a_plan
    from cantine.pricing.rules import Unit

    included = (Included(Use.PRINT, Unit.PIECE, Decimal(100), overage_cents=5),)
    code = a_plan(three.place, now=now, cents=0, included=included)
    since = here.today(now).replace(day=1)
    commands.subscribe(actor=ROBOT, now=now, place=here, plan=code, since=since, person_id=three.member.pk)
    address = page("allowances_of", here.slug, places.contact_of(here, person_id=three.member.pk))
    manager, said = as_(three.manager), {"use": "print", "quantity": "120", "key": str(uuid4())}
    for _ in range(2):
        assert manager.post(address, said).status_code == 302
    assert [each.number for each in manager.get(address).context["left"]] == ["0"]
    assert charges(here, now) == [("Pages imprimées", three.member.pk, 120)]
    wrong = manager.post(address, {"use": "seat", "quantity": "0"})
    assert (wrong.status_code, set(wrong.context["use"].errors)) == (422, {"use", "quantity"})
    assert as_(three.member).post(address, said).status_code == 403


def test_what_was_bought_after_midnight_in_paris_is_there_at_once(here, three, now, at) -> None:
    """At 0:40 in Paris, UTC is still the day before."""
    night = now.replace(hour=23, minute=40)
    at(night)
    a_pass(three.place, three.member, now=night)
    member = as_(three.member)
    assert b"Pass of 10 days" in member.get(page("mine")).content
    assert [
        line.balance for line in queries.allowances_of(organisation_ids=None, person_id=three.member.pk, now=night)
    ] == [10]


def test_a_pass_that_is_dearer_than_its_days_is_said_so_to_whoever_sets_it(here, three, now) -> None:
    a_pool(three.place)
    desk = Thing(Scope.KIND, "desk")
    a_price_list(three.place, now=now, rates=(Rate(desk, "tpe-pme", Unit.DAY, 2_000),))
    manager = as_(three.manager)

    def said(cents: str) -> list[str]:
        seen = manager.post(page("pass_kinds", here.slug), {**TEN, "cents": cents}, follow=True)
        return [str(each) for each in seen.context["messages"] if each.level_tag == "warning"]

    assert [each.split(": ")[1] for each in said("210")][:1] == ["€210.00, against €200.00 one by one."]
    assert not [each for each in said("100") if "TPE" in each]


def test_the_statement_adds_up_and_says_what_is_kept_for_a_day_to_come(here, three, now) -> None:
    """Booked first, used after: the lines follow the days, and the last number is that on top."""
    a_pass(three.place, three.member, now=now, cents=0)
    for source, days, quantity in (("later", 9, 2), ("sooner", 0, 1)):
        act = Act(source=source, person_id=three.member.pk, use=Use.SEAT, day=here.today(now) + timedelta(days=days))
        need = seat_need(half_days=quantity, hours=Decimal(4 * quantity))
        commands.draw(actor=ROBOT, now=now, place=here, act=act, need=need)
    context = as_(three.member).get(page("mine")).context
    assert [(row.moved, row.left, row.coming) for row in context["rows"]] == [
        ("−1 day", "8.5 days", True), ("−0.5 days", "9.5 days", False), ("+10 days", "10 days", False),
    ]  # fmt: skip
    ((_house, _plans, (left,)),) = context["houses"]
    assert left.number == "8.5"


def test_my_plan_says_what_waits_for_my_invoice_with_its_vat(here, three, now) -> None:
    a_pass(three.place, three.member, now=now, cents=10_000)
    context = as_(three.member).get(page("mine")).context
    assert [(each["name"], each["amount"]) for each in context["coming"]] == [("Pass of 10 days", "€120.00")]
    assert context["coming_total"] == "€120.00"
    assert as_(three.stranger).get(page("mine")).context["coming"] == []
