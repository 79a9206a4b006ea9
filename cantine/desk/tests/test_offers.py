"""From a request to an accepted quote: rooms held, booked or freed with the answer, at once and once."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections
from django.utils import translation

from cantine.billing import commands as billing
from cantine.billing import queries as documents
from cantine.billing.commands.checking import broken_rules
from cantine.billing.documents import Finding, Severity, check
from cantine.billing.rules import Kind, Stage
from cantine.booking import queries as bookings
from cantine.core import refusals, scoping
from cantine.core.actor import system
from cantine.core.testing import letters
from cantine.desk import commands, queries
from cantine.desk.commands import Payer
from cantine.desk.commands.letters import path_of_quote
from cantine.desk.rules import Lane, State
from cantine.kernel import Refused
from cantine.people.testing import a_person
from cantine.places import queries as places

ROBOT = system("a test answers")


def state_of(desk: Any) -> State:
    [card] = queries.requests_of(desk.place)
    return card.state


def answer(desk: Any, act: Any, quote: Any, **more: Any) -> Any:
    return act(actor=ROBOT, now=desk.now, place=desk.place, quote=quote, **more)


@pytest.mark.django_db
def test_two_rooms_are_held_with_the_draft_and_priced_by_the_list(desk: Any) -> None:
    quote = desk.drafted()
    drafted = documents.find_drafted(desk.place, quote=quote, today=desk.place.today(desk.now))
    assert drafted is not None
    assert [(line.name, line.net_cents) for line in drafted.whole.lines] == [
        ("Salle Rouge", 12_000),
        ("Salle Verte", 12_000),
    ]
    assert (desk.states(), drafted.whole.buyer.name) == (["held", "held"], "Odile Martin")


@pytest.mark.django_db
def test_nothing_is_drafted_unless_every_room_is_free(desk: Any) -> None:
    desk.drafted(rooms=desk.rooms(desk.three.room))
    with pytest.raises(Refused) as why:
        desk.drafted()
    assert [each.code for each in why.value.refusals] == ["taken"]
    assert len(documents.quotes_of(desk.place)) == 1


@pytest.mark.django_db
def test_whoever_has_an_account_and_never_came_here_is_invited_first(desk: Any) -> None:
    elsewhere = a_person("Odile d’ailleurs", email="odile@exemple.example")
    with pytest.raises(Refused) as why:
        desk.drafted()
    assert [(each.code, each.field) for each in why.value.refusals] == [("contact_to_invite", "email")]
    assert not places.knows(place=desk.place, person_id=elsewhere.pk)


@pytest.mark.django_db
def test_a_quote_leaves_with_its_page_and_its_link(desk: Any) -> None:
    quote = desk.sent()
    letter = letters()[-1]
    assert (letter.to, letter.attachment) == ("odile@exemple.example", f"quote:{desk.quote(quote).card.id}")
    assert documents.link_of_quote(quote) in letter.text
    assert state_of(desk) is State.QUOTED


@pytest.mark.django_db
def test_accepted_its_rooms_are_booked_and_its_deposit_is_invoiced(desk: Any) -> None:
    quote = desk.sent()
    deposit = answer(desk, commands.accept_offer, quote, name="Odile Martin")
    invoice = documents.find_invoice(organisations=[desk.place.organisation_id], uuid=deposit)
    assert invoice is not None
    assert (invoice.card.gross_cents, desk.states()) == (8_640, ["confirmed", "confirmed"])
    assert state_of(desk) is State.WON


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "state"), [(commands.refuse_offer, State.LOST), (commands.withdraw_offer, State.ANSWERED)]
)
def test_given_up_its_rooms_are_free(desk: Any, act: Any, state: State) -> None:
    quote = desk.sent()
    answer(desk, act, quote)
    assert (desk.states(), state_of(desk)) == (["expired", "expired"], state)
    desk.drafted(asked=queries.requests_of(desk.place)[0].uuid)


@pytest.mark.django_db
def test_past_its_day_it_expires_by_itself(desk: Any) -> None:
    quote = desk.sent(valid_until=desk.place.today(desk.now))
    later = {"actor": ROBOT, "now": desk.now + timedelta(days=1), "place": desk.place}
    assert documents.quotes_past(desk.place, today=desk.place.today(later["now"])) == [quote]
    commands.expire_offer(**later, quote=quote)
    assert documents.quotes_past(desk.place, today=desk.place.today(later["now"])) == []
    assert (desk.states(), state_of(desk)) == (["expired", "expired"], State.LOST)


@pytest.mark.django_db
def test_a_new_version_keeps_the_rooms_of_the_one_that_it_replaces(desk: Any) -> None:
    first = desk.sent()
    [card] = queries.requests_of(desk.place)
    second = commands.revise_offer(**desk.said, request=card.uuid, quote=first)
    with pytest.raises(Refused):
        answer(desk, commands.accept_offer, first, name="Odile Martin")
    assert desk.states() == ["held", "held"]
    commands.send_offer(**desk.said, quote=second)
    answer(desk, commands.accept_offer, second, name="Odile Martin")
    assert desk.states() == ["confirmed", "confirmed"]


@pytest.mark.django_db
def test_a_draft_that_is_dropped_frees_its_rooms(desk: Any) -> None:
    quote = desk.drafted()
    commands.drop_offer(**desk.said, quote=quote)
    assert [each.state.value for each in bookings.held_dates(desk.place, held_for=[queries.hold_name(quote)])] == [
        "expired"
    ] * 2


@pytest.mark.django_db
def test_what_is_made_together_has_no_quote(desk: Any) -> None:
    with pytest.raises(Refused) as why:
        desk.drafted(asked=desk.asked(lane=Lane.COLLABORATIVE))
    assert [each.code for each in why.value.refusals] == ["collaborative_has_no_quote"]


@pytest.mark.django_db
def test_a_quote_needs_an_address_to_be_sent_to(desk: Any) -> None:
    with pytest.raises(Refused) as why:
        commands.draft_offer(**desk.said, request=desk.asked(), payer=Payer(name="x", email=""), rooms=[])
    assert [each.code for each in why.value.refusals] == ["payer_email_missing"]


@pytest.mark.django_db
def test_an_organisation_pays_with_its_papers(desk: Any) -> None:
    payer = Payer(
        name="Luc", email="luc@exemple.example", organisation="Atelier Nord", siren="999900020", street="1 rue", postcode="44000",
        town="Nantes",
    )  # fmt: skip
    quote = commands.draft_offer(**desk.said, request=desk.asked(), payer=payer, rooms=desk.rooms(desk.green))
    drafted = documents.find_drafted(desk.place, quote=quote, today=desk.place.today(desk.now))
    assert drafted is not None
    assert (drafted.whole.buyer.name, drafted.whole.buyer.siren) == ("Atelier Nord", "999900020")
    assert drafted.missing(desk.place.today(desk.now)) == []


@pytest.mark.django_db
def test_free_rooms_are_offered_the_best_fit_first_at_their_price(desk: Any) -> None:
    [room] = desk.rooms(desk.green)
    desk.drafted(rooms=desk.rooms(desk.three.room))
    prices = queries.prices_on(desk.place, slot=room.slot, person_id=None, customer_id=None)
    found = queries.offerable_rooms(actor=desk.actor, place=desk.place, slot=room.slot, people=6, prices=prices)
    assert [(each.name, each.large_enough, each.price and each.price.net_cents) for each in found] == [
        ("Salle Verte", True, 12_000)
    ]


# -- two answers at the same instant -----------------------------------------------------------------------------------


def race(desk: Any, quote: Any) -> list[str]:
    """The customer accepts while the clock takes it back: how each of them ended."""
    gate, ended = threading.Barrier(2), ["", ""]
    late = desk.now + timedelta(days=31)

    def act(number: int, now: Any, command: Any, more: dict[str, Any]) -> None:
        try:
            with scoping.scope([desk.place.organisation_id]):
                gate.wait(10)
                command(actor=ROBOT, now=now, place=desk.place, quote=quote, **more)
            ended[number] = "won"
        except Exception as error:
            ended[number] = type(error).__name__
        finally:
            connections.close_all()

    acts = [(desk.now, commands.accept_offer, {"name": "Odile Martin"}), (late, commands.expire_offer, {})]
    threads = [threading.Thread(target=act, args=(number, *each)) for number, each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ended


@pytest.fixture
def committed(three: Any, now: Any, at: Any) -> Any:
    """Nothing of it inside a transaction that others would not see."""
    from cantine.desk.tests.conftest import Desk

    at(now)
    return Desk(three, now)


@pytest.mark.django_db(transaction=True)
def test_accepted_at_the_instant_when_it_expires_one_of_them_wins(committed: Any) -> None:
    for _ in range(3):
        with scoping.scope([committed.place.organisation_id]):
            quote = committed.sent(rooms=committed.rooms(committed.green))
        ended = race(committed, quote)
        with scoping.scope([committed.place.organisation_id]):
            stage = committed.quote(quote).card.state
            [held] = bookings.held_dates(committed.place, held_for=[queries.hold_name(quote)])
            if stage is Stage.ACCEPTED:
                assert (ended, held.state.value) == (["won", "Refused"], "confirmed")
                break
            assert (ended, held.state.value, stage) == (["Refused", "won"], "expired", Stage.EXPIRED)


@pytest.mark.django_db(transaction=True)
def test_without_lock_and_trigger_both_believe_that_they_won(committed: Any, monkeypatch: Any, as_owner: Any) -> None:
    """Negative control."""
    from cantine.billing.commands import answers

    both_read, table = threading.Barrier(2), apps.get_model("billing.Quote")

    def unlocked(place: Any, quote: Any, **_stage: Any) -> Any:
        row = table.objects.get(uuid=quote)
        both_read.wait(30)
        return row

    with scoping.scope([committed.place.organisation_id]):
        quote = committed.sent(rooms=committed.rooms(committed.green))
    monkeypatch.setattr(answers, "lock_quote", unlocked)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE billing_quote DISABLE TRIGGER answered_once")
        cursor.execute("ALTER TABLE billing_quote DISABLE TRIGGER frozen")
    try:
        assert race(committed, quote) == ["won", "won"]
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE billing_quote ENABLE TRIGGER answered_once")
            cursor.execute("ALTER TABLE billing_quote ENABLE TRIGGER frozen")


def of_a_company(desk: Any, **more: Any) -> Any:
    """A quote to a business that has its SIREN, with a deposit unless said."""
    payer = Payer(
        name="Odile Martin", email="odile@exemple.example", organisation="Lumen Conseil", siren="732829320",
        street="2 rue de l’Essai", postcode="44000", town="Nantes",
    )  # fmt: skip
    return desk.drafted(payer=payer, **more)


@pytest.mark.django_db
def test_a_business_is_sent_a_quote_with_a_deposit_accepts_it_and_has_its_invoice(desk: Any) -> None:
    """Tried on the rules of electronic invoicing at each step, as the pages do."""
    quote = of_a_company(desk, percent=30)
    billing.check_quote(**desk.said, quote=quote)
    commands.send_offer(**desk.said, quote=quote)
    deposit = answer(desk, commands.accept_offer, quote, name="Odile Martin, gérante")
    invoice = documents.find_invoice(organisations=[desk.place.organisation_id], uuid=deposit)
    assert invoice is not None
    assert (invoice.document.kind, invoice.document.buyer.siren) == (Kind.DEPOSIT, "732829320")
    assert [each for each in check(invoice.document) if each.severity is Severity.ERROR] == []


@pytest.mark.django_db
def test_what_electronic_invoicing_refuses_is_one_sentence_that_a_counter_can_read(desk: Any) -> None:
    findings = [
        Finding("BR-FR-05_BT-22", "PMT is missing."),
        Finding("BR-02", "No number."),
        Finding("BR-02", "No number."),
    ]
    [refusal] = broken_rules(findings)
    with translation.override("fr"):
        said = refusals.sentence(refusal)
    assert said.startswith("Ce document ne peut pas encore partir\u202f: ")
    assert said.endswith("PMT is missing. (BR-FR-05_BT-22) No number. (BR-02)")


@pytest.mark.django_db
def test_who_was_sent_a_quote_is_told_that_it_is_withdrawn(desk: Any, client: Any) -> None:
    quote = desk.sent()
    commands.withdraw_offer(**desk.said, quote=quote, reason="La salle est en travaux")
    letter = letters()[-1]
    assert (letter.to, "retirons" in letter.text, "La salle est en travaux" in letter.text) == (
        "odile@exemple.example",
        True,
        True,
    )
    page = client.get(path_of_quote(quote)).content.decode()
    assert ("a retiré ce devis" in page, "valable jusqu’au" in page) == (True, False)
