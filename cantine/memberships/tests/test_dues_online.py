"""Dues paid from a screen: by the link of the call, without an account; the receipt and the books as at the counter, once."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cantine.accounting import queries as books
from cantine.accounting.rules import JournalKind
from cantine.accounting.testing import a_legal_entity
from cantine.billing.commands import online
from cantine.billing.queries import online as reads
from cantine.billing.rules.online import State
from cantine.core import scoping
from cantine.core.actor import system
from cantine.core.testing import letters
from cantine.kernel import Refused
from cantine.memberships.commands.dues.online import source_of_dues
from cantine.memberships.queries import dues as queries
from cantine.memberships.queries.dues_links import link_to_pay_dues, linked_dues, path_to_pay_dues
from cantine.memberships.rules.dues import DuesState
from cantine.memberships.rules.papers import PaperKind
from cantine.memberships.tests.test_dues import booked, called, codes, pay
from cantine.places import commands as places
from cantine.places.testing import actor_for, ref_of

pytestmark = pytest.mark.django_db
ROBOT, TELLER = system("test"), system("billing.online")
GOOD, REFUSED = "4242424242424242", "4000000000000002"


@pytest.fixture
def shop(three: Any, now: Any, at: Any) -> Iterator[Any]:
    """A place whose association takes cards, for practice."""
    at(now)
    entity = a_legal_entity(three.place, now=now)
    place = ref_of(three.place)
    said = {"actor": actor_for(three.manager, now=now), "now": now, "place": place}
    with scoping.scope([place.organisation_id]):
        places.note_contact(actor=ROBOT, now=now, place=place, person_id=three.member.pk)
        account = online.connect_provider(**said, entity=entity.uuid, provider="essai", keys={})
        online.switch_provider(**said, connection=account, on=True)
        yield place


def start(place: Any, dues: Any, now: Any, key: str = "k") -> Any:
    made = online.start_payment_of_source(
        actor=ROBOT, now=now, place=place, source=source_of_dues(dues), key=key, back="http://localhost/{payment}/"
    )
    return line_of(place, made)


def line_of(place: Any, uuid: Any) -> Any:
    return reads.find_online_payment(organisation_id=place.organisation_id, uuid=uuid)


def typed(place: Any, line: Any, now: Any, card: str) -> Any:
    sheet = line.address.rstrip("/").rpartition("/")[2]
    said = {"actor": TELLER, "now": now, "organisation_id": place.organisation_id}
    online.pay_in_practice(**said, payment=sheet, card=card)
    online.follow_payment(**said, payment=line.uuid)
    return line_of(place, line.uuid)


def dues_of(place: Any, dues: Any) -> Any:
    return queries.find_dues(place.organisation_id, uuid=dues)


def test_what_is_paid_closes_the_dues_with_their_receipt_and_their_entry(shop, three, now) -> None:
    dues = called(shop, three.member, now)
    line = typed(shop, start(shop, dues, now), now, GOOD)
    found = dues_of(shop, dues)
    assert (found.state, found.paid_cents, found.method) == (DuesState.PAID, 2_000, "card")
    assert booked(shop, JournalKind.BANK, now)[0][0][:3] in {"627", "511"}  # the fee came last
    assert [kind for _uuid, kind, _number in queries.papers_about([dues])[dues]] == [
        PaperKind.DUES_CALL, PaperKind.DUES_RECEIPT,
    ]  # fmt: skip
    assert (line.state, line.invoice, line.kept_cents, line.stuck, line.wants_a_hand) == (
        State.PAID,
        None,
        0,
        "",
        False,
    )
    assert line.reference.startswith("AC")


def test_told_twice_it_is_paid_once(shop, three, now) -> None:
    dues = called(shop, three.member, now)
    line = typed(shop, start(shop, dues, now), now, GOOD)
    online.follow_payment(actor=TELLER, now=now, organisation_id=shop.organisation_id, payment=line.uuid)
    assert line_of(shop, line.uuid).credited_cents == 2_000
    assert len(queries.papers_about([dues])[dues]) == 2


def test_what_came_for_dues_that_were_paid_at_the_counter_stays_with_its_payer(shop, three, now) -> None:
    dues = called(shop, three.member, now)
    line = start(shop, dues, now)
    pay(shop, dues, now)
    line = typed(shop, line, now, GOOD)
    assert (line.state, line.stuck, dues_of(shop, dues).paid_cents) == (State.PAID, "", 2_000)
    entity = books.entity_of(shop)
    assert entity is not None
    assert booked(shop, JournalKind.BANK, now) != []
    assert len(queries.papers_about([dues])[dues]) == 2


def test_a_card_that_is_refused_leaves_the_dues_as_they_were(shop, three, now) -> None:
    dues = called(shop, three.member, now)
    assert typed(shop, start(shop, dues, now), now, REFUSED).state is State.FAILED
    assert dues_of(shop, dues).state is DuesState.CALLED


def test_a_second_press_leads_to_the_page_that_is_open(shop, three, now) -> None:
    dues = called(shop, three.member, now)
    assert start(shop, dues, now, "a").uuid == start(shop, dues, now, "b").uuid


def test_dues_that_are_paid_are_not_paid_again(shop, three, now) -> None:
    dues = called(shop, three.member, now)
    pay(shop, dues, now)
    with pytest.raises(Refused) as why:
        start(shop, dues, now)
    assert codes(why) == ["nothing_left_to_pay"]


def test_without_a_provider_nothing_starts_and_no_letter_says_it(three, now, at) -> None:
    at(now)
    a_legal_entity(three.place, now=now)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        places.note_contact(actor=ROBOT, now=now, place=place, person_id=three.member.pk)
        dues = called(place, three.member, now)
        with pytest.raises(Refused) as why:
            start(place, dues, now)
    assert codes(why) == ["online_not_connected"]
    assert "/adhesion/payer/" not in letters()[-1].text


def test_the_letter_of_the_call_leads_to_a_page_that_asks_for_no_account(shop, three, now, client) -> None:
    dues = called(shop, three.member, now)
    assert path_to_pay_dues(dues) in letters()[-1].text
    page = client.get(path_to_pay_dues(dues))
    assert (page.status_code, page.headers["Referrer-Policy"], page.headers["X-Robots-Tag"]) == (
        200, "no-referrer", "noindex",
    )  # fmt: skip
    assert "Payer 20,00\xa0€ en ligne" in page.content.decode()


def test_one_pays_from_the_link_and_reads_that_it_came(shop, three, now, client) -> None:
    dues = called(shop, three.member, now)
    gone = client.post(path_to_pay_dues(dues), {"key": "x"})
    assert gone.status_code == 302
    (line,) = reads.online_payments_of(shop)
    typed(shop, line, now, GOOD)
    page = client.get(reverse("memberships:paid_dues", args=[link_to_pay_dues(dues), line.uuid]))
    assert "Payé, merci" in page.content.decode()
    assert "rien à payer" in client.get(path_to_pay_dues(dues)).content.decode()


def test_another_link_and_another_attempt_open_nothing(shop, three, now, client) -> None:
    dues = called(shop, three.member, now)
    assert linked_dues(link_to_pay_dues(dues)) == (dues, shop.organisation_id, shop.id)
    token = link_to_pay_dues(dues)
    assert [client.get(f"/adhesion/payer/{each}/").status_code for each in (f"{token}x", token[1:], "x~y")] == [404] * 3
    assert client.get(f"/adhesion/payer/{token}/retour/{dues}/").status_code == 404


def test_my_membership_has_the_button(shop, three, now, client) -> None:
    dues = called(shop, three.member, now)
    client.force_login(three.member)
    assert path_to_pay_dues(dues) in client.get(reverse("memberships:my_dues")).content.decode()


def test_the_team_reads_it_among_what_came_online(shop, three, now, client, settings) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    dues = called(shop, three.member, now)
    typed(shop, start(shop, dues, now), now, GOOD)
    client.force_login(three.manager)
    page = client.get(reverse("billing:online", args=[shop.slug])).content.decode()
    assert reverse("memberships:dues_one", args=[shop.slug, dues]) in page


def test_an_attempt_names_an_invoice_or_a_source_and_never_another(shop, three, now, as_owner) -> None:
    line = start(shop, called(shop, three.member, now), now)
    for change in ("source = ''", "source = 'dues:other'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE billing_onlinepayment SET {change} WHERE uuid = %s", [line.uuid])
    with as_owner(), connection.cursor() as cursor:  # negative control
        cursor.execute("ALTER TABLE billing_onlinepayment DISABLE TRIGGER learnt")
        cursor.execute("UPDATE billing_onlinepayment SET source = 'dues:other' WHERE uuid = %s", [line.uuid])
        assert cursor.rowcount == 1
        cursor.execute("ALTER TABLE billing_onlinepayment ENABLE TRIGGER learnt")


def test_the_page_of_a_link_reads_little(shop, three, now, client, statements) -> None:
    path = path_to_pay_dues(called(shop, three.member, now))
    client.get(path)
    with statements() as said:
        client.get(path)
    assert len(said) == 9, "\n".join(said)
