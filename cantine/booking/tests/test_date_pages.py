"""The page of a date and what is done there, by its person and by the team."""

import re
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cantine.booking import commands, queries
from cantine.booking.testing import TESTS, ref_of
from cantine.core import scoping
from cantine.core.testing import journal
from cantine.kernel import Interval, Refused
from cantine.places.testing import actor_for, furnish

pytestmark = pytest.mark.django_db
RULES_PAGE = Path(__file__).parents[3] / "docs/explanation/booking.md"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    """What a manager's second factor guards is tested with the accounts."""
    settings.CANTINE_MFA_REQUIRED = False


@pytest.fixture(autouse=True)
def _clock(now: datetime, at: Any) -> None:
    at(now)


def address(name: str, three: Any, *args: Any) -> str:
    return reverse(f"booking:{name}", args=[three.place.slug, *args])


def read(client: Client, person: Any, three: Any, date: Any) -> str:
    client.force_login(person)
    return plain(client.get(address("date", three, date.uuid)).content.decode())


def plain(html: str) -> str:
    """The words that a reader sees, spaces as one."""
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main))).replace("\u00a0", " ").replace("\u202f", " ")


def own(seen: list[str]) -> list[str]:
    """What the page reads for itself, beside who asks (roles, second factor) and where (the place of the scope)."""
    entering = re.compile(r"FROM \"?places_role|places_held|mfa_authenticator|FROM places_place WHERE slug")
    return [each for each in seen if not entering.search(each)]


def buttons(client: Client, person: Any, three: Any, date: Any) -> list[str]:
    client.force_login(person)
    html = client.get(address("date", three, date.uuid)).content.decode()
    row = html[html.index('class="button-row acts"') :]
    found = re.findall(
        r"<(?:a|button) class=\"button[^>]*>(.*?)</(?:a|button)>", row[: row.index("</section>")], re.DOTALL
    )
    return [plain(f"<main>{each}</main>").strip() for each in found]


def do(client: Client, person: Any, three: Any, date: Any, act: str, **said: str) -> Any:
    client.force_login(person)
    return client.post(address("act", three, date.uuid, act), said, follow=True)


def card_of(three: Any, date: Any) -> queries.DateCard:
    with scoping.scope([three.place.organisation_id]):
        card = queries.date_by_uuid(date.uuid)
    assert card is not None
    return card


def series(three: Any, now: datetime, *, weeks: int = 3) -> Any:
    """The member's hour, every week from next Tuesday."""
    from cantine.places import queries as places

    first = now.replace(hour=10, minute=0) + timedelta(days=7)
    with scoping.scope([three.place.organisation_id]):
        card = places.resource_by_id(three.room.pk)
        assert card is not None
        return commands.request_booking(
            actor=actor_for(three.member, now=now), now=now, place=ref_of(three.place), resource=card,
            dates=[
                commands.DateWish(interval=Interval(first + timedelta(weeks=n), first + timedelta(weeks=n, hours=1)))
                for n in range(weeks)
            ],
            details=commands.Details(rrule=f"FREQ=WEEKLY;COUNT={weeks}"),
        )  # fmt: skip


# -- what is read ------------------------------------------------------------------------------------------------------


def test_a_date_says_how_to_get_in_and_what_cancelling_means(three: Any, book: Any, client: Client) -> None:
    furnish(
        three.place, how_to_enter="Code de la rue : 12A45.", wifi="cantine / bonjour", phone="01 02 03 04 05",
        cancellation_words="Prévenez-nous dès que possible.",
    )  # fmt: skip
    furnish(three.room, how_to_enter="La clé est au bar.")
    words = read(client, three.member, three, book().dates[0])
    assert all(
        said in words
        for said in (
            "Comment entrer", "La clé est au bar.", "Code de la rue : 12A45.", "cantine / bonjour", "01 02 03 04 05",
            "Sans frais jusqu’au lundi 16 mars, 11 h.", "Prévenez-nous dès que possible.",
        )
    )  # fmt: skip


def test_what_is_not_firm_gives_no_code(three: Any, book: Any, client: Client) -> None:
    furnish(three.place, how_to_enter="Code 12A45")
    furnish(three.room, book="staff", ask="public")
    words = read(client, three.member, three, book().dates[0])
    assert "12A45" not in words
    assert "vous pouvez y renoncer à tout moment, sans frais" in words


def test_the_way_in_names_the_key_and_who_opens(three: Any, book: Any, client: Client, now: datetime) -> None:
    from cantine.booking.testing import a_key
    from cantine.places import commands as places

    date = book().dates[0]
    a_key(three.place, now=now, resource_id=three.room.pk)
    with scoping.scope([three.place.organisation_id]):
        starts = card_of(three, date).starts_at.astimezone(three_zone(three))
        places.plan_shift(
            actor=TESTS, now=now, place=ref_of(three.place), day=starts.date(), starts=starts.time().replace(hour=8),
            ends=starts.time(), duty="opening", person_id=three.manager.pk,
        )  # fmt: skip
    words = read(client, three.member, three, date)
    assert "Une clé ouvre cette salle : demandez-la à l’accueil." in words
    assert "Ce jour-là, l’équipe ouvre à 8 h." in words
    assert "Manager" not in words


def three_zone(three: Any) -> Any:
    return ref_of(three.place).zone


def test_the_page_of_a_date_takes_the_same_statements_at_one_date_and_at_three(
    three: Any, now: datetime, client: Client, statements: Any, book: Any
) -> None:
    one, many = book(day=3).dates[0], series(three, now).dates[0]
    counts = []
    for person in (three.member, three.manager):
        client.force_login(person)
        for date in (one, many):
            with statements() as seen:
                assert client.get(address("date", three, date.uuid)).status_code == 200
            counts.append(len(own(seen)))
    assert counts[0] == counts[1]
    assert counts[2] == counts[3]
    assert max(counts) <= 6, own(seen)


def test_a_date_of_somebody_else_is_not_there(three: Any, book: Any, client: Client) -> None:
    date = book().dates[0]
    client.force_login(three.stranger)
    for name in ("date", "cancel", "move", "calendar"):
        assert client.get(address(name, three, date.uuid)).status_code == 404
    assert client.post(address("act", three, date.uuid, "sauter")).status_code == 404
    assert card_of(three, date).state == "confirmed"


def test_limits_that_were_lifted_are_said(three: Any, book: Any, client: Client, now: datetime) -> None:
    furnish(three.room, shortest_minutes=120)
    with scoping.scope([three.place.organisation_id]):
        from cantine.places import queries as places

        card = places.resource_by_id(three.room.pk)
        assert card is not None
        start = now.replace(hour=10) + timedelta(days=5)  # a Sunday
        made = commands.request_booking(
            actor=actor_for(three.manager, now=now), now=now, place=ref_of(three.place), resource=card,
            dates=[commands.DateWish(interval=Interval(start, start + timedelta(hours=1)))], override=True,
        )  # fmt: skip
    words = read(client, three.manager, three, made.dates[0])
    assert "Réservé malgré" in words
    assert "trop court" in words


def test_every_limit_that_can_be_lifted_has_its_words() -> None:
    from cantine.booking.rules import NEVER_LIFTED
    from cantine.booking.words import limit_words

    told = re.findall(
        r"^\| (`[a-z_`, ]+) \|", RULES_PAGE.read_text().split("## What to offer instead")[0], re.MULTILINE
    )
    codes = {code for line in told for code in re.findall(r"`([a-z_]+)`", line)} - NEVER_LIFTED - {"date_out_of_range"}
    assert [code for code in sorted(codes) if limit_words(code) == code] == []


# -- what is done ------------------------------------------------------------------------------------------------------


def test_a_date_of_a_series_is_left_out_and_taken_back(three: Any, now: datetime, client: Client) -> None:
    first, second, third = series(three, now).dates
    assert "Laisser cette date de côté" in buttons(client, three.member, three, second)
    page = do(client, three.member, three, second, "sauter")
    assert "Cette date est laissée de côté : les autres restent." in plain(page.content.decode())
    assert [card_of(three, each).state for each in (first, second, third)] == ["confirmed", "skipped", "confirmed"]
    assert buttons(client, three.member, three, second) == ["Reprendre cette date", "Réserver à nouveau"]
    do(client, three.member, three, second, "reprendre")
    assert card_of(three, second).state == "confirmed"


def test_a_date_left_out_that_somebody_took_meanwhile_says_so(
    three: Any, now: datetime, client: Client, book: Any
) -> None:
    second = series(three, now).dates[1]
    do(client, three.member, three, second, "sauter")
    book(who=three.manager, day=14)
    page = do(client, three.member, three, second, "reprendre")
    assert "C’est déjà pris" in plain(page.content.decode())
    assert card_of(three, second).state == "skipped"


def test_a_lone_date_is_not_left_out_but_cancelled(three: Any, book: Any, client: Client) -> None:
    assert buttons(client, three.member, three, book().dates[0]) == [
        "Ajouter à mon agenda", "Déplacer", "Corriger", "Annuler",
    ]  # fmt: skip


def test_cancelling_tells_the_terms_then_what_it_meant_and_is_undone(three: Any, book: Any, client: Client) -> None:
    date = book().dates[0]
    client.force_login(three.member)
    asked = plain(client.get(address("cancel", three, date.uuid)).content.decode())
    assert "Vous pouvez encore changer d’avis" in asked or "Sans frais jusqu’au" in asked
    page = client.post(address("cancel", three, date.uuid), follow=True)
    words = plain(page.content.decode())
    assert "C’était à temps, sans frais." in words
    assert "Vous pouvez la reprendre jusqu’à 12 h 10" in words
    do(client, three.member, three, date, "revenir")
    assert card_of(three, date).state == "confirmed"


def test_a_late_cancellation_says_that_it_was_late(
    three: Any, book: Any, client: Client, now: datetime, at: Any
) -> None:
    date = book(day=1).dates[0]
    at(now + timedelta(hours=1))
    client.force_login(three.member)
    assert "renoncer maintenant est une annulation tardive" in plain(
        client.get(address("cancel", three, date.uuid)).content.decode()
    )
    words = plain(client.post(address("cancel", three, date.uuid), follow=True).content.decode())
    assert "C’était après le délai gratuit" in words


def test_all_the_dates_to_come_are_cancelled_at_once(three: Any, now: datetime, client: Client, at: Any) -> None:
    first, second, third = series(three, now).dates
    at(now + timedelta(days=8))
    client.force_login(three.member)
    asked = plain(client.get(address("cancel", three, second.uuid)).content.decode())
    assert "Les 2 dates encore à venir" in asked
    client.post(address("cancel", three, second.uuid), {"what": "all"})
    assert [card_of(three, each).state for each in (first, second, third)] == ["confirmed", "cancelled", "cancelled"]


def test_the_place_cancels_with_a_word_that_its_person_reads(three: Any, book: Any, client: Client) -> None:
    date = book(day=1).dates[0]
    client.force_login(three.manager)
    asked = plain(client.get(address("cancel", three, date.uuid)).content.decode())
    assert "Ce que le lieu annule n’est jamais tardif" in asked
    client.post(address("cancel", three, date.uuid), {"reason": "Fuite d’eau"})
    words = read(client, three.member, three, date)
    assert "Le lieu l’a annulée. Rien n’est demandé à la personne. Fuite d’eau" in words
    assert "Vous pouvez la reprendre" not in words


def test_a_request_is_approved_as_a_whole(three: Any, now: datetime, client: Client) -> None:
    furnish(three.room, book="staff", ask="public")
    dates = series(three, now).dates
    page = do(client, three.manager, three, dates[1], "accepter")
    assert "3 dates sont acceptées : la personne est prévenue." in plain(page.content.decode())
    assert {card_of(three, each).state for each in dates} == {"confirmed"}


def test_a_request_is_refused_with_a_word(three: Any, book: Any, client: Client) -> None:
    furnish(three.room, book="staff", ask="public")
    date = book().dates[0]
    do(client, three.manager, three, date, "refuser", reason="  C’est le jour du ménage ")
    card = card_of(three, date)
    assert (card.state, card.reason) == ("refused", "C’est le jour du ménage")
    assert "C’est le jour du ménage" in read(client, three.member, three, date)


def test_an_option_is_confirmed_or_given_up_by_the_team(three: Any, client: Client, now: datetime) -> None:
    for act, state, day in (("accepter", "confirmed", 3), ("liberer", "cancelled", 4)):
        date = hold(three, now, day=day)
        do(client, three.manager, three, date, act)
        assert card_of(three, date).state == state


def hold(three: Any, now: datetime, *, day: int) -> Any:
    from cantine.places import queries as places

    start = now.replace(hour=10) + timedelta(days=day)
    with scoping.scope([three.place.organisation_id]):
        card = places.resource_by_id(three.room.pk)
        assert card is not None
        return commands.hold_resource(
            actor=actor_for(three.manager, now=now), now=now, place=ref_of(three.place), resource=card,
            dates=[commands.DateWish(interval=Interval(start, start + timedelta(hours=1)))],
            expires_at=now + timedelta(days=1),
        ).dates[0]  # fmt: skip


@pytest.mark.parametrize("act", ["accepter", "refuser", "absence", "presence", "liberer"])
def test_what_is_the_teams_is_not_for_its_person(three: Any, book: Any, client: Client, act: str) -> None:
    furnish(three.room, book="staff", ask="public")
    date = book().dates[0]
    client.force_login(three.member)
    status = client.post(address("act", three, date.uuid, act)).status_code
    assert (status, card_of(three, date).state) == ((302, "cancelled") if act == "liberer" else (403, "requested"))


def test_an_act_that_does_not_exist_is_not_found(three: Any, book: Any, client: Client) -> None:
    client.force_login(three.member)
    assert client.post(address("act", three, book().dates[0].uuid, "bruler")).status_code == 404


# -- nobody came -------------------------------------------------------------------------------------------------------


def test_nobody_came_frees_the_room_and_a_slip_is_mended(
    three: Any, book: Any, client: Client, now: datetime, at: Any
) -> None:
    date = book(day=1).dates[0]
    at(now + timedelta(hours=23, minutes=10))
    assert "Personne n’est venu" not in buttons(client, three.manager, three, date)
    at(now + timedelta(hours=23, minutes=15))
    assert "Personne n’est venu" in buttons(client, three.manager, three, date)
    do(client, three.manager, three, date, "absence")
    assert card_of(three, date).state == "no_show"
    do(client, three.manager, three, date, "presence")
    assert card_of(three, date).state == "confirmed"
    assert [entry.name for entry in journal() if "NoShow" in entry.name] == [
        "booking.NoShowMarked",
        "booking.NoShowUndone",
    ]


def test_a_slip_is_not_mended_over_somebody_elses_booking(
    three: Any, book: Any, client: Client, now: datetime, at: Any
) -> None:
    date = book(day=1, hours=3).dates[0]
    at(now + timedelta(hours=23, minutes=15))
    do(client, three.manager, three, date, "absence")
    with scoping.scope([three.place.organisation_id]):
        from cantine.places import queries as places

        card = places.resource_by_id(three.room.pk)
        assert card is not None
        later = now + timedelta(hours=24)
        commands.request_booking(
            actor=actor_for(three.manager, now=now), now=later - timedelta(minutes=5), place=ref_of(three.place),
            resource=card, dates=[commands.DateWish(interval=Interval(later, later + timedelta(hours=1)))],
        )  # fmt: skip
    page = do(client, three.manager, three, date, "presence")
    assert "C’est déjà pris" in plain(page.content.decode())
    assert card_of(three, date).state == "no_show"


def test_who_was_seen_is_no_no_show(three: Any, book: Any, now: datetime) -> None:
    date = book(day=1).dates[0]
    begun = now + timedelta(hours=23)
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        commands.check_in(actor=TESTS, now=begun, place=place, person_id=three.member.pk)
        with pytest.raises(Refused, match="came"):
            commands.mark_no_show(
                actor=actor_for(three.manager, now=now), now=begun + timedelta(hours=1), place=place, date=date.uuid
            )


# -- moving ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("later", "code"), [(timedelta(hours=23, minutes=30), "begun"), (timedelta(days=2), "over")])
def test_a_date_that_has_begun_is_not_put_off_by_its_person(
    three: Any, book: Any, now: datetime, later: timedelta, code: str
) -> None:
    date = book(day=1).dates[0]
    start = now + timedelta(days=6)
    with scoping.scope([three.place.organisation_id]), pytest.raises(Refused, match=code):
        commands.move_date(
            actor=actor_for(three.member, now=now), now=now + later, place=ref_of(three.place), date=date.uuid,
            interval=Interval(start, start + timedelta(hours=1)),
        )  # fmt: skip


def test_the_calendar_file_says_where_when_and_how_to_get_in(three: Any, book: Any, client: Client) -> None:
    furnish(three.place, how_to_enter="Code 12A45")
    date = book(title="Atelier").dates[0]
    client.force_login(three.member)
    response = client.get(address("calendar", three, date.uuid))
    text = response.content.decode().replace("\r\n ", "")
    assert response["Content-Disposition"] == 'attachment; filename="salle-rouge.ics"'
    assert f"UID:{date.uuid}" in text
    assert "SUMMARY:Atelier" in text
    assert "STATUS:CONFIRMED" in text
    assert "Code 12A45" in text
    assert "/annuler/" not in text
