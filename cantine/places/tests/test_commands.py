"""Each refusal of what describes and runs a place, and what the commands leave behind."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from cantine.core import refusals as words
from cantine.core import scoping
from cantine.core.actor import system
from cantine.core.authorization import Denied
from cantine.core.testing import letters
from cantine.kernel import Refused
from cantine.people import commands as people
from cantine.people.testing import a_person
from cantine.places import commands, queries
from cantine.places.testing import a_pool, a_room, actor_for, give_role, ref_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(three) -> Iterator[Any]:
    """The place at hand, inside its scope."""
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        yield place


@pytest.fixture
def do(here, now):
    """Run a command of the place as the system, at ``now``."""
    return lambda command, **said: getattr(commands, command)(actor=system("test"), now=now, place=here, **said)


def cards(here) -> dict[str, queries.ResourceCard]:
    return {card.name: card for card in queries.resource_cards(place_id=here.id)}


REFUSED = [
    ("change_place", {"fields": {"name": ""}}, "place_name_missing"),
    ("change_place", {"fields": {"accent": "blue"}}, "accent_wrong"),
    ("change_place", {"fields": {"timezone": "Nowhere"}}, "timezone_unknown"),
    ("change_place", {"fields": {"legal_capacity": 0}}, "legal_capacity_below_one"),
    ("add_space", {"name": " "}, "space_name_missing"),
    ("change_space", {"space_id": 0, "name": "Cour"}, "space_unknown"),
    ("add_resource", {"name": "…"}, "resource_name_missing"),
    ("add_resource", {"name": "salle rouge"}, "resource_name_taken"),
    ("add_resource", {"name": "X", "kind": "spaceship"}, "kind_unknown"),
    ("add_resource", {"name": "X", "seats": 0}, "seats_below_one"),
    ("add_resource", {"name": "X", "fields": {"capacity": 0}}, "below_least"),
    ("add_resource", {"name": "X", "fields": {"shortest_minutes": 90, "longest_minutes": 60}}, "shortest_over_longest"),
    ("add_resource", {"name": "X", "fields": {"see": "staff", "book": "public"}}, "unseen_but_bookable"),
    ("add_resource", {"name": "X", "fields": {"see": "aliens"}}, "level_unknown"),
    ("join_resources", {"name": "X", "parts": [1]}, "join_needs_two"),
    ("join_resources", {"name": "X", "parts": [1, 2]}, "part_unknown"),
    ("share_resource", {"name": "X", "other_id": 0}, "part_unknown"),
    ("change_resource", {"resource_id": 0, "fields": {}}, "resource_unknown"),
    ("add_kind", {"name_fr": "!"}, "kind_name_missing"),
    ("add_kind", {"name_fr": "Room"}, "kind_name_taken"),
    ("change_kind", {"code": "room", "name_fr": " "}, "kind_name_missing"),
    ("change_kind", {"code": "none", "name_fr": "Rien"}, "kind_unknown"),
    ("remove_kind", {"code": "room"}, "kind_in_use"),
    ("set_week", {"hours": [(7, time(9), time(18))]}, "weekday_unknown"),
    ("set_week", {"hours": [(0, time(9), time(18)), (0, time(17), time(20))]}, "hours_overlap"),
    ("set_week", {"hours": [(6, time(22), time(3)), (0, time(2), time(8))]}, "hours_overlap"),
    (
        "set_week",
        {"hours": [], "valid_from": date(2026, 8, 1), "valid_until": date(2026, 7, 1)},
        "period_reversed",
    ),
    (
        "close_days",
        {"first_day": date(2026, 8, 2), "last_day": date(2026, 8, 1), "reason": "été"},
        "closure_reversed",
    ),
    ("publish_house_rules", {"text": "  "}, "house_rules_missing"),
    ("give_role", {"person_id": 1, "role": "king"}, "role_unknown"),
    ("give_role", {"person_id": 1, "role": "host", "until": date(2020, 1, 1)}, "role_reversed"),
    ("invite_to_role", {"email": "a@b.example", "role": "king"}, "role_unknown"),
    ("invite_to_role", {"email": "no address", "role": "host"}, "people.email_wrong"),
    ("write_note", {"person_id": 0, "note": "x"}, "contact_unknown"),
    ("add_photo", {"file": BytesIO(b"x"), "alt": " "}, "alt_missing"),
    ("add_photo", {"file": BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "alt": "x"}, "photo_unreadable"),
    ("add_photo", {"file": BytesIO(b"0" * 15_000_001), "alt": "x"}, "photo_too_heavy"),
    ("change_photo", {"photo": uuid4(), "alt": "x"}, "photo_unknown"),
    ("put_photo_first", {"photo": uuid4()}, "photo_unknown"),
]


@pytest.mark.parametrize(("command", "said", "code"), REFUSED, ids=[f"{name}-{code}" for name, _s, code in REFUSED])
def test_what_cannot_be_is_refused_in_words(do, command, said, code) -> None:
    with pytest.raises(Refused) as refused:
        do(command, **said)
    assert [refusal.code for refusal in refused.value.refusals] == [code]
    assert all(words.sentence(refusal) for refusal in refused.value.refusals)


def test_an_area_has_one_name(do) -> None:
    do("add_space", name="Cour")
    with pytest.raises(Refused):
        do("add_space", name="Cour")


def test_an_area_that_goes_leaves_its_rooms_bookable(do, here) -> None:
    space = do("add_space", name="Cour")
    do("add_resource", name="Serre", space_id=space)
    do("remove_space", space_id=space)
    assert cards(here)["Serre"].space is None


def test_two_rooms_join_and_know_it(do, here) -> None:
    red = cards(here)["Salle Rouge"].id
    green = do("add_resource", name="Salle Verte")
    both = do("join_resources", name="Rouge + Verte", parts=[red, green])
    found = cards(here)
    assert found["Rouge + Verte"].id == both
    assert set(found["Rouge + Verte"].units) == {*found["Salle Rouge"].units, *found["Salle Verte"].units}


def test_an_area_leads_two_lives_on_one_ground(do, here) -> None:
    cafe = do("add_resource", name="Café", kind="room")
    do("share_resource", name="Café, le soir", other_id=cafe, kind="room", fields={"book": "staff"})
    do("set_week", hours=[(0, time(18), time(23))], resource_id=cards(here)["Café, le soir"].id)
    found = cards(here)
    assert found["Café"].units == found["Café, le soir"].units
    monday = date(2026, 3, 9)
    by_day = queries.hours_of(here).openings_on(monday, resource_id=found["Café"].id)
    by_night = queries.hours_of(here).openings_on(monday, resource_id=found["Café, le soir"].id)
    assert [(each.opens, each.closes) for each in (*by_day, *by_night)] == [
        (time(8), time(20)),
        (time(18), time(23)),
    ]


def test_a_pool_that_shares_its_ground_gives_all_its_seats(do, here, three) -> None:
    pool = a_pool(three.place, "Tables", seats=12)
    do("share_resource", name="Scène", other_id=pool.pk, kind="room")
    assert [taken.seats for taken in cards(here)["Scène"].pools] == [12]
    do("change_resource", resource_id=pool.pk, fields={"seats": 20})
    assert [taken.seats for taken in cards(here)["Scène"].pools] == [20]


def test_a_resource_is_described_anew(do, here) -> None:
    room = cards(here)["Salle Rouge"].id
    do("change_resource", resource_id=room, fields={"name": "Salle Bleue"}, layouts={"u": 8}, equipment=["Écran"])
    do("change_resource", resource_id=room, fields={"capacity": 9}, equipment=["Tableau"])
    card = cards(here)["Salle Bleue"]
    assert (card.slug, card.capacity, card.equipment) == ("salle-rouge", 9, ("Tableau",))
    assert [(layout.code, layout.people) for layout in card.layouts] == [("u", 8)]


def test_a_name_is_free_again_once_its_room_is_gone(do, here) -> None:
    do("retire_resource", resource_id=cards(here)["Salle Rouge"].id)
    do("add_resource", name="Salle Rouge")
    assert cards(here)["Salle Rouge"].slug == "lieu-salle-rouge"


def test_resources_keep_the_order_that_was_given(do, here, three) -> None:
    ids = [a_room(three.place, name).pk for name in ("A", "B")]
    do("reorder_resources", resource_ids=[ids[1], ids[0]])
    assert [card.name for card in queries.resource_cards(place_id=here.id)] == ["B", "A", "Salle Rouge"]


def test_a_period_is_forgotten_with_its_hours(do, here) -> None:
    span = {"valid_from": date(2026, 7, 1), "valid_until": date(2026, 8, 31)}
    do("set_week", hours=[(2, time(10), time(16))], **span)
    wednesday, thursday = date(2026, 7, 8), date(2026, 7, 9)
    hours = queries.hours_of(here)
    assert (len(hours.openings_on(wednesday)), len(hours.openings_on(thursday))) == (1, 0)
    do("set_week", hours=[], **span)
    assert len(queries.hours_of(here).openings_on(thursday)) == 1


def test_closed_days_open_again(do, here) -> None:
    day = date(2026, 5, 4)
    closure = do("close_days", first_day=day, last_day=day, reason="travaux")
    assert queries.hours_of(here).open_intervals(resource_id=None, first_day=day, last_day=day) == []
    do("reopen_days", closure=closure)
    do("reopen_days", closure=closure)
    assert len(queries.hours_of(here).open_intervals(resource_id=None, first_day=day, last_day=day)) == 1


def test_a_place_opens_on_the_holidays_that_it_chose(do, here) -> None:
    may_day, july = date(2026, 5, 1), date(2026, 7, 14)
    do("change_place", fields={"holidays_open_on": ["fete-nationale"]})
    place = queries.find_place(slug=here.slug)
    closed = queries.hours_of(place).closed_days(resource_id=None, first_day=may_day, last_day=july)
    assert (may_day in {each.day for each in closed}, july in {each.day for each in closed}) == (True, False)


# -- the team ----------------------------------------------------------------------------------------------------------


def test_the_last_manager_stays(do, three, now) -> None:
    with pytest.raises(Refused) as refused:
        do("end_role", person_id=three.manager.pk, role="manager")
    assert [refusal.code for refusal in refused.value.refusals] == ["last_manager"]
    other = a_person()
    give_role(other, three.place, "manager", until=(now + timedelta(days=30)).date())
    with pytest.raises(Refused):
        do("end_role", person_id=three.manager.pk, role="manager")
    do("give_role", person_id=a_person().pk, role="manager")
    do("end_role", person_id=three.manager.pk, role="manager")
    assert actor_for(three.manager, now=now).grants == ()


def test_a_role_with_an_end_can_be_ended_before(do, three, now) -> None:
    host = a_person()
    do("give_role", person_id=host.pk, role="host", until=(now + timedelta(days=30)).date())
    do("end_role", person_id=host.pk, role="host")
    assert actor_for(host, now=now).grants == ()


def test_an_invitation_is_written_and_gives_its_role_when_accepted(three, now, at, run_jobs) -> None:
    at(now)
    place = ref_of(three.place)
    with scoping.scope([place.organisation_id]):
        commands.invite_to_role(
            actor=actor_for(three.manager, now=now), now=now, place=place, email="New@Example.org", role="host"
        )
        assert [each.role for each in queries.invitations_of(place, now=now)] == ["host"]
    (letter,) = [each for each in letters() if each.to == "new@example.org"]
    secret = letter.text.partition("/compte/invitation/")[2].partition("/")[0]
    newcomer = a_person(email="new@example.org")
    people.accept_invitation(actor=actor_for(newcomer, now=now), now=now, secret=secret, person_id=newcomer.pk)
    run_jobs()
    assert [grant.role for grant in actor_for(newcomer, now=now).grants] == ["host"]
    with scoping.scope([place.organisation_id]):
        assert queries.invitations_of(place, now=now) == []


def test_a_person_is_added_by_address_and_never_twice(do, here) -> None:
    first = do("add_contact", email="zoe@example.org", name="Zoé", role="member")
    assert do("add_contact", email="ZOE@example.org", name="") == first
    page = queries.contacts_of(here, today=date(2026, 3, 10), text="zoe")
    assert [(line.person.name, line.roles) for line in page.lines] == [("Zoé", ("member",))]


def test_the_address_book_is_searched_without_accents_and_kept_by_role(do, here) -> None:
    do("add_contact", email="a@example.org", name="Hélène Œuvrard", role="resident")
    do("add_contact", email="b@example.org", name="Paul")
    today = date(2026, 3, 10)

    def names(**asked) -> list[str]:
        return [line.person.name for line in queries.contacts_of(here, today=today, **asked).lines]

    assert names(text="helene oeuv") == ["Hélène Œuvrard"]
    assert names(role="resident") == ["Hélène Œuvrard"]
    assert names(role="none") == ["Paul"]
    assert names(text="nobody") == []


# -- photos ------------------------------------------------------------------------------------------------------------


def a_photo(*, size=(1800, 1200), mode="RGB", kind="JPEG", **options) -> BytesIO:
    file = BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else (0, 128, 128, 0)).save(file, kind, **options)
    file.seek(0)
    return file


@pytest.fixture
def kept(settings, tmp_path):
    """Photos of the test go to a folder of the test."""
    from django.core.files.storage import FileSystemStorage

    storage = FileSystemStorage(location=tmp_path)
    import cantine.core.images as taken

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(taken, "default_storage", storage)
        yield tmp_path


def test_a_photo_is_kept_in_our_sizes_without_what_the_camera_wrote(do, here, kept) -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "taken at home", 6
    photo = do("add_photo", file=a_photo(exif=exif, comment=b"secret"), alt="Le comptoir")
    files = sorted((kept / "places" / str(here.uuid)).iterdir())
    assert len(files) == 6
    for file in files:
        with Image.open(file) as image:
            assert image.height > image.width, "it was turned upright"
            assert (dict(image.getexif()), image.info.get("comment")) == ({}, None)
    (found,) = queries.photos_of(place_id=here.id)
    assert (found.uuid, found.alt, found.width) == (photo, "Le comptoir", 1200)


def test_a_bomb_of_points_is_refused_before_it_is_opened(do, kept) -> None:
    with pytest.raises(Refused) as refused:
        do("add_photo", file=a_photo(size=(8000, 5001), kind="PNG"), alt="x")
    assert [refusal.code for refusal in refused.value.refusals] == ["photo_too_large"]


def test_a_photo_comes_first_says_better_and_goes(do, here, kept, django_capture_on_commit_callbacks) -> None:
    one = do("add_photo", file=a_photo(size=(50, 40), mode="RGBA", kind="PNG"), alt="un")
    two = do("add_photo", file=a_photo(size=(50, 40)), alt="deux")
    do("put_photo_first", photo=two)
    do("change_photo", photo=two, alt="mieux")
    assert [photo.alt for photo in queries.photos_of(place_id=here.id)] == ["mieux", "un"]
    with django_capture_on_commit_callbacks(execute=True):
        do("remove_photo", photo=one)
    assert [photo.alt for photo in queries.photos_of(place_id=here.id)] == ["mieux"]
    assert len(list((kept / "places" / str(here.uuid)).iterdir())) == 6


def test_only_the_manager_describes_the_place(here, three, now) -> None:
    for person in (three.member, three.stranger):
        with pytest.raises(Denied):
            commands.change_place(actor=actor_for(person, now=now), now=now, place=here, fields={"name": "Mine"})


def test_the_name_and_phone_of_an_account_of_elsewhere_do_not_come_with_its_address(three, here, now) -> None:
    elsewhere = a_person("Jeanne d’ailleurs", email="jeanne@example.org")
    manager = actor_for(three.manager, now=now)
    for email in ("jeanne@example.org", " JEANNE@example.org"):
        with pytest.raises(Refused, match="contact_to_invite"):
            commands.add_contact(actor=manager, now=now, place=here, email=email, name="J")
    assert not queries.knows(place=here, person_id=elsewhere.pk)
    commands.note_contact(actor=actor_for(elsewhere, now=now), now=now, place=here, person_id=elsewhere.pk)
    assert commands.add_contact(actor=manager, now=now, place=here, email="jeanne@example.org", name="") == elsewhere.pk
