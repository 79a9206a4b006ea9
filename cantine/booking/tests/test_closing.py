"""Closing days, taking a room away: who is booked there is shown first, and is kept or cancelled with a letter."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cantine.booking import rules
from cantine.booking.tests.test_date_pages import own, plain
from cantine.core.testing import letters
from cantine.kernel import Interval

pytestmark = pytest.mark.django_db
DAY = "2026-03-12"
CLOSED = {"first_day": DAY, "last_day": "", "reason": "Travaux", "resource": ""}


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    """What a manager's second factor guards is tested with the accounts."""
    settings.CANTINE_MFA_REQUIRED = False


@pytest.fixture(autouse=True)
def _clock(now: datetime, at: Any) -> None:
    at(now)


def path(three: Any, name: str = "close", *also: str) -> str:
    return reverse(f"booking:{name}", args=[three.place.slug, *also])


def post(client: Client, three: Any, where: str, **said: str) -> Any:
    client.force_login(three.manager)
    return client.post(where, said, follow=True)


def closures(three: Any) -> list[tuple[date, date]]:
    from cantine.core import scoping
    from cantine.places import queries

    with scoping.scope([three.place.organisation_id]):
        found = queries.closures_of(place_id=three.place.pk, since=date(2026, 1, 1))
    return [(each.first_day, each.last_day) for each in found]


def state_of(date: Any) -> str:
    from cantine.booking.models import Occurrence
    from cantine.core import scoping

    with scoping.unscoped("a test reads its rows"):
        return str(Occurrence.objects.values_list("state", flat=True).get(uuid=date.uuid))


def last_letter(run_jobs: Any) -> Any:
    run_jobs()
    return letters()[-1]


def test_days_on_which_nobody_is_booked_close_at_once(client: Client, three: Any) -> None:
    words = plain(post(client, three, path(three), **CLOSED).content.decode())
    assert "Ces jours sont fermés." in words
    assert closures(three) == [(date(2026, 3, 12), date(2026, 3, 12))]


def test_who_is_booked_is_shown_before_anything_is_written(client: Client, three: Any, book: Any) -> None:
    book(day=2, title="Atelier")
    words = plain(post(client, three, path(three), **CLOSED).content.decode())
    assert "1 réservation est là. Rien n’est encore enregistré" in words
    assert "jeudi 12 mars · 1 réservation 11:00–12:00, Salle Rouge Atelier Member" in words
    assert closures(three) == []


def chosen(client: Client, three: Any, where: str, said: dict[str, str], **choice: str) -> Any:
    asked = post(client, three, where, **said)
    return post(client, three, where, **said, seen=asked.context["seen"], **choice)


def test_they_are_kept_when_the_manager_says_so(client: Client, three: Any, book: Any) -> None:
    [date] = book(day=2).dates
    words = plain(chosen(client, three, path(three), CLOSED, fate="keep").content.decode())
    assert "Les réservations déjà là sont gardées." in words
    assert (state_of(date), len(closures(three))) == ("confirmed", 1)


def test_they_are_cancelled_with_a_letter_that_says_why(client: Client, three: Any, book: Any, run_jobs: Any) -> None:
    [date] = book(day=2).dates
    run_jobs()
    response = chosen(client, three, path(three), CLOSED, fate="cancel", words="La chaudière est remplacée.")
    assert "1 réservation est annulée : la personne reçoit un courriel." in plain(response.content.decode())
    assert (state_of(date), len(closures(three))) == ("cancelled", 1)
    letter = last_letter(run_jobs)
    assert (letter.to, letter.subject.startswith("Annulé")) == (three.member.email, True)
    assert "La chaudière est remplacée." in letter.text


def test_without_words_the_letter_has_the_reason_of_the_closure(
    client: Client, three: Any, book: Any, run_jobs: Any
) -> None:
    book(day=2)
    chosen(client, three, path(three), CLOSED, fate="cancel")
    assert "Travaux" in last_letter(run_jobs).text


def test_a_booking_made_meanwhile_is_shown_before_it_is_cancelled(client: Client, three: Any, book: Any) -> None:
    book(day=2)
    asked = post(client, three, path(three), **CLOSED)
    [other] = book(day=2, hour=14).dates
    response = post(client, three, path(three), **CLOSED, seen=asked.context["seen"], fate="cancel")
    assert "ne sont plus tout à fait celles" in plain(response.content.decode())
    assert (state_of(other), closures(three)) == ("confirmed", [])


def test_going_back_keeps_what_was_typed_and_writes_nothing(client: Client, three: Any, book: Any) -> None:
    book(day=2)
    response = post(client, three, path(three), **CLOSED, back="1")
    assert 'value="Travaux"' in response.content.decode()
    assert closures(three) == []


def test_the_managers_own_late_date_is_given_up_by_the_house(client: Client, three: Any, book: Any) -> None:
    from cantine.booking.models import Occurrence
    from cantine.core import scoping

    [date] = book(who=three.manager, day=0, hour=12).dates
    chosen(client, three, path(three), {**CLOSED, "first_day": "2026-03-10"}, fate="cancel")
    with scoping.unscoped("a test reads its rows"):
        assert [(r.state, r.late) for r in Occurrence.objects.filter(uuid=date.uuid)] == [("cancelled", False)]


def test_a_closure_of_one_room_shows_the_dates_of_that_room_only(client: Client, three: Any, book: Any) -> None:
    from cantine.places.testing import a_room

    book(day=2)
    a_room(three.place, "Salle Bleue")
    words = plain(post(client, three, path(three), **{**CLOSED, "resource": "salle-bleue"}).content.decode())
    assert "Ces jours sont fermés." in words


def test_a_closure_that_ends_before_it_begins_is_refused(client: Client, three: Any) -> None:
    words = plain(post(client, three, path(three), **{**CLOSED, "last_day": "2026-03-01"}).content.decode())
    assert "Le dernier jour précède le premier." in words


def test_a_room_with_dates_to_come_is_taken_off_once_the_manager_chose(
    client: Client, three: Any, book: Any, run_jobs: Any
) -> None:
    [date] = book(day=2).dates
    where = path(three, "retire", "salle-rouge")
    client.force_login(three.manager)
    assert "1 réservation est encore à venir" in plain(client.get(where).content.decode())
    response = chosen(client, three, where, {}, fate="cancel", words="La salle devient un bureau.")
    assert "Salle Rouge n’est plus au planning. 1 réservation est annulée" in plain(response.content.decode())
    assert state_of(date) == "cancelled"
    assert "La salle devient un bureau." in last_letter(run_jobs).text


def test_a_room_that_nobody_books_is_taken_off_at_once(client: Client, three: Any) -> None:
    words = plain(post(client, three, path(three, "retire", "salle-rouge")).content.decode())
    assert "Salle Rouge n’est plus au planning." in words


def test_a_room_is_withdrawn_and_its_dates_cancelled_in_one_act(
    client: Client, three: Any, book: Any, run_jobs: Any
) -> None:
    [date] = book(day=2).dates
    said = {
        "resource": "salle-rouge", "day": DAY, "start": "09:00", "last_day": DAY, "end": "18:00", "reason": "Peinture",
    }  # fmt: skip
    response = chosen(client, three, path(three, "block"), said, fate="cancel")
    assert "C’est indisponible, et le planning dit pourquoi. 1 réservation est annulée" in plain(
        response.content.decode()
    )
    assert state_of(date) == "cancelled"
    assert "Peinture" in last_letter(run_jobs).text


def test_a_date_made_meanwhile_is_not_cancelled_by_a_withdrawal(client: Client, three: Any, book: Any) -> None:
    said = {
        "resource": "salle-rouge", "day": DAY, "start": "09:00", "last_day": DAY, "end": "18:00", "reason": "Peinture",
    }  # fmt: skip
    [first] = book(day=2).dates
    asked = post(client, three, path(three, "block"), **said)
    [other] = book(day=2, hour=14).dates
    response = post(client, three, path(three, "block"), **said, seen=asked.context["seen"], fate="cancel")
    assert response.status_code == 409
    assert (state_of(first), state_of(other)) == ("confirmed", "confirmed")


def test_only_managers_close_and_take_away(client: Client, three: Any) -> None:
    for person in (three.member, three.stranger):
        client.force_login(person)
        for where in (path(three), path(three, "retire", "salle-rouge")):
            assert client.post(where, CLOSED).status_code == 403
    assert closures(three) == []


def test_the_question_costs_the_same_at_one_date_and_at_three(
    client: Client, three: Any, book: Any, statements: Any
) -> None:
    counts = []
    for hour in (9, 11, 13):
        book(day=2, hour=hour)
        client.force_login(three.manager)
        with statements() as seen:
            client.post(path(three), CLOSED)
        counts.append(len(own(seen)))
    assert counts[0] == counts[2] <= 6


def at_hour(day: int, hour: int, hours: int = 1) -> Interval:
    start = datetime.combine(date(2026, 3, day), time(hour), UTC)
    return Interval(start, start + timedelta(hours=hours))


WHOLE = at_hour(12, 0, 24)


def test_a_date_inside_hours_that_close_is_displaced_and_one_of_another_day_is_not() -> None:
    opened = [at_hour(12, 8, 12), at_hour(13, 8, 12)]
    assert rules.is_displaced(at_hour(12, 10), closed=WHOLE, before=opened, after=opened[1:])
    assert not rules.is_displaced(at_hour(13, 10), closed=WHOLE, before=opened, after=opened[1:])


def test_the_night_of_the_day_before_is_not_displaced() -> None:
    night = at_hour(11, 20, 6)
    assert not rules.is_displaced(at_hour(12, 0), closed=WHOLE, before=[night, at_hour(12, 8, 12)], after=[night])


def test_a_date_outside_all_hours_is_judged_by_the_days_that_close() -> None:
    assert rules.is_displaced(at_hour(12, 23), closed=WHOLE, before=[], after=[])
    assert not rules.is_displaced(at_hour(13, 23), closed=WHOLE, before=[], after=[])


def test_a_set_of_dates_has_one_name_whatever_its_order() -> None:
    assert rules.seen_as(["b", "a"]) == rules.seen_as(["a", "b"]) != rules.seen_as(["a"])
