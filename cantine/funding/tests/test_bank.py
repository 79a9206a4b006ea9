"""A line of the bank pays a cost that was entered before; what is entered from a line makes it handled."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting import queries as books
from cantine.accounting.rules import Role
from cantine.billing import commands as billing
from cantine.billing import queries as bank_reads
from cantine.billing.commands.bank_ends import release_line
from cantine.billing.queries import Heap
from cantine.billing.rules.bank import BankLine as Said
from cantine.billing.tests.bank_files import a_camt
from cantine.funding import commands
from cantine.funding.models import Cost
from cantine.funding.queries.bank import costs_to_pay
from cantine.funding.rules import Spent
from cantine.funding.rules.bank import Seen, ToPay, paid_by
from cantine.kernel import Refused

DAY = date(2026, 11, 20)


def owed(cents: int = 42_000, *, what: str = "Ménage", supplier: str = "Propre et Net", day: date = DAY) -> ToPay:
    return ToPay(uuid4(), Spent(what=what, day=day, net_cents=cents, supplier=supplier, category="upkeep"))


def out(cents: int = -42_000, words: str = "PRLV SEPA", day: date = DAY) -> Said:
    return Said(day, day, cents, words)


# -- the rule ----------------------------------------------------------------------------------------------------------


def test_the_name_of_the_supplier_tells_more_than_what_it_is_and_that_more_than_the_amount() -> None:
    mine, other = owed(), owed(what="Nettoyage", supplier="Autre")
    assert paid_by(out(words="PRLV PROPRE NET"), [other, mine]) == [(mine, Seen.SUPPLIER)]
    assert paid_by(out(words="VIR NETTOYAGE"), [other, mine]) == [(other, Seen.WHAT)]
    assert paid_by(out(), [other, mine]) == []
    assert paid_by(out(), [mine]) == [(mine, Seen.AMOUNT)]


@given(st.integers(min_value=1, max_value=10**8), st.integers(min_value=-(10**8), max_value=10**8))
def test_no_line_pays_another_amount(cents: int, moved: int) -> None:
    found = paid_by(out(moved, "PROPRE ET NET"), [owed(cents)])
    assert bool(found) == (moved == -cents)


@pytest.mark.parametrize("days", [-6, 401])
def test_a_line_long_before_or_long_after_pays_something_else(days: int) -> None:
    assert paid_by(out(day=DAY + timedelta(days=days)), [owed()]) == []


# -- the commands and the pages ----------------------------------------------------------------------------------------


@pytest.fixture
def bank(economy: Any) -> Callable[..., UUID]:
    """``bank(-90000, "LOYER")`` → the line that came."""

    def bring(cents: int, words: str = "PRLV") -> UUID:
        day = economy.today
        billing.import_bank_file(**economy.said, content=a_camt([Said(day, day, cents, words)]))
        heap = Heap.WAITING if cents > 0 else Heap.OUT
        return next(each.uuid for each in bank_reads.bank_lines_of(economy.place, heap) if each.said.label == words)

    return bring


@pytest.fixture
def client(economy: Any) -> Client:
    made = Client(headers={"accept-language": "fr"})
    made.force_login(economy.three.manager)
    return made


def stands(economy: Any, line: UUID) -> tuple[Heap, str]:
    found = bank_reads.find_bank_line(economy.place, line)
    assert found is not None
    return found.heap, found.became


def at_bank(economy: Any) -> int:
    return books.money_of(economy.entity.id, day=economy.today)[Role.BANK]


@pytest.mark.django_db
def test_one_press_pays_the_cost_and_handles_the_line_and_another_undoes_both(
    economy: Any, bank: Any, client: Client
) -> None:
    economy.cost(supplier="SCI du Passage")
    line, address = bank(-90_000, "PRLV SCI DU PASSAGE"), f"/{economy.place.slug}/reglements/banque/"
    for turn in range(2):
        (row,) = client.get(f"{address}?etat=sorties").context["rows"]
        (offer,) = row["offers"]
        client.post(offer.action, dict(offer.fields))
        assert (stands(economy, line), at_bank(economy)) == ((Heap.MATCHED, "cost"), -90_000)
        assert (Cost.objects.get().paid_on, costs_to_pay(economy.place)) == (economy.today, [])
        (row,) = client.get(f"{address}?etat=rapprochees").context["rows"]
        assert row["end"]["label"] == "Loyer"
        client.post(f"{address}{line}/liberer/")
        assert (stands(economy, line), at_bank(economy)) == ((Heap.OUT, ""), 0)
        assert (Cost.objects.get().paid_on, Cost.objects.get().turn) == (None, turn + 1)


@pytest.mark.django_db
def test_what_is_refused_of_a_cost_and_a_line(economy: Any, bank: Any) -> None:
    cost, line = economy.cost(), bank(-80_000)
    for asked, code in ((cost, "cost_is_not_line"), (uuid4(), "cost_unknown")):
        with pytest.raises(Refused) as why:
            commands.pay_cost_by_line(**economy.said, cost=asked, line=line)
        assert [each.code for each in why.value.refusals] == [code]
    assert (stands(economy, line), at_bank(economy)) == ((Heap.OUT, ""), 0)
    with pytest.raises(Refused) as why:
        commands.unpay_cost(**economy.said, entry=uuid4())
    assert [each.code for each in why.value.refusals] == ["cost_unknown"]


@pytest.mark.django_db
def test_a_cost_and_a_gift_that_are_entered_from_their_line_handle_it(economy: Any, bank: Any, client: Client) -> None:
    spent, given = bank(-90_000, "LOYER MARS"), bank(5_000, "DON DE LUCIE")
    day, slug = economy.today.isoformat(), economy.place.slug
    client.post(
        f"/{slug}/economie/charges/",
        {"what": "Loyer", "amount": "900", "day": day, "paid_on": day, "category": "rent", "key": f"bank:{spent}"},
    )
    client.post(
        f"/{slug}/economie/soutiens/dons/nouveau/",
        {"kind": "person", "name": "Lucie", "cents": "50", "day": day, "way": "transfer", "key": f"bank:{given}"},
    )
    assert (stands(economy, spent), stands(economy, given)) == ((Heap.MATCHED, "cost"), (Heap.MATCHED, "gift"))
    release_line(**economy.said, line=given)
    assert (stands(economy, given), at_bank(economy)) == ((Heap.WAITING, ""), -85_000)  # the gift has its own page


@pytest.mark.django_db
@pytest.mark.parametrize(("amount", "paid"), [("800", True), ("900", False)])
def test_a_cost_of_another_amount_or_not_paid_leaves_its_line_open(
    economy: Any, bank: Any, client: Client, amount: str, paid: bool
) -> None:
    line, day = bank(-90_000), economy.today.isoformat()
    client.post(
        f"/{economy.place.slug}/economie/charges/",
        {"what": "Loyer", "amount": amount, "day": day, "paid_on": day if paid else "", "key": f"bank:{line}"},
    )
    assert (Cost.objects.count(), stands(economy, line)) == (1, (Heap.OUT, ""))


# -- what SQL by hand cannot do ----------------------------------------------------------------------------------------

AGAIN = "UPDATE funding_cost SET paid_on = NULL"


@pytest.mark.django_db
def test_by_hand_no_payment_of_a_cost_is_forgotten_without_its_turn(economy: Any) -> None:
    economy.cost(paid_on=economy.today)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(AGAIN)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE funding_cost SET turn = turn + 1")


@pytest.mark.django_db
def test_without_its_guard_it_would_be(economy: Any, as_owner: Any) -> None:
    economy.cost(paid_on=economy.today)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER cost_stays ON funding_cost")
    with connection.cursor() as cursor:
        cursor.execute(AGAIN)
    assert Cost.objects.get().paid_on is None
