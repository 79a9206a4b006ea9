"""Bookings through the API: taken, refused, repeated, moved, cancelled, seen and not seen."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from cantine.core import scoping
from cantine.people.testing import a_person
from cantine.places.testing import a_place, a_pool, a_room, actor_for, give_role

pytestmark = pytest.mark.django_db
PATH = "/places/la-cantine-d-essai/bookings"
WEEK = {"starts_at": "2026-03-09T00:00:00+01:00", "ends_at": "2026-03-16T00:00:00+01:00"}


def wish(**more: object) -> dict[str, object]:
    """Salle Rouge, tomorrow from 10 to 11 in Paris."""
    asked = {
        "resource": "salle-rouge",
        "starts_at": "2026-03-11T10:00:00+01:00",
        "ends_at": "2026-03-11T11:00:00+01:00",
    }
    return {**asked, **more}


def test_a_member_books_and_reads_the_booking_again(three, api) -> None:
    client = api(three.member)
    status, made = client.post(PATH, wish(title="Atelier SCIC"))
    assert (status, made["state"], len(made["occurrences"])) == (201, "confirmed", 1)
    date = made["occurrences"][0]
    assert (date["starts_at"], date["ends_at"], date["state"]) == (
        "2026-03-11T09:00:00Z", "2026-03-11T10:00:00Z", "confirmed",
    )  # fmt: skip
    status, read = client.get(f"/bookings/{made['id']}")
    assert (status, read["title"], read["place"]) == (200, "Atelier SCIC", three.place.slug)
    assert [each["id"] for each in read["occurrences"]] == [date["id"]]
    assert client.get(f"/occurrences/{date['id']}")[1] == read["occurrences"][0]
    assert [each["id"] for each in client.get("/me/bookings")[1]["items"]] == [date["id"]]


def test_a_booking_says_as_little_to_the_database_whatever_stands_there(three, api, statements) -> None:
    """What a booking costs is how often it speaks: a statement more is a choice, made here too."""
    client = api(three.member)

    def book(hour: int) -> list[str]:
        at = {"starts_at": f"2026-03-11T{hour:02}:00:00+01:00", "ends_at": f"2026-03-11T{hour + 1}:00:00+01:00"}
        with statements() as seen:
            assert client.post(PATH, wish(**at), **{"Idempotency-Key": str(uuid4())})[0] == 201
        return seen

    book(10)
    second, third = book(11), book(12)
    assert [each[:40] for each in second] == [each[:40] for each in third]
    assert len(second) == 20  # the price list and who may book among them; and one more counts the limit of the token


def test_a_booking_speaks_to_the_database_in_few_messages(three, api) -> None:
    """Several statements leave together: a message more wakes two processes, and is a choice too."""
    client = api(three.member)

    def book(hour: int) -> int:
        at = {"starts_at": f"2026-03-11T{hour:02}:00:00+01:00", "ends_at": f"2026-03-11T{hour + 1}:00:00+01:00"}
        before = connection.wire.messages
        assert client.post(PATH, wish(**at), **{"Idempotency-Key": str(uuid4())})[0] == 201
        return connection.wire.messages - before

    book(10)
    assert (book(11), book(12)) == (7, 7)


def test_a_resource_is_named_by_its_slug_or_its_id(three, api) -> None:
    assert api(three.member).post(PATH, wish(resource=str(three.room.uuid)))[0] == 201


def test_somebody_without_a_role_asks_and_waits(three, api) -> None:
    assert api(three.stranger).post(PATH, wish())[1]["state"] == "requested"


def test_a_taken_time_is_409_with_what_is_near(three, api) -> None:
    a_room(three.place, "Salle Verte")
    api(three.member).post(PATH, wish())
    status, body = api(three.manager).post(PATH, wish())
    assert (status, body["code"]) == (409, "taken")
    assert body["conflicts"] == [{"starts_at": "2026-03-11T09:00:00Z", "ends_at": "2026-03-11T10:00:00Z"}]
    assert {each["kind"] for each in body["alternatives"]} == {"other_time", "other_room"}
    assert [each["resource"] for each in body["alternatives"] if each["kind"] == "other_room"] == ["salle-verte"]
    assert [each["code"] for each in body["refusals"]] == ["taken"]
    near = body["alternatives"][0]
    assert api(three.manager).post(PATH, wish(starts_at=near["starts_at"], ends_at=near["ends_at"]))[0] == 201


def test_every_refusal_is_said_at_once_in_the_language_of_the_reader(three, api) -> None:
    asked = wish(starts_at="2026-03-10T05:10:00+01:00", ends_at="2026-03-10T05:20:00+01:00", guests=40)
    status, body = api(three.member).post(PATH, asked)
    assert (status, body["code"]) == (422, "refused")
    codes = [each["code"] for each in body["refusals"]]
    assert codes == ["in_past", "off_grid", "too_short", "outside_hours", "over_capacity"]
    assert body["refusals"][0]["sentence"].startswith("Ce moment est passé. Le premier possible est mardi 10 mars, 12")
    _, body = api(three.member, language="en").post(PATH, asked)
    assert body["refusals"][2]["sentence"] == (
        "This lasts 10\u00a0min; at least 30\u00a0min must be booked. Choose a later end."
    )
    assert body["refusals"][2]["context"] == {"shortest": "PT30M", "asked": "PT10M"}


def test_a_read_token_cannot_book_and_nobody_cannot(three, api) -> None:
    status, body = api(three.member, "read").post(PATH, wish())
    assert (status, body["code"], body["level"]) == (403, "token-level", "book")
    assert api().post(PATH, wish())[0] == 401
    status, body = api(three.member, "book").post(PATH, wish())
    assert status == 201, body


def test_a_repeated_key_is_answered_alike_and_books_once(three, api) -> None:
    client = api(three.member)
    first = client.post(PATH, wish(), **{"Idempotency-Key": "k1"})
    again = client.post(PATH, wish(), **{"Idempotency-Key": "k1"})
    assert first[0] == 201
    assert again == first
    assert client.answer.headers["Idempotency-Replayed"] == "true"
    status, body = client.post(PATH, wish(title="Autre"), **{"Idempotency-Key": "k1"})
    assert (status, body["code"]) == (422, "key-reused")
    assert len(client.get(PATH, **WEEK)[1]["items"]) == 1


def test_a_refusal_frees_its_key(three, api) -> None:
    client = api(three.member)
    assert client.post(PATH, wish(quantity=0), **{"Idempotency-Key": "k2"})[0] == 422
    assert client.post(PATH, wish(), **{"Idempotency-Key": "k2"})[0] == 201


def test_a_key_belongs_to_whoever_sent_it(three, api) -> None:
    api(three.member).post(PATH, wish(), **{"Idempotency-Key": "k3"})
    assert api(three.manager).post(PATH, wish(), **{"Idempotency-Key": "k3"})[0] == 409


def test_a_key_that_cannot_be_one_is_refused(three, api) -> None:
    for key in ("", "é", "k" * 201, "a b"):
        status, body = api(three.member).post(PATH, wish(), **{"Idempotency-Key": key})
        assert (status, body["refusals"][0]["field"]) == (422, "Idempotency-Key")


def test_the_team_books_for_somebody_over_the_house_limits_but_never_over_a_booking(three, api) -> None:
    night = {"starts_at": "2026-03-11T22:00:00+01:00", "ends_at": "2026-03-11T23:00:00+01:00"}
    asked = wish(**night, for_person=str(three.member.uuid), override=True)
    status, made = api(three.manager).post(PATH, asked)
    assert (status, made["overridden"]) == (201, ["outside_hours"])
    assert api(three.member).get(f"/bookings/{made['id']}")[0] == 200
    assert api(three.manager).post(PATH, asked)[0] == 409
    assert api(three.member).post(PATH, wish(for_person=str(three.manager.uuid)))[1]["code"] == "forbidden"
    assert api(three.member).post(PATH, wish(override=True))[1]["code"] == "forbidden"
    assert api(three.manager).post(PATH, wish(for_person=str(three.stranger.uuid)))[1]["refusals"][0]["code"] == (
        "person_unknown"
    )


def test_an_option_is_the_team_s_and_expires(three, api) -> None:
    asked = wish(hold_until="2026-03-10T18:00:00+01:00")
    assert api(three.member).post(PATH, asked)[0] == 403
    status, made = api(three.manager).post(PATH, asked)
    assert (status, made["state"]) == (201, "held")
    date = api(three.manager).get(f"/occurrences/{made['occurrences'][0]['id']}")[1]
    assert date["expires_at"] == "2026-03-10T17:00:00Z"


def test_a_series_without_clash_is_booked_whole(three, api) -> None:
    status, made = api(three.member).post(PATH, wish(rrule="FREQ=WEEKLY;COUNT=5"))
    assert (status, len(made["occurrences"]), made["cut"]) == (201, 5, False)
    assert made["occurrences"][-1]["starts_at"] == "2026-04-08T08:00:00Z"  # 10:00 in Paris, summer time


def test_a_series_with_clashes_says_which_and_lets_one_choose(three, api) -> None:
    a_room(three.place, "Salle Verte")
    manager, member = api(three.manager), api(three.member)
    for day in ("18", "25"):
        manager.post(PATH, wish(starts_at=f"2026-03-{day}T10:00:00+01:00", ends_at=f"2026-03-{day}T11:00:00+01:00"))
    series = wish(rrule="FREQ=WEEKLY;COUNT=4")
    status, body = member.post(PATH, series)
    assert (status, body["code"]) == (409, "taken")
    assert [date["state"] for date in body["dates"]] == ["fine", "clash", "clash", "fine"]
    assert body["dates"][1]["refusals"][0]["code"] == "taken"
    assert {each["kind"] for each in body["dates"][1]["alternatives"]} == {"other_time", "other_room"}
    assert len(body["conflicts"]) == 2
    asked = [date["asked"]["starts_at"] for date in body["dates"]]
    chosen = {**series, "skip": [asked[1]], "move": [{"date": asked[2], "resource": "salle-verte"}]}
    status, made = member.post(PATH, chosen)
    assert (status, [date["state"] for date in made["occurrences"]]) == (
        201, ["confirmed", "skipped", "confirmed", "confirmed"],
    )  # fmt: skip
    assert [date["resource"] for date in made["occurrences"]] == [
        "salle-rouge", "salle-rouge", "salle-verte", "salle-rouge",
    ]  # fmt: skip


def test_a_series_may_leave_out_whatever_clashes(three, api) -> None:
    api(three.manager).post(PATH, wish())
    status, made = api(three.member).post(PATH, wish(rrule="FREQ=DAILY;COUNT=3", skip_clashes=True))
    assert (status, [date["state"] for date in made["occurrences"]]) == (201, ["skipped", "confirmed", "confirmed"])


def test_what_stands_against_the_whole_series_is_a_refusal_not_a_clash(three, api) -> None:
    status, body = api(three.member).post(PATH, wish(rrule="FREQ=DAILY;COUNT=3", guests=50))
    assert (status, [each["code"] for each in body["refusals"]]) == (422, ["over_capacity"])
    for rrule in ("FREQ=SECONDLY", "nonsense", "FREQ=DAILY;COUNT=999999999"):
        assert api(three.member).post(PATH, wish(rrule=rrule))[0] == 422
    unknown = wish(rrule="FREQ=DAILY;COUNT=3", skip=["2026-05-01T10:00:00Z"])
    assert api(three.member).post(PATH, unknown)[1]["refusals"][0]["code"] == "choice_unknown"


def test_a_date_is_moved_and_its_old_time_is_free(three, api) -> None:
    client = api(three.member)
    made = client.post(PATH, wish())[1]
    path = f"/occurrences/{made['occurrences'][0]['id']}"
    status, moved = client.patch(path, {"starts_at": "2026-03-11T14:00:00+01:00"})
    assert (status, moved["starts_at"], moved["ends_at"]) == (200, "2026-03-11T13:00:00Z", "2026-03-11T14:00:00Z")
    assert client.post(PATH, wish())[0] == 201
    status, body = client.patch(path, {"starts_at": "2026-03-11T10:30:00+01:00"})
    assert (status, body["code"]) == (409, "taken")
    assert body["alternatives"]
    assert client.patch(path, {"starts_at": "2026-03-01T10:00:00Z"})[0] == 422


def test_cancelling_a_booking_or_a_date_frees_the_room(three, api) -> None:
    client = api(three.member)
    made = client.post(PATH, wish(rrule="FREQ=DAILY;COUNT=3"))[1]
    first = made["occurrences"][0]["id"]
    assert client.delete(f"/occurrences/{first}")[1]["state"] == "cancelled"
    status, body = client.delete(f"/bookings/{made['id']}")
    assert (status, {date["state"] for date in body["occurrences"]}) == (200, {"cancelled"})
    assert client.post(PATH, wish())[0] == 201


def test_cancelling_again_is_answered_alike_and_what_is_over_is_refused(three, api, at, now) -> None:
    client = api(three.member)
    cancelled = client.post(PATH, wish())[1]
    client.delete(f"/bookings/{cancelled['id']}")
    kept = client.post(PATH, wish())[1]
    booking, date = f"/bookings/{cancelled['id']}", f"/occurrences/{cancelled['occurrences'][0]['id']}"
    assert client.delete(booking) == client.get(booking)
    assert client.delete(date) == client.get(date)
    at(now + timedelta(days=2))
    assert client.delete(f"/bookings/{kept['id']}")[1]["refusals"][0]["code"] == "no_coming_date"


def test_more_seats_than_there_are_is_never_a_clash(three, api) -> None:
    pool = a_pool(three.place, seats=4)
    client = api(three.member)
    asked = [wish(quantity=2), wish(resource=pool.slug, quantity=5)]
    for body, seats in zip(asked, (1, 4), strict=True):
        status, refused = client.post(PATH, body)
        assert (status, [each["code"] for each in refused["refusals"]]) == (422, ["not_enough_seats"])
        assert refused["refusals"][0]["context"]["seats"] == seats
    assert refused["refusals"][0]["sentence"] == (
        "Il n’y a ici que 4 postes, à tout moment. Prenez-en moins, ou choisissez plus grand."
    )


def test_what_is_made_has_an_address_and_a_repeat_is_the_same_to_the_byte(three, api) -> None:
    client = api(three.member)
    made = client.post(PATH, wish(), **{"Idempotency-Key": "k1"})[1]
    first = client.answer
    assert first.headers["Location"] == f"http://testserver/api/v1/bookings/{made['id']}"
    assert client.get(first.headers["Location"].removeprefix("http://testserver"))[1]["id"] == made["id"]
    client.post(PATH, wish(), **{"Idempotency-Key": "k1"})
    assert (client.answer.content, client.answer.headers["Location"]) == (first.content, first.headers["Location"])


def test_a_parameter_said_twice_is_refused(three, api) -> None:
    status, body = api().get(
        f"{PATH}?starts_at=2026-03-09T00:00:00Z&starts_at=2026-03-10T00:00:00Z&ends_at=2026-03-11T00:00:00Z"
    )
    assert (status, [(each["code"], each["field"]) for each in body["refusals"]]) == (
        422, [("input_repeated", "starts_at")],
    )  # fmt: skip


def test_another_s_booking_is_answered_like_one_that_does_not_exist(three, api) -> None:
    made = api(three.manager).post(PATH, wish())[1]
    date = made["occurrences"][0]["id"]
    client = api(three.member)
    for path in ("/bookings/{}", "/occurrences/{}"):
        theirs = made["id"] if "bookings" in path else date
        for verb in ("get", "delete"):
            unknown = [getattr(client, verb)(path.format(i)) for i in (uuid4(), "x", "../x", "%00", "1")]
            assert {status for status, _ in unknown} == {404}
            assert getattr(client, verb)(path.format(theirs)) == unknown[0]
    assert client.patch(f"/occurrences/{date}", {}) == client.patch(f"/occurrences/{uuid4()}", {})
    assert api().get(f"/bookings/{made['id']}")[0] == 401


def test_a_manager_elsewhere_sees_nothing_of_it(three, api) -> None:
    elsewhere = a_place("Ailleurs")
    give_role(three.stranger, elsewhere, "manager")
    made = api(three.member).post(PATH, wish())[1]
    assert api(three.stranger).get(f"/bookings/{made['id']}")[0] == 404
    listed = api(three.stranger).get(PATH, **WEEK)[1]["items"]
    assert [(each["booking"], each["title"], each["person"]) for each in listed] == [(None, "", None)]


def test_the_planning_tells_each_what_is_theirs_to_know(three, api) -> None:
    api(three.member).post(PATH, wish(title="Comité secret"))
    api(three.manager).post(PATH, wish(**at("14:00", "15:00"), title="Porte ouverte", title_hidden=False))
    path = {who: api(person).get(PATH, **WEEK)[1]["items"] for who, person in people(three).items()}
    assert [each["title"] for each in path["nobody"]] == ["", "Porte ouverte"]
    assert [each["title"] for each in path["member"]] == ["Comité secret", "Porte ouverte"]
    assert [each["mine"] for each in path["member"]] == [True, False]
    assert [each["person"] and each["person"]["name"] for each in path["manager"]] == ["Member", "Manager"]
    assert [each["person"] for each in path["member"]] == [None, None]
    assert "secret" not in str(path["stranger"]) + str(path["nobody"])


def at(start: str, end: str) -> dict[str, str]:
    return {"starts_at": f"2026-03-11T{start}:00+01:00", "ends_at": f"2026-03-11T{end}:00+01:00"}


def people(three):
    return {"nobody": None, "stranger": three.stranger, "member": three.member, "manager": three.manager}


def test_the_planning_leaves_out_rooms_that_one_may_not_see(three, api) -> None:
    a_room(three.place, "Réserve", see="staff", ask="staff", book="staff")
    assert api(three.manager).post(PATH, wish(resource="reserve"))[0] == 201
    assert len(api(three.manager).get(PATH, **WEEK)[1]["items"]) == 1
    assert api(three.member).get(PATH, **WEEK)[1]["items"] == []
    assert api(three.member).post(PATH, wish(resource="reserve"))[1]["refusals"][0]["code"] == "resource_unknown"


def test_the_planning_is_read_by_pages(three, api) -> None:
    client = api(three.manager)
    for hour in range(9, 14):
        client.post(PATH, wish(**at(f"{hour:02}:00", f"{hour + 1:02}:00")))
    seen, address = [], f"{PATH}?starts_at=2026-03-11T00:00:00Z&ends_at=2026-03-12T00:00:00Z&limit=2"
    while address:
        _, body = client.get(address)
        seen += [each["starts_at"][11:13] for each in body["items"]]
        address = body["next"]
    assert seen == ["08", "09", "10", "11", "12"]


def test_blockings_stand_on_the_planning(three, api, now) -> None:
    from cantine.booking import commands
    from cantine.kernel import Interval
    from cantine.places import queries as places

    place = places.find_place(slug=three.place.slug)
    assert place is not None
    with scoping.scope([place.organisation_id]):
        card = places.resource_by_id(three.room.pk)
        assert card is not None
        start = datetime(2026, 3, 12, 9, tzinfo=UTC)
        commands.block_resource(
            actor=actor_for(three.manager, now=now), now=now, place=place, resource=card,
            interval=Interval(start, start + timedelta(hours=2)), reason="Peinture",
        )  # fmt: skip
    body = api().get(PATH, **WEEK)[1]
    assert [(each["resource"], each["reason"]) for each in body["blockings"]] == [("salle-rouge", "Peinture")]
    assert (
        api(three.member).post(PATH, wish(**{k: v.replace("-11T", "-12T") for k, v in at("10:00", "11:00").items()}))[0]
        == 409
    )


AVAILABILITY = "/places/la-cantine-d-essai/availability"
DAY = {"starts_at": "2026-03-11T08:00:00+01:00", "ends_at": "2026-03-11T20:00:00+01:00"}


def test_a_room_is_free_when_open_and_not_taken_buffers_kept_clear(three, api) -> None:
    a_room(three.place, "Salle Verte", buffer_after_minutes=30)
    client = api(three.member)
    client.post(PATH, wish(resource="salle-verte"))
    body = client.get(AVAILABILITY, **DAY)[1]
    assert body["timezone"] == "Europe/Paris"
    green = next(each for each in body["items"] if each["slug"] == "salle-verte")
    assert hours(green["busy"]) == [("09:00", "10:30")]
    assert hours(green["free"]) == [("07:00", "08:30"), ("10:30", "19:00")]
    red = next(each for each in body["items"] if each["slug"] == "salle-rouge")
    assert (hours(red["open"]), hours(red["free"]), red["busy"]) == ([("07:00", "19:00")], [("07:00", "19:00")], [])
    assert client.post(PATH, wish(resource="salle-verte", **at("09:00", "09:30")))[0] == 201


def hours(intervals):
    return [(each["starts_at"][11:16], each["ends_at"][11:16]) for each in intervals]


def test_a_pool_says_how_many_seats_are_left(three, api) -> None:
    a_pool(three.place, "Postes", seats=4)
    client = api(three.member)
    client.post(PATH, wish(resource="postes", quantity=3, guests=0))
    client.post(PATH, wish(resource="postes", **at("10:30", "12:00")))
    [pool] = client.get(AVAILABILITY, **DAY, kind="desk")[1]["items"]
    assert pool["seats"] == 4
    assert hours(pool["busy"]) == [("09:30", "10:00")]
    assert [(*span, each["seats_left"]) for span, each in zip(hours(pool["free"]), pool["free"], strict=True)] == [
        ("07:00", "09:00", 4), ("09:00", "09:30", 1), ("10:00", "11:00", 3), ("11:00", "19:00", 4),
    ]  # fmt: skip


def test_what_is_free_for_one_slot_agrees_with_the_intervals(three, api, now) -> None:
    """Rooms, joined rooms, buffers, a pool to its last seat and a blocking that began long before, every half hour."""
    from cantine.booking import commands
    from cantine.kernel import Interval
    from cantine.places import queries as places

    green = a_room(three.place, "Salle Verte", buffer_before_minutes=30, buffer_after_minutes=30)
    a_room(three.place, "Rouge et Verte", parts=(three.room, green))
    blocked = a_room(three.place, "Salle Bleue")
    a_pool(three.place, "Postes", seats=4)
    place = places.find_place(slug=three.place.slug)
    assert place is not None
    with scoping.scope([place.organisation_id]):
        card = places.resource_by_id(blocked.pk)
        assert card is not None
        long = Interval(datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 3, 11, 12, tzinfo=UTC))
        commands.block_resource(
            actor=actor_for(three.manager, now=now), now=now, place=place, resource=card, interval=long, reason="Eau"
        )
    client = api(three.member)
    for asked in (
        wish(), wish(resource="salle-verte", **at("14:00", "15:00")), wish(resource="postes", quantity=3, guests=0),
        wish(resource="postes", **at("10:30", "12:00")), wish(resource="salle-bleue", **at("16:00", "17:00")),
    ):  # fmt: skip
        assert client.post(PATH, asked)[0] == 201
    whole = client.get(AVAILABILITY, **DAY)[1]["items"]
    start = datetime(2026, 3, 11, 6, tzinfo=UTC)
    for half_hours in range(28):
        begins = start + timedelta(minutes=30 * half_hours)
        slot = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(minutes=30)).isoformat()}
        found = client.get("/places/la-cantine-d-essai/free", **slot)[1]["items"]
        z = f"{begins:%Y-%m-%dT%H:%M:%SZ}"
        fitting = [
            (each["slug"], free["seats_left"])
            for each in whole
            for free in each["free"]
            if free["starts_at"] <= z and f"{begins + timedelta(minutes=30):%Y-%m-%dT%H:%M:%SZ}" <= free["ends_at"]
        ]
        assert [(each["slug"], each["seats_left"]) for each in found] == fitting, slot


def test_reads_take_as_many_statements_for_one_row_as_for_three(three, api, statements) -> None:
    client = api(three.manager)

    def counts() -> list[int]:
        found = []
        for path, query in (
            (AVAILABILITY, DAY),
            (AVAILABILITY.replace("availability", "free"), DAY),
            (PATH, WEEK),
            ("/me/bookings", {}),
        ):
            with statements() as seen:
                assert client.get(path, **query)[0] == 200
            found.append(len(seen))
        return found

    client.post(PATH, wish())
    one = counts()
    for hour in (12, 14):
        client.post(PATH, wish(**at(f"{hour}:00", f"{hour + 1}:00")))
    a_room(three.place)
    assert counts() == one
    assert max(one) <= 9


def test_a_session_books_with_the_token_of_our_pages_only(three, api) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(three.member)
    assert client.get("/api/v1/me").json()["levels"] is None
    refused = client.post(f"/api/v1{PATH}", wish(), content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf-missing")
    ours = Client()
    ours.force_login(three.member)
    assert ours.post(f"/api/v1{PATH}", wish(), content_type="application/json").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_fifty_parallel_repeats_make_one_booking(three, api, settings, now) -> None:
    """Each in its own connection: the first takes the key, the others wait for its answer and give it."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    from tests.api.conftest import Api, token_of

    settings.CANTINE_RATES = {"api": 0}
    api()
    secret = token_of(three.member, now=now)

    def repeat(_: int) -> tuple[int, str]:
        try:
            status, body = Api(secret).post(PATH, wish(), **{"Idempotency-Key": "fifty"})
            return status, body.get("id", body.get("code"))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(repeat, range(50)))
    assert [status for status, _ in answers] == [201]
    assert len(api(three.member).get(PATH, **WEEK)[1]["items"]) == 1


def test_the_api_says_what_is_free_first_and_never_what_is_past(three, api, now) -> None:
    path = "/places/la-cantine-d-essai/first-free"
    week = {"starts_at": "2026-03-09T00:00:00Z", "ends_at": "2026-03-16T00:00:00Z", "minutes": 120}
    status, body = api(three.member).get(path, **week)
    assert status == 200
    assert body == {
        "timezone": "Europe/Paris",
        "found": {
            "starts_at": "2026-03-10T11:00:00Z", "ends_at": "2026-03-10T13:00:00Z", "resource": "salle-rouge",
            "id": str(three.room.uuid), "name": "Salle Rouge", "kind": "room", "capacity": 8, "seats": None,
            "mode": "direct",
        },
    }  # fmt: skip
    over = {**week, "ends_at": "2026-03-10T00:00:00Z"}
    assert api(three.member).get(path, **over)[1]["found"] is None
    assert api(three.member).get(path, **{**week, "kind": "sauna"})[1]["found"] is None
    assert api(three.member).get(path, **{**week, "minutes": 50})[0] == 422


def test_a_booking_is_put_in_another_name_by_the_team_and_on_behalf_of_an_organisation_by_its_person(
    three, api
) -> None:
    from cantine.people.testing import an_organisation, belong
    from cantine.places.testing import ref_of

    firm, elsewhere, two = an_organisation("Coopaname", kind="cae"), a_person("Jeanne"), a_person("Nadia")
    belong(three.member, firm, relation="entrepreneur")
    give_role(two, three.place, "member")
    mine, team = api(three.member), api(three.manager)
    booking = f"/bookings/{mine.post(PATH, wish())[1]['id']}"
    assert mine.patch(booking, {"for_organisation": str(firm.uuid)})[0] == 200
    with scoping.scope([three.place.organisation_id]):
        assert customers_of(ref_of(three.place)) == ["Coopaname"]
    assert mine.patch(booking, {"for_person": str(two.uuid)})[0] == 403
    assert [each["code"] for each in team.patch(booking, {"for_person": str(elsewhere.uuid)})[1]["refusals"]] == [
        "person_unknown"
    ]
    status, handed = team.patch(booking, {"for_person": str(two.uuid), "for_organisation": None})
    assert (status, handed["id"]) == (200, booking.rpartition("/")[2])
    assert [each["id"] for each in api(two).get("/me/bookings")[1]["items"]] == [handed["occurrences"][0]["id"]]
    with scoping.scope([three.place.organisation_id]):
        assert customers_of(ref_of(three.place)) == [None]
    assert api(three.stranger).patch(booking, {}) == api(three.stranger).patch(f"/bookings/{uuid4()}", {})


def customers_of(place) -> list[str | None]:
    from cantine.booking.models import Booking

    return list(Booking.objects.filter(place_id=place.id).values_list("customer__name", flat=True))
