"""The month of what is owed: payer by payer, to read and to take away."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cantine.billing import commands
from cantine.billing.models import Charge
from cantine.billing.rules import Standing, State
from cantine.core import scoping
from cantine.core.actor import system
from cantine.kernel import Interval
from cantine.people.testing import an_organisation
from cantine.places.testing import ref_of
from cantine.pricing import queries as prices
from cantine.pricing.rules import Ask, Price, price_of
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.django_db
ROBOT = system("a test sells")


@pytest.fixture
def sold(three: Any, now: Any, at: Any) -> Callable[..., str]:
    """``sold(hours=2)`` → the source of an hour of the red room, due, for the member unless said."""
    at(now)
    priced = a_price_list(three.place, now=now)

    def sell(
        *,
        hours: int = 1,
        person: Any = None,
        customer_id: int | None = None,
        state: State = State.DUE,
        source: str = "",
    ) -> str:
        source = source or f"test:{uuid4()}"
        interval = Interval(now + timedelta(hours=1), now + timedelta(hours=1 + hours))
        with scoping.scope([priced.place.organisation_id]):
            grid = prices.grid_of(priced.place, on=priced.place.today(now))
            assert grid is not None
            asked = Ask(
                timezone=priced.place.timezone, intervals=(interval,), resource=three.room.slug, name="Salle Rouge"
            )
            price = price_of(asked, grid)
            assert isinstance(price, Price)
            sale = commands.Sale(
                source=source, name="Salle Rouge", day=priced.place.today(now), price=price, standing=Standing(state),
                interval=interval, person_id=(person or three.member).pk, customer_id=customer_id,
            )  # fmt: skip
            commands.make_charges(actor=ROBOT, now=now, place=priced.place, sales=[sale])
        return source

    return sell


def seen_by(person: Any, three: Any, rest: str = "", language: str = "en") -> Any:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client.get(f"/{three.place.slug}/a-facturer/{rest}")


def test_the_manager_reads_what_each_payer_owes(three: Any, sold: Any) -> None:
    sold(hours=2)
    sold(hours=3, customer_id=an_organisation("Acme").pk)
    page = seen_by(three.manager, three)
    assert [(each.name, each.net, each.gross) for each in page.context["accounts"]] == [
        ("Acme", "€120.00", "€144.00"),
        ("Member", "€80.00", "€96.00"),
    ]
    assert page.context["total"]["net"] == "€200.00"


def test_what_is_not_due_is_not_there(three: Any, sold: Any) -> None:
    sold(state=State.EXPECTED)
    sold(state=State.DROPPED)
    page = seen_by(three.manager, three)
    assert page.context["accounts"] == []
    assert "Nothing to invoice this month" in page.content.decode()


def test_a_member_does_not_read_it(three: Any, sold: Any) -> None:
    assert seen_by(three.member, three).status_code == 403


def test_another_month_is_asked_for_and_nonsense_is_this_one(three: Any, sold: Any, now: Any) -> None:
    sold()
    assert len(seen_by(three.manager, three, f"?mois={now:%Y-%m}").context["accounts"]) == 1
    assert seen_by(three.manager, three, "?mois=2031-02").context["accounts"] == []
    for nonsense in ("?mois=2026-13", "?mois=x", "?mois=99999-1", "?mois=2026-02-03"):
        assert len(seen_by(three.manager, three, nonsense).context["accounts"]) == 1, nonsense


def test_it_is_taken_away_as_a_table(three: Any, sold: Any, now: Any) -> None:
    sold(hours=2)
    table = seen_by(three.manager, three, f"{now.year}-{now.month}.csv").content.decode("utf-8-sig").splitlines()
    assert table == [
        "Payer;Day;What;Category;Without VAT;VAT;With VAT;Value offered;Not due yet",
        "Member;10/03/2026;Salle Rouge;Small business;80,00;16,00;96,00;0,00;",
    ]
    assert seen_by(three.manager, three, "2026-13.csv").status_code == 404


def test_sums_are_the_sums_of_what_is_shown(three: Any, sold: Any, now: Any) -> None:
    """Three lines of 0.03 € each: VAT is rounded once for a payer, so the table shares it among the lines."""
    with scoping.scope([ref_of(three.place).organisation_id]):
        for _ in range(3):
            sold()
        Charge.objects.update(price=_of_three_cents(Charge.objects.first()))
    table = seen_by(three.manager, three, f"{now.year}-{now.month}.csv").content.decode("utf-8-sig").splitlines()[1:]
    assert [each.split(";")[5] for each in table] == ["0,01", "0,00", "0,01"]
    context = seen_by(three.manager, three).context
    assert (context["total"]["gross"], context["accounts"][0].gross) == ("€0.11", "€0.11")


def _of_three_cents(charge: Any) -> Any:
    line = {**charge.price["lines"][0], "cents": 3, "list_cents": 3, "unit_cents": 3, "reasons": []}
    return {**charge.price, "lines": [line]}


def test_what_is_to_come_is_marked_and_totalled_apart(three: Any, sold: Any, now: Any) -> None:
    """Only what came is offered to be invoiced; what earlier months left is in view."""
    sold()
    with scoping.scope([ref_of(three.place).organisation_id]):
        Charge.objects.filter(source=sold(hours=2)).update(day=now.date() + timedelta(days=2))
        Charge.objects.filter(source=sold(hours=3)).update(day=now.date() - timedelta(days=40))
    page = seen_by(three.manager, three)
    (account,) = page.context["accounts"]
    assert (account.gross, account.later, page.context["total"]["later"]) == ("€48.00", "€96.00", "€96.00")
    assert [line["later"] for line in account.lines] == ["", "to come"]
    assert [(each["payers"], each["gross"]) for each in page.context["before"]] == [(1, "€144.00")]
    with scoping.scope([ref_of(three.place).organisation_id]):
        Charge.objects.exclude(day__gt=now.date()).delete()
    page = seen_by(three.manager, three)
    assert (page.context["can_prepare"], page.context["accounts"][0].who) == (False, "")


def test_the_page_costs_the_same_at_one_charge_and_at_three(three: Any, sold: Any, statements: Any) -> None:
    client, counts = Client(), []
    client.force_login(three.manager)
    for more in (1, 2):
        for _ in range(more):
            sold(customer_id=an_organisation(f"Acme {uuid4()}").pk)
        with statements() as said:
            client.get(f"/{three.place.slug}/a-facturer/")
        counts.append(len(said))
    assert counts[0] == counts[1] <= 7


def test_a_share_is_asked_for_once_said(three: Any, sold: Any, now: Any) -> None:
    source = sold()
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        commands.settle_charges(actor=ROBOT, now=now, place=place, standings={source: Standing(State.DUE, 50)})
    assert seen_by(three.manager, three).context["total"]["net"] == "€20.00"


def test_an_act_is_charged_once_and_priced_anew(three: Any, sold: Any) -> None:
    source = sold()
    assert sold(source=source, hours=3) == source
    with scoping.scope([three.place.organisation_id]):
        assert list(Charge.objects.values_list("source", "net_cents")) == [(source, 12000)]


def test_the_database_refuses_a_second_charge_of_one_act(three: Any, sold: Any) -> None:
    sold()
    with scoping.scope([three.place.organisation_id]):
        twin = Charge.objects.get()
        twin.pk, twin.uuid = None, uuid4()
        with pytest.raises(IntegrityError, match="an_act_is_charged_once"), transaction.atomic():
            twin.save()


def test_what_has_no_price_any_more_is_withdrawn(three: Any, sold: Any, now: Any) -> None:
    source, other = sold(), sold()
    with scoping.scope([three.place.organisation_id]):
        commands.withdraw_charges(actor=ROBOT, now=now, place=ref_of(three.place), sources=[source, "unknown"])
        assert list(Charge.objects.values_list("source", flat=True)) == [other]


def test_what_nobody_was_charged_for_is_settled_without_a_word(three: Any, sold: Any, now: Any) -> None:
    with scoping.scope([three.place.organisation_id]):
        commands.settle_charges(actor=ROBOT, now=now, place=ref_of(three.place), standings={"x": Standing(State.DUE)})
        assert Charge.objects.count() == 0
