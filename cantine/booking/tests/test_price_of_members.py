"""What dues have to do with a price: until when they give it, by whose they are, or what it would be with them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cantine.accounting.testing import a_legal_entity
from cantine.billing.rules import Method
from cantine.core import scoping
from cantine.core.actor import system
from cantine.memberships import commands as memberships
from cantine.memberships.queries.dues import dues_asked_soon
from cantine.memberships.rules.dues import DuesWho
from cantine.memberships.testing import a_kind_of_dues, paid_dues
from cantine.people.testing import an_organisation, belong
from cantine.places import commands as places
from cantine.places.testing import ref_of
from cantine.pricing import queries as prices
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.django_db
ROBOT = system("test")


@pytest.fixture
def place(three: Any, now: Any, at: Any) -> Any:
    at(now)
    a_legal_entity(three.place, now=now)
    a_price_list(three.place, now=now)
    ref = ref_of(three.place)
    with scoping.scope([ref.organisation_id]):
        places.note_contact(actor=ROBOT, now=now, place=ref, person_id=three.member.pk)
        memberships.set_dues_gate(actor=ROBOT, now=now, place=ref, category="membre", grace_days=30, everything=True)
    return ref


def said(three: Any, place: Any, now: Any) -> Any:
    client = Client(headers={"accept-language": "en"})
    client.force_login(three.member)
    starts = (now + timedelta(days=7)).replace(hour=10, minute=0)
    address = reverse("booking:book", args=[place.slug, three.room.slug])
    page = client.get(address, {"debut": starts.isoformat(), "duree": "60"})
    return page.context["said"], page.content.decode()


def a_firm_that_paid(three: Any, place: Any, now: Any) -> None:
    """A firm of the member's, whose dues are paid."""
    firm = an_organisation("Atelier", kind="company")
    kind = a_kind_of_dues(three.place, now=now, name_fr="Entreprise", who=DuesWho.FIRM)
    belong(three.member, firm)
    with scoping.scope([place.organisation_id]):
        places.note_customer(actor=ROBOT, now=now, place=place, customer_id=firm.pk)
        dues = memberships.call_dues(actor=ROBOT, now=now, place=place, kind=kind, who=("organisation", firm.pk))
        memberships.record_dues(
            actor=ROBOT, now=now, place=place, dues=dues, method=Method.CARD, cents=2_000, received_on=place.today(now)
        )


def test_without_dues_the_price_says_what_it_would_be_and_where_to_join(three, place, now) -> None:
    a_kind_of_dues(three.place, now=now)
    price, page = said(three, place, now)
    assert (price.price.net_cents, price.with_dues.net_cents, price.until) == (4_000, 2_800, None)
    assert reverse("memberships:join", args=[place.slug]) in page


def test_where_nobody_may_join_nothing_is_said(three, place, now) -> None:
    price, _page = said(three, place, now)
    assert (price.with_dues, price.until) == (None, None)


def test_with_dues_it_says_until_when(three, place, now) -> None:
    paid_dues(three.place, three.member, kind=a_kind_of_dues(three.place, now=now), now=now)
    price, page = said(three, place, now)
    assert (price.price.net_cents, f"{price.until:%d/%m/%Y}", price.by, price.with_dues) == (
        2_800,
        "31/12/2026",
        "",
        None,
    )
    assert "dues up to date until" in page


def test_the_dues_of_a_firm_open_the_gate_to_its_people(three, place, now) -> None:
    a_firm_that_paid(three, place, now)
    with scoping.scope([place.organisation_id]):
        asked = dues_asked_soon(place, person_id=three.member.pk).value
        assert (asked.by, f"{asked.paid_until:%d/%m/%Y}") == ("Atelier", "31/12/2026")
        assert prices.category_of(place, person_id=three.member.pk) == "membre"
        assert prices.category_of(place, person_id=three.stranger.pk) == ""
    price, page = said(three, place, now)
    assert (price.price.net_cents, price.by) == (2_800, "Atelier")
    assert "the dues of Atelier are up to date until" in page
    with scoping.scope([place.organisation_id]):
        memberships.follow_dues(actor=ROBOT, now=now + timedelta(days=400), place=place)
        assert dues_asked_soon(place, person_id=three.member.pk).value.by == ""
        assert prices.category_of(place, person_id=three.member.pk) == ""


def test_following_twice_changes_nothing_for_the_people_of_a_firm(three, place, now) -> None:
    a_firm_that_paid(three, place, now)
    with scoping.scope([place.organisation_id]):
        assert memberships.follow_dues(actor=ROBOT, now=now, place=place) == (0, 0)


def test_the_dues_of_a_firm_open_nothing_to_who_was_erased(three, place, now) -> None:
    a_firm_that_paid(three, place, now)
    memberships.forget_person(actor=ROBOT, now=now, person_id=three.member.pk)
    with scoping.scope([place.organisation_id]):
        assert dues_asked_soon(place, person_id=three.member.pk).value.by == ""
