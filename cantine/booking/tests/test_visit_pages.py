"""The pages of visits: the team's, the tablet's, the phone's, and the webhook of sensors."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cantine.booking import commands, queries, rules
from cantine.booking.policies import COOKIE
from cantine.booking.queries import passes
from cantine.booking.testing import TESTS, a_sensor, a_tablet, ref_of
from cantine.core import scoping

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    """What a manager's second factor guards is tested with the accounts."""
    settings.CANTINE_MFA_REQUIRED = False


def address(name: str, three: Any, *args: Any) -> str:
    return reverse(f"booking:{name}", args=[three.place.slug, *args])


def here(three: Any) -> int:
    with scoping.scope([three.place.organisation_id]):
        return queries.count_here(place_id=three.place.id)


def check_in(three: Any, person: Any, now: Any) -> None:
    with scoping.scope([three.place.organisation_id]):
        commands.check_in(actor=TESTS, now=now, place=ref_of(three.place), person_id=person.pk)


def meet(three: Any, person: Any, now: Any) -> None:
    """The place knows this person."""
    from cantine.places import commands as places

    with scoping.scope([three.place.organisation_id]):
        places.note_contact(actor=TESTS, now=now, place=ref_of(three.place), person_id=person.pk)


@pytest.fixture
def tablet(three: Any, now: Any, at: Any) -> Client:
    at(now)
    client = Client()
    client.cookies[COOKIE] = a_tablet(three.place, now=now)
    return client


# -- the team's page ---------------------------------------------------------------------------------------------------


def test_the_team_notes_arrivals_and_departures(three: Any, client: Client, now: Any, at: Any) -> None:
    at(now)
    meet(three, three.member, now)
    client.force_login(three.manager)
    client.post(address("arrive", three), {"person": str(three.member.uuid)})
    client.post(address("guests", three), {})
    assert here(three) == 2
    page = client.get(address("presences", three) + "?qui=memb")
    assert page.content.decode().count("Member") >= 2
    with scoping.scope([three.place.organisation_id]):
        [visit] = [v for v in queries.people_here(place_id=three.place.id) if v.person_id]
    client.post(address("leave_visit", three, visit.uuid))
    client.post(address("guests", three), {"move": "out"})
    assert here(three) == 0


def test_members_and_strangers_do_not_see_who_is_here(three: Any, client: Client) -> None:
    for person in (three.member, three.stranger):
        client.force_login(person)
        assert client.get(address("presences", three)).status_code == 403


def test_a_person_that_the_place_does_not_know_cannot_be_noted(three: Any, client: Client) -> None:
    client.force_login(three.manager)
    assert client.post(address("arrive", three), {"person": str(three.stranger.uuid)}).status_code == 404
    assert client.post(address("arrive", three), {"person": "x"}).status_code == 404


def test_the_list_is_a_file_that_a_spreadsheet_does_not_run(three: Any, client: Client, now: Any, at: Any) -> None:
    at(now)
    type(three.member).objects.filter(pk=three.member.pk).update(name="=cmd|' /C calc'!A0")
    check_in(three, three.member, now)
    client.force_login(three.manager)
    text = client.get(address("presences_csv", three)).content.decode("utf-8-sig")
    assert "'=cmd" in text
    assert ";12:00;" in text


def test_the_page_costs_the_same_at_one_and_three_visits(
    three: Any, client: Client, now: Any, at: Any, statements: Any
) -> None:
    at(now)
    client.force_login(three.manager)
    counts = []
    for person in (three.member, three.manager, three.stranger):
        check_in(three, person, now)
        with statements() as seen:
            client.get(address("presences", three))
        counts.append(len(seen))
    assert counts[0] == counts[2] <= 6


def test_a_number_at_closing_closes_the_day(three: Any, client: Client, now: Any, at: Any) -> None:
    at(now)
    check_in(three, three.member, now)
    client.force_login(three.manager)
    client.post(address("headcount", three), {"count": "31", "close": "on"})
    assert here(three) == 0
    assert b"31" in client.get(address("presences", three)).content


def test_a_visit_is_corrected_on_its_page(three: Any, client: Client, now: Any, at: Any) -> None:
    at(now)
    check_in(three, three.member, now)
    client.force_login(three.manager)
    with scoping.scope([three.place.organisation_id]):
        [visit] = queries.people_here(place_id=three.place.id)
    url = address("correct_visit", three, visit.uuid)
    assert client.get(url).status_code == 200
    assert client.post(url, {"arrived_at": "2026-03-10T18:00", "left_at": ""}).status_code == 422
    assert client.post(url, {"arrived_at": "2026-03-10T09:00", "left_at": "2026-03-10T11:30"}).status_code == 302
    with scoping.scope([three.place.organisation_id]):
        corrected = queries.find_visit(visit.uuid, place_id=three.place.id)
    assert corrected is not None
    assert (corrected.arrived_at, corrected.left_at) == (now - timedelta(hours=3), now - timedelta(minutes=30))


# -- the tablet --------------------------------------------------------------------------------------------------------


def test_without_its_cookie_a_tablet_enters_nowhere(client: Client, three: Any) -> None:
    for name in ("kiosk", "kiosk_planning", "kiosk_opening"):
        assert client.get(reverse(f"booking:{name}")).status_code == 403


def test_a_link_previewed_is_not_used_up(three: Any, client: Client, now: Any, at: Any) -> None:
    at(now)
    with scoping.scope([three.place.organisation_id]):
        made = commands.add_device(
            actor=TESTS, now=now, place=ref_of(three.place), kind=rules.DeviceKind.KIOSK, name="Entrée"
        )
    url = reverse("booking:pair", args=[made.pairing])
    assert client.get(url).status_code == 200
    answer = client.post(url)
    assert (answer.status_code, answer.cookies[COOKIE]["httponly"]) == (302, True)
    assert client.get(reverse("booking:kiosk")).status_code == 200
    assert Client().post(url).status_code == 422


def test_a_pass_checks_in_and_then_offers_to_leave(three: Any, tablet: Client, now: Any) -> None:
    code = passes.pass_of(three.member.pk, now=now)
    assert tablet.post(reverse("booking:kiosk_arrive"), {"code": code}).status_code == 302
    leaving = tablet.post(reverse("booking:kiosk_arrive"), {"code": code})
    assert leaving.context["since"] == now
    tablet.post(reverse("booking:kiosk_leave"), {"token": leaving.context["token"]})
    assert here(three) == 0


def test_the_six_characters_check_in(three: Any, tablet: Client, now: Any) -> None:
    meet(three, three.member, now)
    typed = passes.code_of(three.member.pk, now=now).lower()
    assert tablet.post(reverse("booking:kiosk_arrive"), {"code": f"{typed[:3]} {typed[3:]}"}).status_code == 302
    assert here(three) == 1


def test_an_old_a_forged_or_a_foreign_code_is_refused(three: Any, tablet: Client, now: Any) -> None:
    meet(three, three.member, now)
    fresh = passes.pass_of(three.member.pk, now=now)
    old = passes.pass_of(three.member.pk, now=now - timedelta(minutes=6))
    for said in (
        old, fresh[:-1] + ("0" if fresh[-1] != "0" else "1"), fresh.replace(".", ""), "CP1.", "CC1.x", "", "AAAAAA",
        passes.code_of(three.member.pk, now=now - timedelta(minutes=11)), passes.code_of(three.stranger.pk, now=now),
    ):  # fmt: skip
        assert tablet.post(reverse("booking:kiosk_arrive"), {"code": said}).status_code == 422
    assert here(three) == 0


def test_a_printed_card_checks_in_until_another_is_made(three: Any, tablet: Client, client: Client, now: Any) -> None:
    with scoping.scope([three.place.organisation_id]):
        said = commands.make_visitor_card(
            actor=team_of(three, now), now=now, place=ref_of(three.place), person_id=three.member.pk
        )
    assert tablet.post(reverse("booking:kiosk_arrive"), {"code": said}).status_code == 302
    meet(three, three.member, now)
    client.force_login(three.manager)
    assert client.post(address("visitor_card", three), {"person": str(three.member.uuid)}).status_code == 200
    assert tablet.post(reverse("booking:kiosk_arrive"), {"code": said}).status_code == 422


def team_of(three: Any, now: Any) -> Any:
    from cantine.places.testing import actor_for

    return actor_for(three.manager, now=now)


def test_a_name_is_found_by_who_booked_today_and_shown_as_initials(
    three: Any, tablet: Client, book: Any, now: Any
) -> None:
    type(three.member).objects.filter(pk=three.member.pk).update(name="Nadia Benali")
    assert tablet.get(reverse("booking:kiosk") + "?qui=nad").context["found"] == []
    book(day=0, hour=13)
    page = tablet.get(reverse("booking:kiosk") + "?qui=ben")
    [found] = page.context["found"]
    assert found["initials"] == "N. B."
    assert b"Nadia" not in page.content
    assert tablet.post(reverse("booking:kiosk_arrive"), {"code": found["token"]}).status_code == 302


def test_a_name_shows_by_consent_only(three: Any, tablet: Client, now: Any) -> None:
    from cantine.people import commands as people
    from cantine.people.rules.consents import PURPOSES
    from cantine.places.testing import actor_for

    check_in(three, three.member, now)
    assert b"Member" not in tablet.get(reverse("booking:kiosk")).content
    people.give_consent(
        actor=actor_for(three.member, now=now),
        now=now,
        person_id=three.member.pk,
        purpose="show_presence",
        version=PURPOSES["show_presence"].version,
    )
    assert b"Member" in tablet.get(reverse("booking:kiosk")).content


def test_the_day_is_opened_and_closed_with_a_code(three: Any, tablet: Client, now: Any) -> None:
    url = reverse("booking:kiosk_opening")
    with scoping.scope([three.place.organisation_id]):
        code = commands.give_opening_code(
            actor=team_of(three, now), now=now, place=ref_of(three.place), person_id=three.manager.pk
        )
    assert tablet.post(url, {"code": "AAAAAA"}).status_code == 422
    assert tablet.post(url, {"code": code}).status_code == 302
    assert here(three) == 1
    assert tablet.post(url, {"code": code, "move": "close", "count": "12"}).status_code == 302
    assert here(three) == 0


def test_guessing_codes_is_slowed(three: Any, tablet: Client, settings: Any) -> None:
    settings.CANTINE_RATES = {"kiosk.opening": 3}
    answers = [tablet.post(reverse("booking:kiosk_opening"), {"code": f"AAAAA{n}"}).status_code for n in range(5)]
    assert answers == [422, 422, 422, 429, 429]


# -- the phone ---------------------------------------------------------------------------------------------------------


def test_the_poster_opens_a_page_of_one_tap(three: Any, client: Client, now: Any, at: Any) -> None:
    at(now)
    url = address("i_am_here", three)
    client.force_login(three.stranger)
    client.post(url)
    assert here(three) == 1
    client.post(url, {"move": "out"})
    assert here(three) == 0


def test_my_pass_shows_a_qr_and_a_code(three: Any, client: Client, now: Any, at: Any) -> None:
    at(now)
    client.force_login(three.member)
    page = client.get(reverse("booking:my_pass")).content.decode()
    assert passes.code_of(three.member.pk, now=now) in page
    assert "<svg" in page
    part = client.get(reverse("booking:my_pass") + "?part=qr", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


# -- the webhook -------------------------------------------------------------------------------------------------------


def hear(made: Any, body: Any, now: Any, **headers: str) -> Any:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    stamp = headers.pop("stamp", str(int(now.timestamp())))
    message = headers.pop("message", "m-1")
    signature = headers.pop("signature", "") or passes.signature_of(
        made.uuid, message_id=message, timestamp=stamp, body=raw
    )
    said = {"Webhook-Id": message, "Webhook-Timestamp": stamp, "Webhook-Signature": f"v1={signature}"}
    url = reverse("booking:sensor", args=[made.uuid])
    return Client(enforce_csrf_checks=True).post(url, raw, content_type="application/json", headers=said)


def test_a_sensor_counts_and_a_repeated_message_does_not(three: Any, now: Any, at: Any) -> None:
    at(now)
    made = a_sensor(three.place, now=now)
    assert hear(made, {"entered": 3}, now).json() == {"repeated": False}
    assert hear(made, {"entered": 3}, now).json() == {"repeated": True}
    assert hear(made, {"left": 1}, now, message="m-2").json() == {"repeated": False}
    assert here(three) == 2


def test_the_signature_is_the_documented_one(three: Any, now: Any) -> None:
    import hmac

    made = a_sensor(three.place, now=now)
    expected = hmac.new(made.key.encode(), b'm-1.1700000000.{"entered": 1}', "sha256").hexdigest()
    assert passes.signature_of(made.uuid, message_id="m-1", timestamp="1700000000", body=b'{"entered": 1}') == expected


def test_a_forged_a_late_or_an_unsigned_message_is_refused(three: Any, now: Any, at: Any) -> None:
    at(now)
    made, other = a_sensor(three.place, now=now), a_sensor(three.place, now=now)
    late = now - timedelta(minutes=6)
    stolen = passes.signature_of(
        other.uuid, message_id="m-1", timestamp=str(int(now.timestamp())), body=b'{"entered": 1}'
    )
    answers = [
        hear(made, {"entered": 1}, now, signature="0" * 64),
        hear(made, {"entered": 1}, now, signature=stolen),
        hear(made, {"entered": 1}, late),
        hear(made, {"entered": 1}, now + timedelta(minutes=6)),
        hear(made, {"entered": 1}, now, stamp="soon"),
        hear(made, {"entered": 1}, now, message=" "),
    ]
    assert [answer.status_code for answer in answers] == [403] * 6
    assert here(three) == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"{",
        b'"x"',
        {"entered": "3"},
        {"entered": -1},
        {"entered": 10**9},
        {"entered": True},
        {"badge": 3},
        {"badge": "1", "direction": "up"},
        {"badge": "0451"},
    ],
)
def test_a_message_that_says_nothing_known_is_refused_in_words(three: Any, now: Any, at: Any, body: Any) -> None:
    at(now)
    answer = hear(a_sensor(three.place, now=now), body, now)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")


def test_a_revoked_device_is_not_heard(three: Any, now: Any, at: Any) -> None:
    at(now)
    made = a_sensor(three.place, now=now)
    with scoping.scope([three.place.organisation_id]):
        commands.revoke_device(actor=TESTS, now=now, place=ref_of(three.place), device=made.uuid)
    assert hear(made, {"entered": 1}, now).status_code == 404
