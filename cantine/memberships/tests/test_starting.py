"""A plan that begins in the past: never in closed books, never months at once without a question; taken back where it was a mistake."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting import commands as accounting
from cantine.accounting.testing import a_legal_entity, an_entry
from cantine.billing import commands as invoicing
from cantine.billing import queries as billing
from cantine.billing.testing import a_payer
from cantine.core import scoping
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.memberships import commands, queries, rules
from cantine.memberships.models import Allowance, Subscription
from cantine.memberships.testing import ROBOT, a_plan
from cantine.people.testing import an_organisation
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.testing import actor_for, ref_of


@pytest.fixture
def here(three: Any, now: Any, at: Any, db: Any) -> Iterator[Any]:
    """10 March 2026; the books are closed until the end of January."""
    at(now)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        place_commands.note_contact(actor=ROBOT, now=now, place=place, person_id=three.member.pk)
        entity = a_legal_entity(three.place, now=now)
        an_entry(entity, now=now, day=date(2026, 1, 5))
        accounting.close_period(actor=ROBOT, now=now, place=place, entity=entity.uuid, last_day=date(2026, 1, 31))
        yield place


def as_(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def charged(place: Any) -> list[tuple[str, int]]:
    found = billing.due_charges(place, first_day=date(2025, 1, 1), last_day=date(2026, 12, 31))
    return [(each.name, each.price.net_cents) for each in found]


def taken(place: Any, three: Any, now: Any, since: date) -> Any:
    code = a_plan(three.place, now=now, first_day=date(2025, 1, 1))
    return commands.subscribe(actor=ROBOT, now=now, place=place, plan=code, since=since, person_id=three.member.pk)


def test_no_plan_begins_in_closed_books(here, three, now) -> None:
    with pytest.raises(Refused) as refused:
        taken(here, three, now, date(2026, 1, 31))
    (why,) = refused.value.refusals
    assert (why.code, why.field, why.context["first"]) == ("plan_begins_closed", "since", date(2026, 2, 1))
    assert charged(here) == []
    taken(here, three, now, date(2026, 2, 1))
    assert [cents for _name, cents in charged(here)] == [20_000, 20_000]


def test_the_demo_and_a_take_over_tell_the_past_without_the_books(here, three, now) -> None:
    code = a_plan(three.place, now=now, first_day=date(2025, 1, 1))
    said = {"actor": ROBOT, "now": now, "place": here, "plan": code, "person_id": three.member.pk}
    assert commands.subscribe(**said, since=date(2026, 1, 1), replay=True)


@pytest.mark.parametrize("who", ["person", "team"])
def test_months_before_this_one_are_said_and_asked_before_they_are_charged(here, three, now, who) -> None:
    manager = as_(three.manager)
    if who == "person":
        contact = places.contact_of(here, person_id=three.member.pk)
        address = reverse("memberships:plan_of", args=[here.slug, contact])
        said = {"plan": a_plan(three.place, now=now, first_day=date(2025, 1, 1))}
    else:
        acme = an_organisation("Acme")
        place_commands.note_customer(actor=ROBOT, now=now, place=here, customer_id=acme.pk)
        address = reverse("memberships:organisations", args=[here.slug])
        code = a_plan(three.place, now=now, first_day=date(2025, 1, 1), people_max=5)
        said = {"act": "team", "customer": str(acme.pk), "plan": code}
    closed = manager.post(address, {**said, "since": "2026-01-10"})
    assert "The books are closed until Saturday 31 January 2026" in closed.content.decode()
    asked = manager.post(address, {**said, "since": "2026-02-01"})
    question = asked.context["question"]
    assert (question["periods"], question["amount"], charged(here)) == (2, "€480.00", [])
    assert manager.post(address, {**said, "since": "2026-02-02", "sure": question["sure"]}).context["question"]
    assert manager.post(address, {**said, "since": "2026-02-01", "sure": question["sure"]}).status_code == 302
    assert [cents for _name, cents in charged(here)] == [20_000, 20_000]


def test_this_month_is_not_asked_about(here, three, now) -> None:
    contact = places.contact_of(here, person_id=three.member.pk)
    address = reverse("memberships:plan_of", args=[here.slug, contact])
    said = {"plan": a_plan(three.place, now=now), "since": "2026-03-01"}
    assert as_(three.manager).post(address, said).status_code == 302
    assert [cents for _name, cents in charged(here)] == [20_000]


@given(months=st.integers(0, 40), day=st.integers(1, 28))
def test_what_is_asked_is_what_each_month_would_charge(months: int, day: int) -> None:
    today, since = date(2026, 3, 10), rules.later(date(2026, 3, day), months=-months)
    versions = (rules.Terms(date(2020, 1, 1), 20_000), rules.Terms(date(2025, 6, 1), 18_000))
    found = rules.backlog_of(versions, period=rules.Period.MONTH, since=since, today=today)
    running, month, sums = rules.Running(since), rules.month_of(since).first_day, []
    while month <= today:
        cents = 18_000 if max(since, month) >= date(2025, 6, 1) else 20_000
        due = rules.due_in(month, period=rules.Period.MONTH, cents=cents, running=running)
        assert due is not None
        sums.append(due.cents)
        month = rules.next_month(month)
    assert (found.periods, found.cents) == (months + 1, sum(sums))


def test_a_mistake_is_taken_back_as_if_it_had_never_begun(here, three, now) -> None:
    subscription = taken(here, three, now, date(2026, 2, 1))
    address = reverse("memberships:subscription", args=[here.slug, subscription])
    manager = as_(three.manager)
    assert manager.get(address).context["annullable"]
    manager.post(address, {"act": "annul"})
    served = Allowance.objects.filter(begins_on=date(2026, 3, 1))
    assert (charged(here), list(served.values_list("balance", flat=True))) == ([], [Decimal(0)])
    assert Subscription.objects.get().until == date(2026, 1, 31)
    seen = manager.get(address).context
    assert (seen["row"].days, seen["annullable"], seen["change"]) == ("taken back: it never began", False, None)
    assert queries.subscriptions_of(here, during=rules.Span(date(2026, 2, 1))) == []
    with pytest.raises(Refused):
        commands.annul_subscription(actor=ROBOT, now=now, place=here, subscription=subscription)


def test_a_plan_to_come_is_taken_back_too(here, three, now) -> None:
    subscription = taken(here, three, now, here.today(now) + timedelta(days=60))
    commands.annul_subscription(actor=ROBOT, now=now, place=here, subscription=subscription)
    assert queries.subscriptions_of(here, during=rules.Span(date(2026, 2, 1))) == []


def test_what_a_draft_took_is_not_taken_back(here, three, now) -> None:
    subscription = taken(here, three, now, date(2026, 2, 1))
    invoicing.prepare_invoices(actor=ROBOT, now=now, place=here, last_day=date(2026, 2, 28))
    with pytest.raises(Refused) as refused:
        commands.annul_subscription(actor=ROBOT, now=now, place=here, subscription=subscription)
    assert [each.code for each in refused.value.refusals] == ["subscription_invoiced"]
    address = reverse("memberships:subscription", args=[here.slug, subscription])
    assert not as_(three.manager).get(address).context["annullable"]


def test_each_month_says_whether_it_is_invoiced(here, three, now) -> None:
    subscription = taken(here, three, now, date(2026, 2, 1))
    manager, address = as_(three.manager), reverse("memberships:subscription", args=[here.slug, subscription])

    def states() -> list[str]:
        return [row.state for row in manager.get(address).context["periods"]]

    assert states() == ["to be invoiced", "to be invoiced"]
    a_payer(three.place, ("person", three.member.pk), now=now)
    done = invoicing.prepare_invoices(actor=ROBOT, now=now, place=here, last_day=date(2026, 2, 28))
    assert states() == ["to be invoiced", "on an invoice that is being prepared"]
    invoicing.issue_invoice(actor=ROBOT, now=now, place=here, invoice=done.drafts[0])
    assert states()[0] == "to be invoiced"
    assert states()[1].startswith("invoiced: F")


def test_only_the_team_takes_a_plan_back(here, three, now) -> None:
    subscription = taken(here, three, now, here.today(now))
    member = actor_for(three.member, now=now)
    with pytest.raises(Denied):
        commands.annul_subscription(actor=member, now=now, place=here, subscription=subscription)
    address = reverse("memberships:my_subscription", args=[subscription])
    assert not as_(three.member).get(address).context["annullable"]
