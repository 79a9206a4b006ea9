"""Letters for domiciled organisations: received, announced once, handed over with a trace that nothing rewrites."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from cantine.booking import commands, queries, tasks
from cantine.booking.rules.post import Fate, MailKind
from cantine.booking.testing import TESTS, a_domiciliation, ref_of
from cantine.core import mail, scoping
from cantine.core.authorization import Denied
from cantine.kernel import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(db: Any) -> Any:
    from cantine.people.testing import an_organisation

    return an_organisation("Acme")


@pytest.fixture
def address(three: Any, acme: Any, now: Any) -> Any:
    """Acme's address at the place; the member is told of its letters."""
    return a_domiciliation(three.place, acme, now=now, contacts=[three.member])


@pytest.fixture
def place(three: Any) -> Iterator[Any]:
    with scoping.scope([three.place.organisation_id]):
        yield ref_of(three.place)


def who(person: Any, now: Any) -> Any:
    from cantine.places.testing import actor_for

    return actor_for(person, now=now)


def code_of(error: Any) -> list[str]:
    return [refusal.code for refusal in error.value.refusals]


def receive(place: Any, address: Any, now: Any, **said: Any) -> Any:
    return commands.receive_mail(actor=TESTS, now=now, place=place, domiciliation=address, **said)


def announced(at: Any, moment: Any) -> list[Any]:
    """The letters written once the round of ``moment`` has gone."""
    at(moment)
    tasks.announce_round(0)
    for place_id in queries.places_to_announce(now=moment):
        tasks.announce_place(place_id)
    with scoping.unscoped("a test reads the outbox"):
        return mail.outbox()


# -- addresses ---------------------------------------------------------------------------------------------------------


def test_the_team_gives_an_organisation_the_address_of_the_place(three: Any, acme: Any, place: Any, now: Any) -> None:
    made = commands.domicile_organisation(
        actor=who(three.manager, now), now=now, place=place, customer_id=acme.pk, since=now.date(),
        contacts=[three.member.pk, three.member.pk],
    )  # fmt: skip
    card = queries.domiciliation_by_uuid(place, made)
    assert card is not None
    assert (card.customer, card.contacts, card.waiting) == ("Acme", 1, 0)
    assert [person.id for person in queries.contacts_of_domiciliation(card.id)] == [three.member.pk]


def test_neither_member_nor_stranger_gives_addresses_or_notes_letters(
    three: Any, acme: Any, address: Any, place: Any, now: Any
) -> None:
    for person in (three.member, three.stranger):
        said: dict[str, Any] = {"actor": who(person, now), "now": now, "place": place}
        with pytest.raises(Denied):
            commands.domicile_organisation(**said, customer_id=acme.pk, since=now.date())
        with pytest.raises(Denied):
            commands.receive_mail(**said, domiciliation=address)
        with pytest.raises(Denied):
            commands.hand_over_mail(**said, domiciliation=address, items=[], name="X")


def test_an_organisation_has_its_address_once(acme: Any, address: Any, place: Any, now: Any) -> None:
    with pytest.raises(Refused) as refused:
        commands.domicile_organisation(actor=TESTS, now=now, place=place, customer_id=acme.pk, since=now.date())
    assert code_of(refused) == ["already_domiciled"]


def test_an_address_ends_and_begins_anew(acme: Any, address: Any, place: Any, now: Any) -> None:
    said: dict[str, Any] = {"actor": TESTS, "now": now, "place": place}
    with pytest.raises(Refused) as refused:
        commands.end_domiciliation(**said, domiciliation=address, on=now.date() - timedelta(days=1))
    assert code_of(refused) == ["domiciliation_reversed"]
    commands.end_domiciliation(**said, domiciliation=address, on=now.date())
    later = {**said, "now": now + timedelta(days=2)}
    with pytest.raises(Refused) as refused:
        commands.end_domiciliation(**later, domiciliation=address, on=now.date())
    assert code_of(refused) == ["domiciliation_over"]
    commands.domicile_organisation(**later, customer_id=acme.pk, since=now.date() + timedelta(days=2))
    assert len(queries.domiciliations_of(place, today=now.date() + timedelta(days=2))) == 1


def test_letters_of_an_ended_address_keep_it_in_the_list_until_they_leave(address: Any, place: Any, now: Any) -> None:
    said: dict[str, Any] = {"actor": TESTS, "now": now, "place": place, "domiciliation": address}
    items = receive(place, address, now)
    commands.end_domiciliation(**said, on=now.date())
    later = now.date() + timedelta(days=1)
    assert [card.waiting for card in queries.domiciliations_of(place, today=later)] == [1]
    commands.forward_mail(**said, items=items, address="3 rue de la Paix, Nantes")
    assert queries.domiciliations_of(place, today=later) == []
    assert len(queries.past_domiciliations(place, today=later)) == 1


# -- letters -----------------------------------------------------------------------------------------------------------


def test_letters_are_counted_by_kind(address: Any, place: Any, now: Any) -> None:
    receive(place, address, now, count=3)
    receive(place, address, now, kind=MailKind.PARCEL, sender="La Poste")
    [card] = queries.domiciliations_of(place, today=now.date())
    assert (card.letters, card.parcels, card.registered, card.waiting, card.fresh) == (3, 1, 0, 4, 4)
    assert card.oldest == now


def test_a_tap_too_many_is_taken_out_until_somebody_was_told(address: Any, place: Any, now: Any, at: Any) -> None:
    receive(place, address, now, count=2)
    receive(place, address, now + timedelta(seconds=1), kind=MailKind.PARCEL)
    said: dict[str, Any] = {"actor": TESTS, "now": now, "place": place, "domiciliation": address}
    commands.take_out_mail(**said)
    [card] = queries.domiciliations_of(place, today=now.date())
    assert (card.letters, card.parcels) == (2, 0)
    announced(at, now + timedelta(minutes=11))
    with pytest.raises(Refused) as refused:
        commands.take_out_mail(**said)
    assert code_of(refused) == ["mail_already_announced"]


def test_ten_taps_are_announced_in_one_letter(three: Any, address: Any, place: Any, now: Any, at: Any) -> None:
    for second in range(10):
        receive(place, address, now + timedelta(seconds=second))
    assert announced(at, now + timedelta(minutes=9)) == []
    [letter] = announced(at, now + timedelta(minutes=11))
    assert (letter.to, letter.person_id) == (three.member.email, three.member.pk)
    assert "10 lettres" in letter.subject
    assert "/moi/courrier/" in letter.text
    assert "/moi/courrier/" in letter.html
    assert announced(at, now + timedelta(minutes=30)) == [letter]


def test_the_letter_speaks_the_language_of_its_reader(three: Any, acme: Any, now: Any, at: Any) -> None:
    type(three.stranger).objects.filter(pk=three.stranger.pk).update(language="en")
    made = a_domiciliation(three.place, acme, now=now, contacts=[three.stranger])
    with scoping.scope([three.place.organisation_id]):
        receive(ref_of(three.place), made, now, kind=MailKind.REGISTERED, sender="URSSAF")
    [letter] = announced(at, now + timedelta(minutes=10))
    assert letter.subject == "Mail for Acme: 1 registered letter"
    assert "URSSAF" in letter.text


def test_what_left_meanwhile_and_what_concerns_nobody_is_not_announced(
    three: Any, acme: Any, place: Any, now: Any, at: Any
) -> None:
    from cantine.people.testing import an_organisation

    told = a_domiciliation(three.place, acme, now=now, contacts=[three.member])
    alone = a_domiciliation(three.place, an_organisation("Seule"), now=now, letters=1)
    items = receive(place, told, now)
    said: dict[str, Any] = {"actor": TESTS, "now": now, "place": place}
    commands.hand_over_mail(**said, domiciliation=told, items=items, name="Zoé")
    assert announced(at, now + timedelta(hours=1)) == []
    commands.name_mail_contact(**said, domiciliation=alone, person_id=three.member.pk)
    assert len(announced(at, now + timedelta(hours=1))) == 1


def test_handing_over_leaves_a_trace(three: Any, address: Any, place: Any, now: Any) -> None:
    items = receive(place, address, now, count=2)
    actor, later = who(three.manager, now), now + timedelta(hours=1)
    said: dict[str, Any] = {"actor": actor, "now": later, "place": place, "domiciliation": address}
    assert commands.hand_over_mail(**said, items=items[:1], person_id=three.member.pk) == 1
    assert commands.hand_over_mail(**said, items=items[1:], name=" Zoé, stagiaire ") == 1
    cards = {card.uuid: card for card in queries.mail_of(address)}
    first, second = (cards[item] for item in items)
    assert (first.fate, first.bearer, first.left_at) == (Fate.HANDED, three.member.name, later)
    assert (second.bearer, second.by) == ("Zoé, stagiaire", three.manager.name)


def test_what_left_is_not_given_twice_and_nothing_half(address: Any, place: Any, now: Any) -> None:
    items = receive(place, address, now, count=2)
    said: dict[str, Any] = {"actor": TESTS, "now": now, "place": place, "domiciliation": address}
    commands.send_back_mail(**said, items=items[:1])
    for give in (
        lambda: commands.hand_over_mail(**said, items=items, name="Zoé"),
        lambda: commands.forward_mail(**said, items=items, address="Ailleurs"),
        lambda: commands.send_back_mail(**said, items=[uuid4()]),
    ):
        with pytest.raises(Refused) as refused:
            give()
        assert code_of(refused) == ["mail_gone"]
    assert {card.fate for card in queries.mail_of(address)} == {Fate.WAITING, Fate.RETURNED}


def test_refusals_say_what_is_missing(address: Any, place: Any, now: Any) -> None:
    said: dict[str, Any] = {"actor": TESTS, "now": now, "place": place}
    items = receive(place, address, now)
    wrong = {
        "bearer_missing": lambda: commands.hand_over_mail(**said, domiciliation=address, items=items, name=" "),
        "mail_unchosen": lambda: commands.send_back_mail(**said, domiciliation=address, items=[]),
        "address_missing": lambda: commands.forward_mail(**said, domiciliation=address, items=items, address=" "),
        "domiciliation_unknown": lambda: receive(place, uuid4(), now),
        "mail_count_out_of_range": lambda: receive(place, address, now, count=1000),
    }
    for code, call in wrong.items():
        with pytest.raises(Refused) as refused:
            call()
        assert code_of(refused) == [code]


# -- the promises of the database --------------------------------------------------------------------------------------

REWRITE = "UPDATE booking_mailitem SET handed_at = handed_at + interval '1 day'"
BOTH = "UPDATE booking_mailitem SET handed_at = received_at, returned_at = received_at"


def raw(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_trace_is_never_rewritten(address: Any, place: Any, now: Any, as_owner: Any) -> None:
    items = receive(place, address, now)
    commands.hand_over_mail(actor=TESTS, now=now, place=place, domiciliation=address, items=items, name="Zoé")
    with pytest.raises(IntegrityError, match="written once"):
        raw(REWRITE)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER mail_trace_stays ON booking_mailitem")
    raw(REWRITE)  # without the promise it passes: the test above proves something


def test_a_letter_leaves_in_one_way(address: Any, place: Any, now: Any, as_owner: Any) -> None:
    receive(place, address, now)
    with pytest.raises(IntegrityError, match="mail_leaves_in_one_way"):
        raw(BOTH)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE booking_mailitem DROP CONSTRAINT mail_leaves_in_one_way")
    raw(BOTH)


# -- one's own ---------------------------------------------------------------------------------------------------------


def test_my_mail_is_that_of_my_organisations_only(three: Any, acme: Any, now: Any) -> None:
    a_domiciliation(three.place, acme, now=now, contacts=[three.member], letters=2)
    [waiting] = queries.mail_waiting_of(person_id=three.member.pk)
    assert (waiting.customer, waiting.total, waiting.place_id) == ("Acme", 2, three.place.pk)
    assert waiting.counts == {MailKind.LETTER: 2}
    assert queries.mail_waiting_of(person_id=three.stranger.pk) == []
    assert queries.mail_of_person(person_id=three.stranger.pk) == []
    assert len(queries.mail_of_person(person_id=three.member.pk)) == 2


def test_mail_that_left_waits_no_more(three: Any, acme: Any, place: Any, now: Any) -> None:
    address = a_domiciliation(three.place, acme, now=now, contacts=[three.member])
    items = receive(place, address, now)
    commands.hand_over_mail(actor=TESTS, now=now, place=place, domiciliation=address, items=items, name="Zoé")
    assert queries.mail_waiting_of(person_id=three.member.pk) == []
    assert [card.fate for card in queries.mail_of_person(person_id=three.member.pk)] == [Fate.HANDED]


def test_who_is_no_longer_told_sees_it_no_more(three: Any, acme: Any, place: Any, now: Any) -> None:
    address = a_domiciliation(three.place, acme, now=now, contacts=[three.member], letters=1)
    for _ in range(2):
        commands.drop_mail_contact(
            actor=TESTS, now=now, place=place, domiciliation=address, person_id=three.member.pk
        )  # fmt: skip
    assert queries.mail_waiting_of(person_id=three.member.pk) == []


def test_my_mail_costs_the_same_for_one_letter_and_for_three(
    three: Any, acme: Any, client: Any, now: Any, at: Any, statements: Any
) -> None:
    at(now)
    made = a_domiciliation(three.place, acme, now=now, contacts=[three.member], letters=1)
    client.force_login(three.member)
    counts = []
    for _ in range(2):
        with statements() as seen:
            page = client.get("/moi/courrier/").content.decode()
        counts.append(len(seen))
        with scoping.scope([three.place.organisation_id]):
            receive(ref_of(three.place), made, now, count=2)
    assert "Acme" in page
    assert counts[0] == counts[1] <= 6


def test_my_mail_when_there_is_none(three: Any, client: Any) -> None:
    client.force_login(three.stranger)
    assert client.get("/moi/courrier/").status_code == 200
