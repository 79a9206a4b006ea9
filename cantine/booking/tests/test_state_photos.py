"""Photos of an état des lieux: re-encoded, for the team and the occupant alone, and carried with the place."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from cantine.booking import commands, queries
from cantine.booking.rules.occupations import Condition, Moment, StateLine
from cantine.booking.testing import TESTS, an_occupation
from cantine.core import images, scoping
from cantine.kernel import Refused
from cantine.people.testing import a_person
from cantine.places.testing import a_place, a_room, give_role, ref_of

pytestmark = pytest.mark.django_db


def a_photo(*, size: tuple[int, int] = (900, 600), **said: Any) -> BytesIO:
    out = BytesIO()
    Image.new("RGB", size, "olive").save(out, "JPEG", **said)
    return BytesIO(out.getvalue())


@pytest.fixture
def let(three: Any, now: datetime, at: Any, settings: Any, tmp_path: Any, monkeypatch: Any) -> Any:
    """The member's office; the pictures of the test go to a folder of the test."""
    settings.CANTINE_MFA_REQUIRED = False  # what a manager's second factor guards is tested with the accounts
    monkeypatch.setattr(images, "default_storage", FileSystemStorage(tmp_path))
    at(now)
    return an_occupation(
        three.place, a_room(three.place, "Bureau", long_term=True), person=three.member, now=now
    )  # fmt: skip


def report(three: Any, let: Any, now: datetime, *photos: BytesIO, moment: Moment = Moment.ENTRY) -> None:
    with scoping.scope([three.place.organisation_id]):
        commands.report_state(
            actor=TESTS, now=now, place=ref_of(three.place), occupation=let, moment=moment,
            lines=[StateLine(item="Murs", condition=Condition.WORN)], signed_for_place="Camille",
            signed_for_occupant="Nadia", photos=photos,
        )  # fmt: skip


def photos_of(three: Any, let: Any) -> Any:
    with scoping.scope([three.place.organisation_id]):
        return [photo for each in queries.reports_of(let) for photo in each.photos]


def address(three: Any, photo: Any, width: int = 480, ending: str = "jpg") -> str:
    return reverse("booking:state_photo", args=[three.place.slug, photo.uuid, width, ending])


def test_photos_are_kept_in_our_sizes_without_what_the_camera_wrote(
    three: Any, let: Any, now: datetime, tmp_path: Any
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRET CAMERA"
    report(three, let, now, a_photo(exif=exif), a_photo(size=(50, 40)))
    assert [(each.position, each.width) for each in photos_of(three, let)] == [(1, 900), (2, 50)]
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(files) == 12
    assert not any(b"SECRET" in file.read_bytes() for file in files)


@pytest.mark.parametrize(
    ("files", "code"),
    [([BytesIO(b"<svg/>")], "photo_unreadable"), ([BytesIO(b"0" * 15_000_001)], "photo_too_heavy")],
)
def test_what_is_no_photo_is_refused_and_nothing_is_signed(
    three: Any, let: Any, now: datetime, tmp_path: Any, files: list[BytesIO], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        report(three, let, now, a_photo(), *files)
    assert [(each.code, each.field) for each in refused.value.refusals] == [(code, "photos")]
    assert photos_of(three, let) == []
    assert not any(file.is_file() for file in tmp_path.rglob("*"))


def test_more_than_twelve_photos_are_refused(three: Any, let: Any, now: datetime) -> None:
    with pytest.raises(Refused, match="too_many_photos"):
        report(three, let, now, *(a_photo(size=(10, 10)) for _ in range(13)))


def test_the_team_and_the_occupant_see_them_and_nobody_else(
    three: Any, let: Any, now: datetime, client: Client
) -> None:
    report(three, let, now, a_photo())
    [photo] = photos_of(three, let)
    neighbour = a_person("Voisin")
    give_role(neighbour, three.place, "resident")
    found = []
    for person in (three.manager, three.member, neighbour, three.stranger):
        client.force_login(person)
        found.append(client.get(address(three, photo)).status_code)
    assert found == [200, 200, 404, 404]
    client.force_login(three.member)
    answer = client.get(address(three, photo, 1600, "webp"))
    assert (answer["Content-Type"], "no-store" in answer["Cache-Control"]) == ("image/webp", True)
    assert client.get(address(three, photo, 481)).status_code == 404


def test_another_place_does_not_serve_them(three: Any, let: Any, now: datetime, client: Client) -> None:
    report(three, let, now, a_photo())
    [photo] = photos_of(three, let)
    other = a_place("Ailleurs")
    give_role(three.stranger, other, "manager")
    client.force_login(three.stranger)
    assert client.get(reverse("booking:state_photo", args=[other.slug, photo.uuid, 480, "jpg"])).status_code == 404


def test_they_are_added_on_the_page_and_shown_to_both(three: Any, let: Any, client: Client) -> None:
    client.force_login(three.manager)
    page = reverse("booking:occupation", args=[three.place.slug, let])
    said = {"action": "entry", "signed_for_place": "Camille", "signed_for_occupant": "Nadia", "item_0": "Murs"}
    conditions = {f"condition_{number}": "good" for number in range(8)}
    files = [SimpleUploadedFile(f"{n}.jpg", a_photo().getvalue(), "image/jpeg") for n in range(2)]
    wrong = SimpleUploadedFile("x.jpg", b"no photo", "image/jpeg")
    refused = client.post(page, {**said, **conditions, "photos": [wrong]})
    assert refused.status_code == 422
    assert "Utilisez un JPEG" in refused.content.decode() or "JPEG" in refused.content.decode()
    html = client.post(page, {**said, **conditions, "photos": files}, follow=True).content.decode()
    assert html.count("de cet état") == 2
    client.force_login(three.member)
    assert client.get("/moi/espaces/").content.decode().count("de cet état") == 2


def test_the_reports_cost_the_same_with_one_photo_and_with_three(
    three: Any, let: Any, now: datetime, statements: Any
) -> None:
    report(three, let, now, a_photo(size=(9, 9)))
    counts = []
    for moment in (None, Moment.EXIT):
        if moment is not None:
            report(three, let, now, *(a_photo(size=(9, 9)) for _ in range(3)), moment=moment)
        with scoping.scope([three.place.organisation_id]), statements() as seen:
            queries.reports_of(let)
        counts.append(len(seen))
    assert counts == [2, 2]
