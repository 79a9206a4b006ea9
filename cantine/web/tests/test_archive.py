"""A place taken out and brought in: everything, nothing of others, no secret, and the same again on the other side."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from PIL import Image

from cantine.booking import commands as booking
from cantine.booking import queries as bookings
from cantine.booking.rules.occupations import Condition, Moment, StateLine
from cantine.booking.testing import an_occupation
from cantine.core import archive, images, scoping
from cantine.core.actor import system
from cantine.core.archive import tables
from cantine.core.archive.tables import ORGANISATION, PERSON, SECRET
from cantine.core.authorization import Denied
from cantine.core.testing import journal
from cantine.kernel import Refused
from cantine.kernel.formulas import plain
from cantine.memberships import commands as memberships
from cantine.memberships.rules import Use, seat_need
from cantine.memberships.testing import a_pass, a_plan
from cantine.people.testing import a_person, an_organisation, belong
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.places.rules.house_life import Body
from cantine.places.testing import Three, a_place, a_room, actor_for, give_role
from cantine.pricing.rules import Unit
from cantine.web import commands
from cantine.web.commands import archive as archives
from cantine.web.tests.test_import_rows import done, sample

pytestmark = pytest.mark.django_db


def taken_out(slug: str, now: datetime) -> bytes:
    place = ref(slug)
    file = io.BytesIO()
    with scoping.scope([place.organisation_id]):
        commands.export_place(actor=system("test"), now=now, place=place, file=file)
    return file.getvalue()


def brought_in(data: bytes, now: datetime, **options: Any) -> PlaceRef:
    return commands.import_place(actor=system("test"), now=now, file=io.BytesIO(data), **options)


def ref(slug: str) -> PlaceRef:
    found = places.find_place(slug=slug)
    assert found is not None
    return found


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def rewritten(data: bytes, **changes: bytes | None) -> bytes:
    """The same archive with other members, their digests left as they were."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for name, content in {**members(data), **changes}.items():
            if content is not None:
                zipped.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def house(three: Three, kinds: None, now: datetime) -> Three:
    """A place with members, rooms, bookings, a photo's files, and a person whose name looks like a formula."""
    done(three, "members", sample("membres.csv"), now=now)
    done(three, "resources", sample("salles.csv"), now=now)
    done(three, "bookings", sample("reservations.csv"), now=now)
    done(three, "members", b"email,name\nformule@exemple.fr,=HYPERLINK(1)\n", now=now)
    belong(three.member, three.place.organisation)
    decided(three, now)
    return three


def in_advance(three: Three, now: datetime) -> None:
    """A plan that was paused, then left for another; a pass; days of an organisation, that somebody used."""
    place, person = ref(three.place.slug), three.member.pk
    first, second = a_plan(three.place, now=now), a_plan(three.place, now=now, name_fr="Autre", included=())
    a_pass(three.place, three.member, now=now)
    bought = an_organisation("Acheteuse")
    with scoping.scope([place.organisation_id]):
        said: dict[str, Any] = {"actor": system("test"), "now": now, "place": place}
        today = place.today(now)
        taken = memberships.subscribe(**said, plan=first, since=today, person_id=person)
        memberships.pause(
            **said, subscription=taken, first_day=today + timedelta(days=3), last_day=today + timedelta(days=5)
        )
        memberships.change_plan(**said, subscription=taken, plan=second, at_once=True)
        place_commands.note_customer(**said, customer_id=bought.pk)
        days = memberships.grant_days(
            **said, customer_id=bought.pk, unit=Unit.DAY, quantity=Decimal(200), unit_cents=1_400, valid_days=365
        )
        memberships.add_right_user(**said, right=f"bulk:{days}", person_id=person, cap=Decimal(3))
        act = memberships.Act(source="a visit", person_id=person, use=Use.SEAT, day=today)
        for half_days in (2, 1):
            memberships.draw(**said, act=act, need=seat_need(half_days=half_days, hours=Decimal(4)))


def decided(three: Three, now: datetime) -> None:
    """Two decisions, of which the second replaces the first."""
    actor, place = actor_for(three.manager, now=now), ref(three.place.slug)
    with scoping.scope([place.organisation_id]):
        said: dict[str, Any] = {"actor": actor, "now": now, "place": place, "decided_on": now.date(), "body": Body.TEAM}
        first = place_commands.note_decision(words="Ouvrir le lundi", **said)
        place_commands.note_decision(words="Ouvrir aussi le mardi", replaces=first, **said)


@pytest.fixture
def photo(house: Three) -> Iterator[str]:
    folder = f"places/{house.place.uuid}"
    name = default_storage.save(f"{folder}/picture.webp", ContentFile(b"a picture"))
    yield name.rpartition("/")[2]
    for file in default_storage.listdir(folder)[1]:
        default_storage.delete(f"{folder}/{file}")


def emptied(as_owner: Any) -> None:
    """A database like another instance’s: nobody, no organisation, no place."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE people_person, people_organisation CASCADE")


def test_every_table_with_a_tenant_is_in_the_archive_or_says_why_not() -> None:
    held, out = {table.label for table in archive.archived_tables()}, set(archive.left_out())
    assert not held & out
    assert held | out == {model._meta.label_lower for model in tables._tenant_models()}
    assert {"places.place", "booking.booking", "booking.claim", "places.photo", "memberships.certification"} <= held
    assert all(archive.left_out().values())


def test_what_an_archive_points_at_is_in_it() -> None:
    """A row that another cannot be without is written first; other references may look forward."""
    held = archive.archived_tables()
    every = {each.label for each in held} | {PERSON, ORGANISATION}
    for rank, table in enumerate(held):
        before = {each.label for each in held[:rank]} | {PERSON, ORGANISATION}
        strange = [each.field.name for each in table.references if each.to not in (before if each.needed else every)]
        assert (table.label, strange) == (table.label, [])


def test_a_tenant_table_has_no_hidden_table_of_pairs() -> None:
    assert [table.label for table in archive.archived_tables() if table.model._meta.many_to_many] == []


def test_no_column_that_holds_a_secret_is_in_an_archive() -> None:
    columns = [f"{table.label}.{column.name}" for table in archive.archived_tables() for column in table.columns]
    assert [name for name in columns if SECRET.search(name.rpartition(".")[2])] == []
    assert {"people.invitation", "core.mail", "core.journalentry"} <= set(archive.left_out())


def test_a_place_comes_back_the_same_in_an_empty_instance(
    house: Three, photo: str, now: datetime, as_owner: Any
) -> None:
    in_advance(house, now)
    before = taken_out(house.place.slug, now)
    slug = house.place.slug
    emptied(as_owner)
    place = brought_in(before, now)
    assert (place.slug, str(place.uuid)) == (slug, str(house.place.uuid))
    first, second = members(before), members(taken_out(slug, now))
    aside = {"manifest.json", "tables/core.journal.jsonl", "csv/core.journal.csv"}
    assert first.keys() == second.keys()
    assert [name for name in first if name not in aside and first[name] != second[name]] == []
    assert sum(name.startswith("tables/") for name in first) > 15


def test_the_manifest_counts_and_signs_every_member(house: Three, photo: str, now: datetime) -> None:
    data = taken_out(house.place.slug, now)
    files = members(data)
    manifest = json.loads(files.pop("manifest.json"))
    assert (manifest["format"], manifest["schema"]) == ("cantine.place", 1)
    assert {each["name"] for each in manifest["members"]} == files.keys()
    rows = {each["name"]: each["rows"] for each in manifest["members"]}
    assert rows["tables/booking.booking.jsonl"] == files["tables/booking.booking.jsonl"].count(b"\n") == 3
    assert files[f"files/{photo}"] == b"a picture"


def test_a_copy_in_the_same_instance_has_its_own_ids_and_leaves_the_first_alone(
    house: Three, photo: str, now: datetime
) -> None:
    data = taken_out(house.place.slug, now)
    copy = brought_in(data, now, slug="la-copie")
    assert (copy.organisation_id, copy.uuid != house.place.uuid) == (house.place.organisation_id, True)
    again = members(taken_out("la-copie", now))
    first = members(data)
    assert [again[name].count(b"\n") for name in sorted(first) if name.startswith("tables/booking")] == [
        first[name].count(b"\n") for name in sorted(first) if name.startswith("tables/booking")
    ]
    assert (
        members(taken_out(house.place.slug, now))["tables/booking.booking.jsonl"]
        == first["tables/booking.booking.jsonl"]
    )
    assert default_storage.exists(f"places/{copy.uuid}/{photo}")
    default_storage.delete(f"places/{copy.uuid}/{photo}")


def test_a_place_that_is_here_is_not_brought_in_again(house: Three, now: datetime) -> None:
    data = taken_out(house.place.slug, now)
    before = len(journal())
    with pytest.raises(Refused) as caught:
        brought_in(data, now)
    assert caught.value.refusals[0].code == "slug_taken"
    assert len(journal()) == before


def test_nothing_of_another_place_leaves(house: Three, now: datetime) -> None:
    canary = a_person("Canari", email="canari@exemple.fr")
    other = a_place("Ailleurs Canari")
    give_role(canary, other, "member")
    sibling = a_place("Voisin Canari", organisation=house.place.organisation)
    a_room(sibling, "Salle Canari")
    give_role(a_person("Canari du voisin"), sibling, "member")
    files = members(taken_out(house.place.slug, now))
    assert [name for name, content in files.items() if "canari" in content.decode(errors="ignore").lower()] == []


def test_a_cell_that_looks_like_a_formula_is_kept_from_being_one(house: Three, now: datetime) -> None:
    files = members(taken_out(house.place.slug, now))
    rows = list(csv.reader(io.StringIO(files[f"csv/{PERSON}.csv"].decode("utf-8-sig")), delimiter=";"))
    cells = [cell for row in rows for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert "=HYPERLINK(1)" in [plain(cell) for cell in cells]
    every = [
        cell
        for name, content in files.items() if name.startswith("csv/")
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";") for cell in row
    ]  # fmt: skip
    assert [cell for cell in every if cell[:1] in set("=+-@\t\r＝＋－＠") and cell] == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"tables/places.place.jsonl": b"{}\n"}, "archive.broken"),
        ({"tables/places.place.jsonl": None}, "archive.broken"),
        ({"manifest.json": None}, "archive.not_one"),
        ({"manifest.json": b"[]"}, "archive.not_one"),
        ({"manifest.json": b'{"format": "cantine.place", "schema": 9, "members": []}'}, "archive.newer"),
    ],
)
def test_a_damaged_archive_is_refused_and_nothing_is_written(
    house: Three, now: datetime, change: dict[str, bytes | None], code: str
) -> None:
    data = rewritten(taken_out(house.place.slug, now), **change)
    with pytest.raises(Refused) as caught:
        brought_in(data, now, slug="autre")
    assert caught.value.refusals[0].code == code
    assert places.find_place(slug="autre") is None


def test_what_is_no_archive_is_refused(now: datetime) -> None:
    with pytest.raises(Refused) as caught:
        brought_in(b"name,email\n", now)
    assert caught.value.refusals[0].code == "archive.not_one"


def test_the_photos_of_the_state_of_a_space_go_with_the_place(
    three: Three, now: datetime, monkeypatch: Any, tmp_path: Any
) -> None:
    kept = FileSystemStorage(tmp_path)
    for user in (images, archives):
        monkeypatch.setattr(user, "default_storage", kept)
    let = an_occupation(three.place, a_room(three.place, "Bureau", long_term=True), person=three.member, now=now)
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "JPEG")
    picture.seek(0)
    with scoping.scope([three.place.organisation_id]):
        booking.report_state(
            actor=system("test"), now=now, place=ref(three.place.slug), occupation=let, moment=Moment.ENTRY,
            lines=[StateLine(item="Murs", condition=Condition.GOOD)], signed_for_place="Camille",
            signed_for_occupant="Nadia", photos=[picture],
        )  # fmt: skip
    data = taken_out(three.place.slug, now)
    assert sum(name.startswith("files/") for name in members(data)) == 6
    copy = brought_in(data, now, slug="copie")
    with scoping.scope([copy.organisation_id]):
        [photo] = [
            each for card in bookings.occupations_of(copy) for r in bookings.reports_of(card.uuid) for each in r.photos
        ]
    assert kept.exists(images.path_of(places.photo_folder(copy.uuid), photo.uuid, 480, "jpg"))


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_only_the_manager_takes_a_place_out(three: Three, now: datetime, who: str) -> None:
    place = ref(three.place.slug)
    actor = actor_for(getattr(three, who), now=now)
    with scoping.scope([place.organisation_id]), pytest.raises(Denied):
        commands.export_place(actor=actor, now=now, place=place, file=io.BytesIO())


@pytest.mark.parametrize("minutes", [None, 11, 10])
def test_the_command_itself_asks_a_manager_for_a_second_factor_shown_lately(
    three: Three, now: datetime, settings: Any, minutes: int | None
) -> None:
    settings.CANTINE_MFA_REQUIRED = True
    place, manager = ref(three.place.slug), actor_for(three.manager, now=now)
    proved_at = None if minutes is None else now - timedelta(minutes=minutes)
    said = {"actor": manager, "now": now, "place": place, "file": io.BytesIO(), "proved_at": proved_at}
    with scoping.scope([place.organisation_id]):
        if minutes == 10:
            assert len(commands.export_place(**said)) == 64
            return
        with pytest.raises(Refused) as refused:
            commands.export_place(**said)
    assert [each.code for each in refused.value.refusals] == ["people.second_factor_stale"]


def test_a_manager_brings_no_place_in(three: Three, now: datetime) -> None:
    with pytest.raises(Denied):
        commands.import_place(actor=actor_for(three.manager, now=now), now=now, file=io.BytesIO())


def test_the_commands_take_out_and_bring_in(house: Three, tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "lieu.zip"
    call_command("export", "place", house.place.slug, "--out", str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    call_command("import", "place", str(file), "--slug", "un-autre-lieu")
    assert "un-autre-lieu" in capsys.readouterr().out
    with pytest.raises(CommandError, match="un-autre-lieu"):
        call_command("import", "place", str(file), "--slug", "un-autre-lieu")
    with pytest.raises(CommandError):
        call_command("export", "place", "nulle-part")
