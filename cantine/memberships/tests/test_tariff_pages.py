"""Prices by category on pages: set without a wall of fields, shown to who has them and to the others where prices are public, asked
again when they end."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cantine.core import scoping
from cantine.memberships import commands, queries, rules
from cantine.memberships.rules import CategoryPrice, Terms
from cantine.memberships.testing import ROBOT, a_pass_kind
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.testing import ref_of
from cantine.pricing import commands as pricing
from cantine.pricing.rules import Category

pytestmark = pytest.mark.django_db
STUDENT = (CategoryPrice("etudiant", 12_000),)


@pytest.fixture
def here(three: Any, now: Any, at: Any) -> Iterator[Any]:
    """10 March 2026; nothing is taxed until somebody says so."""
    at(now)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        place_commands.note_contact(actor=ROBOT, now=now, place=place, person_id=three.member.pk)
        categories = [Category("plein", "Plein tarif", "Full price"), Category("etudiant", "Étudiant", "Student")]
        pricing.set_categories(actor=ROBOT, now=now, place=place, categories=categories, usual="plein")
        yield place


def as_(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"memberships:{name}", args=args)


def a_resident(place: Any, now: Any, *, cents: int = 22_000) -> str:
    plan = rules.Plan("resident", "Résident", "Resident")
    terms = Terms(place.today(now).replace(day=1), cents, (), STUDENT)
    return commands.set_plan(actor=ROBOT, now=now, place=place, plan=plan, terms=terms)


def put(place: Any, now: Any, person: Any, category: str = "etudiant") -> None:
    pricing.put_in_category(actor=ROBOT, now=now, place=place, category=category, person_id=person.pk)


def text(client: Client, address: str) -> str:
    seen = client.get(address)
    assert seen.status_code == 200, address
    return seen.content.decode()


def words(client: Client, address: str) -> str:
    """What is read, without the tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", text(client, address)).split())


PLAN = {
    "name_fr": "Résident",
    "cents": "220",
    "first_day": "2026-03-01",
    "period": "month",
    "online": "on",
    "people_max": "1",
}
KIND = {"name_fr": "Carnet", "use": "seat", "quantity": "10", "unit": "day", "cents": "150", "online": "on"}


def test_a_price_for_a_category_is_one_more_field_and_an_empty_one_is_the_same_price(here, three) -> None:
    manager, address = as_(three.manager), page("plans", here.slug)
    form = text(manager, address)
    assert ('name="price_etudiant"' in form, 'name="price_plein"' in form) == (True, False)
    assert manager.post(address, {**PLAN, "price_etudiant": "0"}).status_code == 302
    (plan,) = queries.plans_of(here)
    assert [(each.category, each.cents) for each in plan.versions[0].prices] == [("etudiant", 0)]
    assert manager.post(f"{address}?formule=resident", {**PLAN, "price_etudiant": ""}).status_code == 302
    assert queries.plans_of(here)[0].versions[0].prices == ()


def test_what_is_no_price_gets_a_sentence_and_the_fields_stay_open(here, three) -> None:
    manager = as_(three.manager)
    for address, asked in ((page("plans", here.slug), PLAN), (page("pass_kinds", here.slug), KIND)):
        wrong = manager.post(address, {**asked, "price_etudiant": "half"})
        assert wrong.status_code == 422
        assert "“half” is not a price." in wrong.content.decode()
        assert '<details class="fold tariffs" open>' in wrong.content.decode()
    assert (queries.plans_of(here), queries.pass_kinds_of(here)) == ([], [])


def test_a_pass_has_prices_too(here, three) -> None:
    manager, address = as_(three.manager), page("pass_kinds", here.slug)
    assert manager.post(address, {**KIND, "price_etudiant": "90"}).status_code == 302
    assert "Student €90.00" in text(manager, address)
    assert 'value="90"' in text(manager, f"{address}?carnet=carnet")


def test_the_shelf_tells_each_their_price_and_others_only_where_prices_are_public(here, three, now) -> None:
    a_resident(here, now)
    put(here, now, three.member)
    pricing.show_prices(actor=ROBOT, now=now, place=here, public=False)
    address, stranger, student = page("shelf", here.slug), Client(headers={"accept-language": "en"}), as_(three.member)
    assert "Student" not in text(stranger, address)
    mine = text(student, address)
    assert ("€144.00" in mine, "For you: “Student” price, instead of €264.00" in mine) == (True, True)
    pricing.show_prices(actor=ROBOT, now=now, place=here, public=True)
    assert "Student €144.00" in words(stranger, address)
    assert "<dt>Student</dt>" not in text(student, address)


def test_one_says_yes_to_ones_own_price(here, three, now) -> None:
    a_resident(here, now)
    put(here, now, three.member)
    student, address = as_(three.member), page("take", here.slug, "resident")
    shown = text(student, address)
    assert ("Then €144.00 a month" in shown, "For you: “Student” price, instead of €264.00" in shown) == (True, True)
    student.post(address, {"key": ""})
    (line,) = queries.subscriptions_of(here, during=rules.Span(here.today(now)))
    assert line.consented_cents == 12_000
    mine = text(student, page("my_subscription", line.uuid))
    assert ("€144.00 a month with VAT" in mine, "“Student” price, instead of €264.00" in mine) == (True, True)


def test_a_price_that_ends_is_announced_and_waits_for_a_yes(here, three, now, at) -> None:
    a_resident(here, now)
    put(here, now, three.member)
    uuid = commands.subscribe(
        actor=ROBOT, now=now, place=here, plan="resident", since=here.today(now), person_id=three.member.pk
    )
    put(here, now, three.member, "")
    student, address = as_(three.member), page("my_subscription", uuid)
    shown = words(student, address)
    said = "The price for “Student” ended. From Wednesday 1 April 2026 on, this plan costs €264.00 (VAT included)."
    assert said in shown
    assert "a new price waits for a yes" in text(as_(three.manager), page("subscriptions", here.slug))
    assert student.post(address, {"act": "consent", "cents": "22000"}).status_code == 302
    assert "A new price" not in text(student, address)
    at(now + timedelta(days=30))
    commands.charge_month(actor=ROBOT, now=now, place=here, month=here.today(now + timedelta(days=30)))
    assert [each.cents for each in queries.periods_of(_id(here, uuid))] == [22_000, 8_516]


def test_another_plan_is_looked_at_at_ones_own_price(here, three, now) -> None:
    a_resident(here, now)
    other = rules.Plan("nomade", "Nomade", "Drop-in")
    terms = Terms(here.today(now), 6_000, (), (CategoryPrice("etudiant", 3_000),))
    commands.set_plan(actor=ROBOT, now=now, place=here, plan=other, terms=terms)
    put(here, now, three.member)
    uuid = commands.subscribe(
        actor=ROBOT, now=now, place=here, plan="resident", since=here.today(now), person_id=three.member.pk
    )
    shown = text(as_(three.member), f"{page('my_subscription', uuid)}?plan=nomade&when=next")
    assert ("Drop-in · €36.00 a month with VAT" in shown, "“Student” price, instead of €72.00" in shown) == (True, True)


def test_the_desk_sees_the_price_of_who_is_before_it(here, three, now) -> None:
    a_resident(here, now)
    a_pass_kind(three.place, now=now, cents=15_000, prices=(CategoryPrice("etudiant", 9_000),))
    put(here, now, three.member)
    contact, manager = places.contact_of(here, person_id=three.member.pk), as_(three.manager)
    assert "Resident · €120.00 a month" in text(manager, page("plan_of", here.slug, contact))
    assert "€90.00" in text(manager, page("allowances_of", here.slug, contact))


def test_the_api_tells_my_price_and_those_of_categories_where_they_are_public(here, three, now, client) -> None:
    a_resident(here, now)
    a_pass_kind(three.place, now=now, cents=15_000, prices=(CategoryPrice("etudiant", 9_000),))
    put(here, now, three.member)
    pricing.show_prices(actor=ROBOT, now=now, place=here, public=False)
    address = f"/api/v1/places/{here.slug}/plans"
    mine, theirs = as_(three.member).get(address).json(), client.get(address).json()
    own = {"category": "etudiant", "name": "Student", "net_cents": 12_000, "gross_cents": 14_400}
    assert (mine["plans"][0]["yours"], mine["passes"][0]["yours"]["net_cents"]) == (own, 9_000)
    assert (theirs["plans"][0]["yours"], theirs["plans"][0]["category_prices"]) == (None, [])
    pricing.show_prices(actor=ROBOT, now=now, place=here, public=True)
    told = client.get(address).json()["plans"][0]
    assert [(each["category"], each["net_cents"]) for each in told["category_prices"]] == [("etudiant", 12_000)]


def test_pages_cost_the_same_with_one_price_and_with_three(here, three, now, statements) -> None:
    put(here, now, three.member)
    pages = [(as_(three.member), page("shelf", here.slug)), (as_(three.manager), page("plans", here.slug))]
    counts: list[list[int]] = [[] for _ in pages]
    for code in ("resident", "a", "b"):
        plan = rules.Plan(code, code, code)
        commands.set_plan(
            actor=ROBOT, now=now, place=here, plan=plan, terms=Terms(here.today(now), 22_000, (), STUDENT)
        )
        for (client, address), seen in zip(pages, counts, strict=True):
            with statements() as said:
                assert client.get(address).status_code == 200
            seen.append(len([each for each in said if "mfa_authenticator" not in each]))  # once a session
    assert all(len(set(seen)) == 1 and seen[0] <= 6 for seen in counts), counts


def _id(place: Any, uuid: Any) -> int:
    found = queries.find_subscription(place, subscription=uuid)
    assert found is not None
    return found.id
