"""Cheques in hand are brought to the bank together: each on one slip, which is expected until the bank has paid it in."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting import commands, queries
from cantine.accounting.commands.cheques import Brought, drop_slip, make_slip, pay_slip_in, take_slip_back
from cantine.accounting.models import ChequeSlip, SlipCheque
from cantine.accounting.queries.cheques import cheques_in_hand, find_slip, slips_of
from cantine.accounting.rules import JournalKind, Posting, Role
from cantine.accounting.rules.cheques import MOST, ChequeLine, in_hand
from cantine.accounting.testing import ROBOT, a_legal_entity, an_entry
from cantine.core import scoping
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.places.testing import actor_for, ref_of

DAY = date(2026, 11, 2)


def line(cents: int, *, third: str = "", key: int = 0, slip: bool = False, apart: bool = False) -> ChequeLine:
    return ChequeLine(key, uuid4(), DAY + timedelta(days=key), cents, third, third or "Odile", slip, apart)


# -- the rule ----------------------------------------------------------------------------------------------------------


def test_a_cheque_that_was_none_leaves_by_its_person_and_amount() -> None:
    first, mine, again = (line(500, third=third, key=key) for key, third in enumerate(("A", "B", "A")))
    assert in_hand([first, mine, again, line(-500, third="B", key=9)]) == [first, again]


def test_what_was_brought_with_no_slip_is_the_oldest_and_what_is_on_a_slip_or_apart_is_not_in_hand() -> None:
    old, other, late = (line(cents, key=key) for key, cents in enumerate((500, 300, 700)))
    assert in_hand(
        [old, other, late, line(-800, key=9), line(200, key=3, slip=True), line(-50, key=4, apart=True)]
    ) == [late]


@given(st.lists(st.integers(min_value=1, max_value=10_000), max_size=8), st.data())
def test_no_more_is_in_hand_than_came_less_what_left(came: list[int], data: st.DataObject) -> None:
    left = data.draw(st.integers(min_value=0, max_value=len(came)))
    lines = [line(cents, key=key) for key, cents in enumerate(came)]
    out = [line(-sum(came[:left]), key=99)] if left else []
    assert in_hand([*lines, *out]) == lines[left:]


# -- the commands ------------------------------------------------------------------------------------------------------


class Desk:
    """A place that takes cheques."""

    def __init__(self, three: Any, now: Any) -> None:
        self.three, self.now, self.entity = three, now, a_legal_entity(three.place, now=now)
        self.place = ref_of(three.place)
        self.said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": self.place}
        self.today = self.place.today(now)

    def cheque(self, cents: int, name: str = "Odile Martin") -> None:
        postings = [
            Posting(role=Role.CHEQUES, debit_cents=cents),
            Posting(role=Role.CUSTOMERS, credit_cents=cents, third="P1", third_name=name),
        ]
        an_entry(
            self.entity, now=self.now, label="Règlement", journal=JournalKind.BANK, day=self.today, postings=postings
        )

    def brought(self) -> list[Brought]:
        return [Brought(each.key) for each in cheques_in_hand(self.place)]

    def slip(self, cheques: Sequence[Brought] | None = None) -> UUID:
        return make_slip(**self.said, cheques=self.brought() if cheques is None else cheques, day=self.today)

    def holds(self) -> tuple[int, int]:
        held = queries.money_of(self.entity.id, day=self.today)
        return held[Role.CHEQUES], held[Role.BANK]


@pytest.fixture
def desk(three: Any, now: Any) -> Any:
    with scoping.scope([ref_of(three.place).organisation_id]):
        yield Desk(three, now)


def codes(why: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in why.value.refusals]


@pytest.mark.django_db
def test_a_slip_is_expected_then_paid_in_whole_then_taken_back(desk: Desk) -> None:
    desk.cheque(4_800)
    desk.cheque(3_000)
    first, *_rest = desk.brought()
    slip = desk.slip([Brought(first.line, "Crédit coopératif")])
    assert [(each.number, each.cents, each.paid_in) for each in slips_of(desk.place)] == [(1, 4_800, False)]
    assert (len(desk.brought()), desk.holds()) == (1, (7_800, 0))  # nothing is entered before the bank has it
    for _turn in range(2):
        entry = pay_slip_in(**desk.said, slip=slip, day=desk.today)
        assert (desk.holds(), slips_of(desk.place, expected=True)) == ((3_000, 4_800), [])
        with pytest.raises(Refused) as why:
            pay_slip_in(**desk.said, slip=slip, day=desk.today)
        assert codes(why) == ["slip_paid_in"]
        take_slip_back(**desk.said, entry=entry)
        assert (desk.holds(), len(desk.brought())) == ((7_800, 0), 1)


@pytest.mark.django_db
def test_a_slip_that_is_given_up_frees_its_cheques_and_keeps_its_number(desk: Desk) -> None:
    desk.cheque(4_800)
    slip = desk.slip()
    assert desk.brought() == []
    drop_slip(**desk.said, slip=slip)
    desk.slip()
    assert [(each.number, each.dropped_on) for each in slips_of(desk.place)] == [(2, None), (1, desk.today)]
    with pytest.raises(Refused) as why:
        drop_slip(**desk.said, slip=slip)
    assert codes(why) == ["slip_unknown"]


@pytest.mark.django_db
def test_what_is_refused_of_a_slip(desk: Desk) -> None:
    desk.cheque(4_800)
    (mine,) = desk.brought()
    for cheques, day, code in (
        ([], desk.today, "cheques_none"), ([Brought(0)], desk.today, "cheque_not_in_hand"),
        ([mine, mine], desk.today, "cheque_not_in_hand"), ([mine], desk.today + timedelta(days=1), "cheque_day_wrong"),
        ([Brought(number) for number in range(MOST + 1)], desk.today, "cheques_too_many"),
    ):  # fmt: skip
        with pytest.raises(Refused) as why:
            make_slip(**desk.said, cheques=cheques, day=day)
        assert code in codes(why)
    with pytest.raises(Refused) as why:
        take_slip_back(**desk.said, entry=uuid4())
    assert codes(why) == ["slip_unknown"]


@pytest.mark.django_db
def test_nobody_invoices_and_there_is_no_slip(three: Any, now: Any) -> None:
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]), pytest.raises(Refused) as why:
        make_slip(actor=ROBOT, now=now, place=place, cheques=[Brought(1)], day=place.today(now))
    assert codes(why) == ["nobody_invoices"]


@pytest.mark.django_db
def test_an_entry_that_was_reversed_is_no_cheque(desk: Desk) -> None:
    desk.cheque(4_800)
    (held,) = cheques_in_hand(desk.place)
    commands.reverse_entry(**desk.said, entry=held.entry, day=desk.today, label="Erreur")
    assert cheques_in_hand(desk.place) == []


@pytest.mark.django_db
def test_slips_are_for_who_keeps_the_money(desk: Desk) -> None:
    desk.cheque(4_800)
    actor = actor_for(desk.three.member, now=desk.now)
    with pytest.raises(Denied):
        make_slip(**{**desk.said, "actor": actor}, cheques=desk.brought(), day=desk.today)


# -- what SQL by hand cannot do ----------------------------------------------------------------------------------------

AGAIN = """
INSERT INTO accounting_slipcheque (organisation_id, slip_id, entity_id, line_id, position, drawer, bank, cents, live)
SELECT organisation_id, slip_id, entity_id, line_id, position + 1, drawer, bank, cents, true FROM accounting_slipcheque
"""
MORE = "UPDATE accounting_chequeslip SET cents = cents + 1"


@pytest.mark.django_db
@pytest.mark.parametrize("statement", [AGAIN, MORE, "DELETE FROM accounting_slipcheque"])
def test_by_hand_no_cheque_is_brought_twice_and_no_slip_changes(desk: Desk, statement: str) -> None:
    desk.cheque(4_800)
    desk.slip()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("guard", "statement", "found"),
    [
        ("DROP INDEX one_slip_a_cheque", AGAIN, (2, 4_800)),
        ("DROP TRIGGER slip_stands ON accounting_chequeslip", MORE, (1, 4_801)),
    ],
)
def test_without_their_guards_it_would_be(
    desk: Desk, as_owner: Any, guard: str, statement: str, found: tuple[int, int]
) -> None:
    desk.cheque(4_800)
    desk.slip()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(guard)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert (SlipCheque.objects.count(), ChequeSlip.objects.get().cents) == found


# -- the pages ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def client(three: Any, settings: Any) -> Client:
    settings.CANTINE_MFA_REQUIRED = False
    made = Client(headers={"accept-language": "fr"})
    made.force_login(three.manager)
    return made


@pytest.mark.django_db
def test_cheques_are_ticked_and_their_slip_is_printed_and_given_up(desk: Desk, client: Client) -> None:
    desk.cheque(4_800)
    desk.cheque(3_000, "Karim Diallo")
    address = f"/{desk.place.slug}/comptes/cheques/"
    first, _second = client.get(address).context["held"]
    day = desk.today.isoformat()
    assert client.post(address, {"day": day}).status_code == 422
    client.post(address, {"day": day, "cheque": [first["key"]], f"bank-{first['key']}": "Crédit coopératif"})
    (slip,) = slips_of(desk.place)
    page = client.get(f"{address}{slip.uuid}/")
    assert [(each.drawer, each.bank, each.cents) for each, _amount in page.context["lines"]] == [
        ("Odile Martin", "Crédit coopératif", 4_800)
    ]
    client.post(f"{address}{slip.uuid}/abandonner/")
    found = find_slip(desk.place, uuid=slip.uuid)
    assert found is not None
    assert found.dropped_on is not None
    assert client.get(f"{address}{uuid4()}/").status_code == 404


@pytest.mark.django_db
def test_the_page_of_cheques_costs_the_same_at_one_and_at_three(desk: Desk, client: Client, statements: Any) -> None:
    counts = []
    for many in (1, 2):
        for _ in range(many):
            desk.cheque(4_800)
        url = f"/{desk.place.slug}/comptes/cheques/"
        client.get(url)
        with statements() as said:
            client.get(url)
        counts.append(len(said))
    assert counts[0] == counts[1] <= 6
