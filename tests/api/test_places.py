"""Places through the API: what everybody reads, what a member sees more, what the team alone does."""

import pytest

from cantine.places.testing import a_place, a_pool, a_room, give_role

pytestmark = pytest.mark.django_db


def test_everybody_lists_the_published_places(three, api) -> None:
    a_place("Chantier", published_at=None)
    status, body = api().get("/places")
    assert status == 200, body
    assert [place["slug"] for place in body["items"]] == ["la-cantine-d-essai"]
    assert body["next"] is None


def test_a_place_in_the_making_is_listed_to_its_team_and_unknown_to_others(three, api) -> None:
    place = a_place("Chantier", published_at=None)
    give_role(three.manager, place, "manager")
    assert [each["slug"] for each in api(three.manager).get("/places")[1]["items"]] == [
        "chantier",
        "la-cantine-d-essai",
    ]
    assert api(three.manager).get("/places/chantier")[0] == 200
    assert api(three.member).get("/places/chantier") == api().get("/places/nowhere")
    assert api().get("/places/nowhere")[0] == 404


def test_pages_follow_each_other_to_the_end(three, api) -> None:
    for number in range(4):
        a_place(f"Lieu {number}")
    client, seen, address = api(), [], "/places?limit=2"
    while address:
        _, body = client.get(address)
        seen += [place["slug"] for place in body["items"]]
        address = body["next"]
    assert seen == ["la-cantine-d-essai", "lieu-0", "lieu-1", "lieu-2", "lieu-3"]


def test_a_cursor_made_by_hand_is_refused_with_a_sentence(three, api) -> None:
    for cursor in ("x", "WzFd", "bnVsbA", "WyJhXHUwMDAwIl0"):
        status, body = api().get("/places", cursor=cursor)
        assert (status, body["refusals"][0]["code"], body["refusals"][0]["field"]) == (422, "input_cursor", "cursor")


def test_resources_are_those_that_the_caller_may_see(three, api) -> None:
    a_room(three.place, "Réserve", see="staff")
    a_pool(three.place, "Postes libres", seats=12)
    path = f"/places/{three.place.slug}/resources"
    assert [each["slug"] for each in api().get(path)[1]["items"]] == ["salle-rouge", "postes-libres"]
    assert [each["mode"] for each in api().get(path)[1]["items"]] == ["ask", "ask"]
    assert [each["mode"] for each in api(three.member).get(path)[1]["items"]] == ["direct", "direct"]
    assert len(api(three.manager).get(path)[1]["items"]) == 3
    assert [each["seats"] for each in api().get(path, kind="desk")[1]["items"]] == [12]


def test_resources_are_paged_in_the_order_of_the_place(three, api) -> None:
    for position in (3, 1, 2):
        a_room(three.place, f"Salle {position}", position=position)
    _, first = api().get(f"/places/{three.place.slug}/resources?limit=2")
    _, second = api().get(first["next"])
    assert [each["slug"] for each in first["items"] + second["items"]] == [
        "salle-rouge", "salle-1", "salle-2", "salle-3",
    ]  # fmt: skip


def test_persons_are_for_the_team(three, api, now) -> None:
    from cantine.core import scoping
    from cantine.places import commands
    from cantine.places.queries import find_place
    from cantine.places.testing import actor_for

    place = find_place(slug=three.place.slug)
    assert place is not None
    with scoping.scope([place.organisation_id]):
        commands.note_contact(actor=actor_for(three.manager, now=now), now=now, place=place, person_id=three.member.pk)
    path = f"/places/{three.place.slug}/persons"
    status, body = api(three.manager).get(path)
    assert (status, [(each["name"], each["roles"]) for each in body["items"]]) == (200, [("Member", ["member"])])
    assert api(three.member).get(path)[1]["code"] == "forbidden"
    assert api().get(path)[0] == 401
    assert api(three.manager, "read").get(path)[1]["level"] == "manage"
    assert api(three.manager).get(f"/places/{three.place.slug}/organisations") == (200, {"items": [], "next": None})


def test_i_am_told_who_i_am(three, api) -> None:
    status, body = api(three.member, "read").get("/me")
    assert (status, body["name"], body["levels"]) == (200, "Member", ["read"])
    assert body["roles"] == [{"place": three.place.slug, "role": "member"}]
    assert api().get("/me")[0] == 401


def test_lists_take_as_many_statements_for_one_row_as_for_three(three, api, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements(path: str) -> int:
        client = api(three.manager)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(path)[0] == 200
        return len(captured)

    paths = ["/places", f"/places/{three.place.slug}/resources", f"/places/{three.place.slug}/persons"]
    one = [statements(path) for path in paths]
    a_place("Deux")
    a_place("Trois")
    a_room(three.place)
    a_room(three.place)
    assert [statements(path) for path in paths] == one
