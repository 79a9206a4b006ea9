"""A take-over that does not fall right at once is put right on its page: VAT held elsewhere, a wrong document, a model to begin from."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting import commands as accounting
from cantine.accounting import queries as books
from cantine.accounting.rules import Role
from cantine.accounting.testing import ROBOT
from cantine.billing import commands as billing
from cantine.billing import queries as documents
from cantine.billing.rules import Method
from cantine.core import scoping, sql
from cantine.kernel import Refused
from cantine.places.testing import ref_of
from cantine.pricing.rules import Vat, VatKind
from cantine.web import queries, rules
from cantine.web.rules.takeover import left_of
from cantine.web.tests.test_takeover import BALANCES, DAY, UNPAID, address, bring, old, show, words_of

__all__ = ["old"]
pytestmark = pytest.mark.django_db
ELSEWHERE = BALANCES.replace("44587;TVA en attente;;200,00", "44574;TVA à régulariser;;200,00")
GROSS = BALANCES.replace("419100;Acomptes reçus;;300,00", "419100;Acomptes reçus;;360,00").replace(
    "44571;TVA collectée;;60,00", "44571;TVA collectée;;0,00"
)


def standing(old: Any) -> tuple[int, int]:
    """VAT that waits and deposits, in credit of the old books."""
    with scoping.scope([old.place.organisation_id]):
        entity = books.entity_of(ref_of(old.place))
        assert entity is not None
        taken = books.books_taken_over(entity.id)
    assert taken is not None
    return -taken.by_role.get(Role.VAT_PENDING, 0), -taken.by_role.get(Role.ADVANCES, 0)


def come(old: Any) -> dict[str, UUID]:
    with scoping.scope([old.place.organisation_id]):
        entity = books.entity_of(ref_of(old.place))
        assert entity is not None
        return {
            each.reference: each.uuid for each in documents.taken_sums(ref_of(old.place), entity_id=entity.id).documents
        }


def moves() -> list[bool]:
    """Whether each entry that straightened old books was undone."""
    rows = sql.rows(
        "SELECT EXISTS (SELECT FROM accounting_entry r WHERE r.source = 'reverse:' || e.uuid) FROM accounting_entry e "
        "WHERE e.source LIKE %s ORDER BY e.id",
        [f"{books.MOVED}%"],
    )
    return [undone for (undone,) in rows]


def straighten(client: Client, old: Any, what: str, account: str) -> str:
    told = client.post(address(old) + "compte-de-tva/", {"what": what, "account": account}, follow=True)
    return words_of(told.content.decode())


def test_vat_that_the_old_books_hold_elsewhere_comes_in_one_entry(old: Any, client: Client) -> None:
    bring(client, old, "balances", ELSEWHERE)
    page = words_of(bring(client, old, "unpaid", UNPAID))
    assert "TVA qui attend ces règlements (44587) 260,00 € 0,00 € 260,00 €" in page
    assert "Passer l’écriture de 260,00 €" in page
    done = straighten(client, old, "waiting", "44574")
    assert "TVA qui attend ces règlements (44587) 260,00 € 260,00 € égal" in done
    assert standing(old) == (26_000, 30_000)


def test_the_same_press_twice_is_one_entry(old: Any, client: Client) -> None:
    bring(client, old, "balances", ELSEWHERE)
    bring(client, old, "unpaid", UNPAID)
    straighten(client, old, "waiting", "44574")
    assert "déjà égales" in straighten(client, old, "waiting", "44574")
    with scoping.scope([old.place.organisation_id]):
        assert moves() == [False]


def test_deposits_kept_with_their_vat_are_brought_to_what_they_are_without_it(old: Any, client: Client) -> None:
    bring(
        client,
        old,
        "balances",
        GROSS.replace("706;Prestations;;3 740,50", "706;Prestations;;3 640,50") + "44586;TVA sur acomptes;;100,00\n",
    )
    bring(client, old, "unpaid", UNPAID)
    straighten(client, old, "deposits", "44586")
    assert standing(old)[1] == 30_000


def test_an_account_that_the_balance_does_not_have_is_refused(old: Any, client: Client) -> None:
    bring(client, old, "balances", ELSEWHERE)
    bring(client, old, "unpaid", UNPAID)
    assert "n’a rien sur le compte 44599" in straighten(client, old, "waiting", "44599")
    assert standing(old) == (0, 30_000)


def test_what_straightened_a_balance_goes_with_it_when_it_is_taken_over_again(
    old: Any, client: Client, now: Any
) -> None:
    bring(client, old, "balances", ELSEWHERE)
    bring(client, old, "unpaid", UNPAID)
    straighten(client, old, "waiting", "44574")
    with scoping.scope([old.place.organisation_id]):
        place = ref_of(old.place)
        entity = books.entity_of(place)
        assert entity is not None
        taken = books.books_taken_over(entity.id)
        assert taken is not None
        accounting.reverse_entry(actor=ROBOT, now=now, place=place, entry=taken.entry, day=DAY, label="Annulation")
    bring(client, old, "balances", BALANCES)
    assert standing(old) == (20_000, 30_000)
    with scoping.scope([old.place.organisation_id]):
        assert moves() == [True]


def test_the_sums_stand_beside_those_of_the_balance_before_anything_is_written(old: Any, client: Client) -> None:
    bring(client, old, "balances", BALANCES)
    page = words_of(
        show(
            client,
            old,
            "unpaid",
            UNPAID.replace(
                "AC-7;20/03/2026;;Acme;;Acompte du séminaire;300;20;60;0",
                "AC-7;20/03/2026;;Acme;;Acompte du séminaire;300;20;60;360",
            ),
        ).content.decode()
    )
    assert "Reste dû par les clients 1 920,00 € 1 560,00 € 360,00 €" in page
    assert "AC-7 : le fichier dit qu’il reste quelque chose à payer" in page
    assert come(old) == {}


def as_committed() -> None:
    """What is checked at the commit is checked now: a test is one transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def take_out(client: Client, old: Any, *numbers: str) -> str:
    page = client.get(address(old)).content.decode()
    boxes = dict(re.findall(r'name="invoices" value="([^"]+)" aria-label="Retirer ([^"]+)"', page))
    wanted = [uuid for uuid, number in boxes.items() if number in numbers]
    told = client.post(address(old) + "retirer/", {"invoices": wanted}, follow=True)
    return words_of(told.content.decode())


def test_a_document_that_came_by_mistake_goes_and_comes_again_put_right(old: Any, client: Client) -> None:
    bring(client, old, "balances", BALANCES)
    bring(client, old, "unpaid", UNPAID.replace("1 200,00;\n", "1 100,00;\n"))
    as_committed()
    assert "1 document est retiré" in take_out(client, old, "F-2026-31")
    assert sorted(come(old)) == ["AC-7", "F-2026-32"]
    page = words_of(bring(client, old, "unpaid", UNPAID))
    assert "1 560,00 € 1 560,00 € égal" in page
    with scoping.scope([old.place.organisation_id]):
        entity = books.entity_of(ref_of(old.place))
        assert entity is not None
        assert documents.taken_sums(ref_of(old.place), entity_id=entity.id).left_cents == 156_000


def test_a_document_that_was_paid_here_stays(old: Any, client: Client, now: Any) -> None:
    bring(client, old, "balances", BALANCES)
    bring(client, old, "unpaid", UNPAID)
    place = ref_of(old.place)
    with scoping.scope([place.organisation_id]):
        paid = come(old)["F-2026-32"]
        billing.record_payment(
            actor=ROBOT, now=now, place=place, who=("person", old.member.pk), cents=36_000, method=Method.CARD,
            received_on=place.today(now), key="paid", invoices=[paid],
        )  # fmt: skip
        with pytest.raises(Refused) as why:
            billing.take_back_invoices(actor=ROBOT, now=now, place=place, invoices=[paid])
        assert [each.code for each in why.value.refusals] == ["old_document_used"]
    assert "F-2026-32" not in re.findall(r'aria-label="Retirer ([^"]+)"', client.get(address(old)).content.decode())
    assert sorted(come(old)) == ["AC-7", "F-2026-31", "F-2026-32"]


def test_by_hand_in_sql_an_old_document_goes_unless_it_is_leant_on(old: Any, client: Client, now: Any) -> None:
    bring(client, old, "balances", BALANCES)
    bring(client, old, "unpaid", UNPAID)
    as_committed()
    place = ref_of(old.place)
    delete = "DELETE FROM billing_invoice WHERE reference = %s"
    with scoping.scope([place.organisation_id]):
        billing.record_payment(
            actor=ROBOT, now=now, place=place, who=("person", old.member.pk), cents=36_000, method=Method.CARD,
            received_on=place.today(now), key="paid", invoices=[come(old)["F-2026-32"]],
        )  # fmt: skip

        def go(number: str) -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(delete, [number])
                as_committed()

        go("F-2026-31")
        with pytest.raises(IntegrityError, match="billing_settlement"):
            go("F-2026-32")
    assert sorted(come(old)) == ["AC-7", "F-2026-32"]


def test_a_balance_says_on_which_side_each_account_stands(old: Any, client: Client) -> None:
    page = words_of(show(client, old, "balances", BALANCES).content.decode())
    assert "101, Fonds propres, Crédit 6 000,00" in page
    assert "6132, Loyer, Débit 500,00" in page


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", rules.OLD_BOOKS)
def test_a_file_to_begin_from_is_read_whole(old: Any, client: Client, kind: str, language: str) -> None:
    data = client.get(f"{address(old)}modele/{kind}.csv", headers={"accept-language": language}).content
    assert data.decode("utf-8-sig") == rules.sample(kind, language=language)
    table = rules.read_table(data)
    known = rules.KnownBooks(day=DAY, vat=Vat(VatKind.EXEMPT))
    register = rules.KnownRegister(
        day=DAY, cents=10_000, people={}, names={}, colleges={}, held=frozenset(), sources=frozenset()
    )
    plans: dict[str, Any] = {
        "balances": lambda: rules.plan_balances(table),
        "unpaid": lambda: rules.plan_unpaid(table, known),
        "passes": lambda: rules.plan_passes(table, known),
        "shareholders": lambda: rules.plan_shareholders(table, register),
    }
    assert plans[kind]().unread == ()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", rules.KINDS)
def test_so_is_a_file_of_the_place(old: Any, client: Client, now: Any, kind: str, language: str) -> None:
    data = client.get(
        f"/{old.place.slug}/reglages/importer/modele/{kind}.csv", headers={"accept-language": language}
    ).content
    with scoping.scope([old.place.organisation_id]):
        plan = queries.plan_of(place=ref_of(old.place), kind=kind, mapping="cantine", data=data, now=now)
    assert plan.unread == ()
    assert client.get(f"/{old.place.slug}/reglages/importer/modele/autre.csv").status_code == 404


@pytest.mark.parametrize(
    ("lefts", "gross", "left"),
    [
        ((1000,), 2000, 1000),
        ((1200, 264), 1464, 1464),
        ((500, 500), 2000, 500),
        ((1000, 1000), 2000, 2000),
        ((300, 0), 2000, 300),
    ],
)
def test_what_is_left_is_said_once_or_by_line(lefts: tuple[int, ...], gross: int, left: int) -> None:
    assert left_of(lefts, gross) == left


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=5))
def test_lines_that_say_each_their_own_make_the_whole_they_leave(parts: list[int]) -> None:
    assert left_of(parts, sum(parts)) == sum(parts)
