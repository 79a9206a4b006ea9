"""Keys and badges: one pair of hands each, asked for when they are late, found again when they are lost."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cantine.booking import commands, queries, tasks
from cantine.booking.rules import keys as rules
from cantine.booking.rules.keys import Hands, KeyKind, RoomKey
from cantine.booking.testing import TESTS, a_key, ref_of
from cantine.core import mail, scoping
from cantine.core.authorization import Denied
from cantine.kernel import Refused

TODAY = date(2026, 3, 10)
DAYS = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 12, 31)))


# -- rules -------------------------------------------------------------------------------------------------------------


@given(lent=st.booleans(), due=DAYS, lost=st.booleans(), retired=st.booleans())
def test_a_key_is_lent_only_from_home(lent: bool, due: date | None, lost: bool, retired: bool) -> None:
    hands = rules.hands_of(lent=lent, due=due, lost=lost, retired=retired, today=TODAY)
    refused = {refusal.code for refusal in rules.check_lend(hands, due=None, today=TODAY)}
    assert (not refused) == (hands is Hands.HOME) == (not lent and not lost and not retired)


@given(due=DAYS)
def test_the_day_it_is_due_is_still_in_time(due: date | None) -> None:
    hands = rules.hands_of(lent=True, due=due, lost=False, retired=False, today=TODAY)
    assert (hands is Hands.OVERDUE) == (due is not None and due < TODAY)
    refused = [refusal.code for refusal in rules.check_lend(Hands.HOME, due=due, today=TODAY)]
    assert refused == (["due_past"] if due is not None and due < TODAY else [])


@given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=8))
def test_each_room_is_said_once_with_the_key_in_hand_if_there_is_one(found: list[tuple[int, bool]]) -> None:
    keys = [
        RoomKey(resource_id=room, kind=KeyKind.KEY, label=str(n), held=held) for n, (room, held) in enumerate(found)
    ]
    said = rules.ways_in(keys)
    assert [key.resource_id for key in said] == list(dict.fromkeys(room for room, _ in found))
    assert all(key.held == any(held for room, held in found if room == key.resource_id) for key in said)


# -- commands ----------------------------------------------------------------------------------------------------------

db = pytest.mark.django_db


@pytest.fixture
def place(three: Any) -> Iterator[Any]:
    with scoping.scope([three.place.organisation_id]):
        yield ref_of(three.place)


def who(person: Any, now: Any) -> Any:
    from cantine.places.testing import actor_for

    return actor_for(person, now=now)


def code_of(error: Any) -> list[str]:
    return [refusal.code for refusal in error.value.refusals]


def state(place: Any, key: Any, now: Any) -> Hands:
    card = queries.key_by_uuid(place, key)
    assert card is not None
    return card.hands(place.today(now))


@db
def test_a_key_is_lent_and_comes_back(three: Any, place: Any, now: Any) -> None:
    key = a_key(three.place, now=now)
    said: dict[str, Any] = {"actor": who(three.manager, now), "now": now, "place": place, "key": key}
    commands.lend_key(**said, person_id=three.member.pk, due=now.date())
    [card] = queries.keys_of(place)
    assert (card.holder, card.lent_at, card.hands(place.today(now))) == (three.member.name, now, Hands.LENT)
    with pytest.raises(Refused) as refused:
        commands.lend_key(**said, person_id=three.stranger.pk)
    assert code_of(refused) == ["key_lent"]
    commands.take_back_key(**{**said, "now": now + timedelta(days=1)})
    [loan] = queries.loans_of_key(key)
    assert (loan.holder, loan.returned_at) == (three.member.name, now + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        commands.take_back_key(**said)
    assert code_of(refused) == ["key_not_lent"]


@db
def test_a_lost_key_stays_with_who_lost_it_until_it_is_found(three: Any, place: Any, now: Any) -> None:
    key = a_key(three.place, now=now)
    said: dict[str, Any] = {"actor": TESTS, "now": now, "place": place, "key": key}
    commands.lend_key(**said, person_id=three.member.pk)
    commands.declare_key_lost(**said)
    assert state(place, key, now) is Hands.LOST
    for again in (commands.declare_key_lost, lambda **s: commands.lend_key(**s, person_id=three.stranger.pk)):
        with pytest.raises(Refused) as refused:
            again(**said)
        assert code_of(refused) == ["key_lost"]
    [mine] = queries.loans_of_person(person_id=three.member.pk)
    assert mine.hands(place.today(now)) is Hands.LOST
    commands.take_back_key(**said)
    assert state(place, key, now) is Hands.HOME


@db
def test_a_retired_key_is_no_longer_on_the_register(three: Any, place: Any, now: Any) -> None:
    key, lent = a_key(three.place, now=now), a_key(three.place, now=now, label="Grille")
    said: dict[str, Any] = {"actor": TESTS, "now": now, "place": place}
    commands.lend_key(**said, key=lent, person_id=three.member.pk)
    with pytest.raises(Refused) as refused:
        commands.retire_key(**said, key=lent)
    assert code_of(refused) == ["key_lent"]
    commands.retire_key(**said, key=key)
    with pytest.raises(Refused) as refused:
        commands.lend_key(**said, key=key, person_id=three.member.pk)
    assert code_of(refused) == ["key_unknown"]
    commands.declare_key_lost(**said, key=lent)
    commands.retire_key(**said, key=lent)
    assert queries.keys_of(place) == []
    assert [loan.returned_at for loan in queries.loans_of_person(person_id=three.member.pk)] == [now]


@db
def test_refusals_say_what_is_missing(three: Any, place: Any, now: Any) -> None:
    said: dict[str, Any] = {"actor": TESTS, "now": now, "place": place}
    key = a_key(three.place, now=now, number="B12")
    wrong = {
        "name_missing": lambda: commands.add_key(**said, kind=KeyKind.KEY, label=" "),
        "key_number_taken": lambda: commands.add_key(**said, kind=KeyKind.BADGE, label="Autre", number="B12"),
        "key_unknown": lambda: commands.lend_key(**said, key=uuid4(), person_id=three.member.pk),
        "due_past": lambda: commands.lend_key(
            **said, key=key, person_id=three.member.pk, due=now.date() - timedelta(days=1)
        ),
    }
    for code, call in wrong.items():
        with pytest.raises(Refused) as refused:
            call()
        assert code_of(refused) == [code]


@db
def test_only_the_team_lends(three: Any, place: Any, now: Any) -> None:
    key = a_key(three.place, now=now)
    for person in (three.member, three.stranger):
        with pytest.raises(Denied):
            commands.lend_key(actor=who(person, now), now=now, place=place, key=key, person_id=person.pk)


# -- the promises of the database --------------------------------------------------------------------------------------

TWICE = """INSERT INTO booking_loan (uuid, organisation_id, key_id, person_id, lent_at)
           SELECT gen_random_uuid(), organisation_id, key_id, person_id, lent_at FROM booking_loan LIMIT 1"""


def raw(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@db
def test_a_key_lent_twice_is_refused_by_the_database(three: Any, place: Any, now: Any, as_owner: Any) -> None:
    key = a_key(three.place, now=now)
    commands.lend_key(actor=TESTS, now=now, place=place, key=key, person_id=three.member.pk)
    with pytest.raises(IntegrityError, match="one_open_loan_a_key"):
        raw(TWICE)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_open_loan_a_key")
    raw(TWICE)  # without the promise it passes: the test above proves something


@db
def test_a_loan_that_ended_is_never_reopened(three: Any, place: Any, now: Any, as_owner: Any) -> None:
    key = a_key(three.place, now=now)
    commands.lend_key(actor=TESTS, now=now, place=place, key=key, person_id=three.member.pk)
    commands.take_back_key(actor=TESTS, now=now, place=place, key=key)
    reopen = "UPDATE booking_loan SET returned_at = NULL"
    with pytest.raises(IntegrityError, match="written once"):
        raw(reopen)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER loan_trace_stays ON booking_loan")
    raw(reopen)


# -- letters -----------------------------------------------------------------------------------------------------------


def asked_again(at: Any, moment: Any) -> list[Any]:
    at(moment)
    tasks.loans_round(0)
    for place_id in queries.places_with_overdue(today=moment.date()):
        tasks.loans_place(place_id)
    with scoping.unscoped("a test reads the outbox"):
        return mail.outbox()


@db
def test_a_late_key_is_asked_for_once(three: Any, place: Any, now: Any, at: Any) -> None:
    key, free = a_key(three.place, now=now), a_key(three.place, now=now, label="Grille")
    said: dict[str, Any] = {"actor": TESTS, "now": now, "place": place}
    commands.lend_key(**said, key=key, person_id=three.member.pk, due=now.date())
    commands.lend_key(**said, key=free, person_id=three.member.pk)
    assert asked_again(at, now) == []
    [letter] = asked_again(at, now + timedelta(days=1))
    assert (letter.to, "Salle Rouge 1" in letter.subject) == (three.member.email, True)
    assert "/moi/cles/" in letter.text
    assert asked_again(at, now + timedelta(days=2)) == [letter]


@db
def test_the_confirmation_says_which_key_opens_the_room(
    three: Any, now: Any, book: Any, client: Any, at: Any, run_jobs: Any
) -> None:
    at(now)
    key = a_key(three.place, now=now, resource_id=three.room.pk)
    made = book()
    run_jobs()
    with scoping.unscoped("a test reads the outbox"):
        [first] = [letter for letter in mail.outbox() if letter.to == three.member.email]
    assert "Une clé ouvre cette salle" in first.text
    client.force_login(three.member)
    page = reverse("booking:date", args=[three.place.slug, made.dates[0].uuid])
    assert "Une clé ouvre cette salle" in client.get(page).content.decode()
    with scoping.scope([three.place.organisation_id]):
        commands.lend_key(actor=TESTS, now=now, place=ref_of(three.place), key=key, person_id=three.member.pk)
    assert "Salle Rouge 1" in client.get(page).content.decode()


# -- pages -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def _one_factor(settings: Any, now: Any, at: Any) -> None:
    """What a manager's second factor guards is tested with the accounts."""
    settings.CANTINE_MFA_REQUIRED = False
    at(now)


@db
@pytest.mark.usefixtures("_one_factor")
def test_a_key_is_added_lent_found_late_and_taken_back_on_the_pages(three: Any, client: Any, now: Any) -> None:
    from cantine.places import commands as places

    with scoping.scope([three.place.organisation_id]):
        places.note_contact(actor=TESTS, now=now, place=ref_of(three.place), person_id=three.member.pk)
    client.force_login(three.manager)
    register = reverse("booking:keys", args=[three.place.slug])
    assert client.post(register, {"kind": "key", "label": "", "number": "", "resource": ""}).status_code == 422
    client.post(register, {"kind": "badge", "label": "Badge 12", "number": "0012", "resource": three.room.slug})
    with scoping.scope([three.place.organisation_id]):
        [card] = queries.keys_of(ref_of(three.place))
    assert (card.number, card.resource) == ("0012", three.room.name)
    page = reverse("booking:key", args=[three.place.slug, card.uuid])
    assert three.member.email in client.get(page + "?qui=mem").content.decode()
    late = {"action": "lend", "person": three.member.uuid, "due": str(now.date() - timedelta(days=1))}
    assert client.post(page, late).status_code == 422
    assert client.post(page, {**late, "due": "", "person": three.stranger.uuid}).status_code == 404
    client.post(page, {**late, "due": str(now.date())})
    assert three.member.name in client.get(register).content.decode()
    client.post(page, {"action": "lost"})
    assert "Perdu" in client.get(page).content.decode() or "perdu" in client.get(page).content.decode()
    client.post(page, {"action": "back"})
    client.post(page, {"action": "retire"})
    assert client.post(page, {"action": "melt"}).status_code == 404
    assert "Badge 12" not in client.get(register).content.decode()


@db
@pytest.mark.usefixtures("_one_factor")
def test_members_see_their_own_keys_and_not_the_register(three: Any, client: Any, now: Any) -> None:
    key = a_key(three.place, now=now)
    with scoping.scope([three.place.organisation_id]):
        commands.lend_key(actor=TESTS, now=now, place=ref_of(three.place), key=key, person_id=three.member.pk)
    client.force_login(three.member)
    assert client.get(reverse("booking:keys", args=[three.place.slug])).status_code == 403
    assert "Salle Rouge 1" in client.get("/moi/cles/").content.decode()
    client.force_login(three.stranger)
    assert "Salle Rouge 1" not in client.get("/moi/cles/").content.decode()


@db
@pytest.mark.usefixtures("_one_factor")
def test_the_pages_cost_the_same_for_one_key_and_three(three: Any, client: Any, now: Any, statements: Any) -> None:
    counts = []
    for label in ("Une", "Deux", "Trois"):
        key = a_key(three.place, now=now, label=label)
        with scoping.scope([three.place.organisation_id]):
            commands.lend_key(actor=TESTS, now=now, place=ref_of(three.place), key=key, person_id=three.member.pk)
        client.force_login(three.manager)
        with statements() as register:
            client.get(reverse("booking:keys", args=[three.place.slug]))
        with statements() as one:
            client.get(reverse("booking:key", args=[three.place.slug, key]))
        client.force_login(three.member)
        with statements() as mine:
            client.get("/moi/cles/")
        counts.append((len(register), len(one), len(mine)))
    assert counts[0] == counts[2]
    assert max(counts[0]) <= 6
