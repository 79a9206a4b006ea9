"""What the door notes is what the page of attendance says: a phone's QR before the tablet's camera, who is here, who
leaves, a day closed with a code; then a hand count of that day, on the page."""

import base64
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from cantine.booking import commands, rules
from cantine.booking.testing import ref_of
from cantine.core import scoping
from cantine.kernel import Interval
from cantine.people.testing import a_person
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.testing import actor_for, give_role

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SATURDAY = datetime(2027, 4, 17, 7, 0, tzinfo=UTC)  # 9:00 in Paris

# What stands before the tablet: a phone held up, a little crooked, in a grey room.
CAMERA = """
navigator.mediaDevices.getUserMedia = async () => {
  const bytes = Uint8Array.from(atob(window.held), (char) => char.charCodeAt(0));
  const phone = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
  const pen = canvas.getContext("2d");
  const draw = () => {
    pen.fillStyle = "#777"; pen.fillRect(0, 0, 640, 480);
    pen.save(); pen.translate(320, 240); pen.rotate(0.07); pen.drawImage(phone, -150, -150, 300, 300); pen.restore();
  };
  draw(); setInterval(draw, 100);
  return canvas.captureStream(10);
};
"""


@pytest.fixture
def saturday(three: Any, at: Any, settings: Any) -> Any:
    """Open 9–19; one room, booked 10–12; Samir, who opens, has a code; the tablet waits to be paired."""
    settings.CANTINE_MFA_REQUIRED = False
    at(SATURDAY)
    samir, ada = a_person("Samir"), a_person("Ada Lovelace")
    give_role(samir, three.place, "host")
    give_role(ada, three.place, "member")
    with scoping.scope([three.place.organisation_id]):
        manager = actor_for(three.manager, now=SATURDAY)
        said: dict[str, Any] = {"actor": manager, "now": SATURDAY, "place": ref_of(three.place)}
        place_commands.set_week(**said, hours=[(weekday, time(9), time(19)) for weekday in range(6)])
        tablet = commands.add_device(**said, kind=rules.DeviceKind.KIOSK, name="Entrée").pairing
        code = commands.give_opening_code(**said, person_id=samir.pk)
        [card] = places.resource_cards(place_id=three.place.pk)
        commands.request_booking(
            **said, resource=card,
            dates=[commands.DateWish(interval=Interval(SATURDAY + timedelta(hours=1), SATURDAY + timedelta(hours=3)))],
            details=commands.Details(),
        )  # fmt: skip
    return SimpleNamespace(
        place=three.place, manager=three.manager, member=three.member, ada=ada, tablet=tablet, code=code
    )  # fmt: skip


def show_to_the_camera(phone: Any, tablet: Any) -> None:
    """The QR of my page, as drawn, before the camera of the tablet, which reads it and sends it."""
    phone.goto("/moi/")
    held = base64.b64encode(phone.locator(".my-pass .qr-code").screenshot()).decode()
    tablet.evaluate("held => { window.held = held; }", held)
    tablet.get_by_role("button", name="Montrer mon QR à la caméra").click()


def is_here(tablet: Any, words: str) -> None:
    tablet.get_by_role("heading", name=words).wait_for()


def test_a_day_at_the_door_is_the_day_on_the_page_of_attendance(saturday: Any, visit: Any, at: Any, axe: Any) -> None:
    def o_clock(hour: int) -> None:
        at(SATURDAY + timedelta(hours=hour - 9))

    tablet, phone = visit(width=768, height=1024), visit(saturday.ada, width=360, height=740)
    tablet.context.add_init_script(CAMERA)
    tablet.goto(reverse("booking:pair", args=[saturday.tablet]))
    tablet.get_by_role("button", name="Relier cette tablette").click()
    is_here(tablet, "Personne pour l’instant")
    tablet.get_by_role("link", name="Personne n’a encore ouvert la journée").click()
    tablet.get_by_label("Votre code").fill(saturday.code)
    tablet.get_by_role("button", name="Ouvrir la journée").click()
    is_here(tablet, "1 personne ici")  # Samir, 9–19

    o_clock(10)
    phone.goto("/compte/choix/")
    phone.get_by_role("switch", name="Montrer que je suis là").click()
    phone.get_by_text("Votre choix est enregistré.").wait_for()
    show_to_the_camera(phone, tablet)
    tablet.get_by_text("Bienvenue. Il est 10\u00a0h, vous êtes là.").wait_for()
    assert tablet.locator(".door-names li").all_inner_texts() == ["Ada Lovelace"]
    axe(tablet)
    for already in (2, 3):  # two for the café, 10–19
        is_here(tablet, f"{already} personnes ici")
        tablet.get_by_role("button", name="De passage").click()
    is_here(tablet, "4 personnes ici")
    other = visit(saturday.member, width=360, height=740)  # by the code under the QR, 10–19; says no name
    other.goto("/moi/")
    axe(other)
    shown = other.locator(".my-pass .pass-code").inner_text().split()[-1]
    tablet.get_by_label("Le code affiché sur votre téléphone").fill(shown)
    tablet.get_by_role("button", name="Je suis là").click()
    is_here(tablet, "5 personnes ici")
    tablet.get_by_text("2 personnes préfèrent ne pas afficher leur nom. 2 personnes de passage.").wait_for()

    o_clock(13)
    show_to_the_camera(phone, tablet)  # Ada leaves, 10–13
    tablet.get_by_role("button", name="Je m’en vais").click()
    is_here(tablet, "4 personnes ici")
    assert tablet.locator(".door-names li").count() == 0
    o_clock(19)
    tablet.get_by_role("link", name="Ouvrir ou fermer").click()
    tablet.get_by_label("Votre code").fill(saturday.code)
    tablet.get_by_role("button", name="Fermer la journée").click()
    tablet.get_by_text("La journée est fermée").wait_for()
    is_here(tablet, "Personne pour l’instant")

    # By hand: 5 people on 1 day; at 9 Samir alone, at 10 all five, at 13 four; 2 h booked of 10 h open.
    page = visit(saturday.manager)
    page.goto(reverse("booking:occupancy", args=[saturday.place.slug]) + "?jours=7&jour=2027-04-17")
    axe(page)
    said = [" ".join(text.split()) for text in page.locator(".stats > .stat").all_inner_texts()]
    assert said == [
        "d’occupation 3 %",
        "réservées, sur 60 h ouvertes 2 h",
        "personnes venues, sur 1 jour compté 5",
        "personnes par jour 5",
    ]
    page.get_by_text("Chaque jour en chiffres").click()
    rows = [row.split("\t") for row in page.locator(".every-day tbody").first.inner_text().splitlines()]
    assert rows[-2:] == [["ven. 16", "0\u00a0%", "0", "–"], ["sam. 17", "20\u00a0%", "2", "5"]]
    present = [row.split("\t") for row in page.locator(".every-day tbody").last.inner_text().splitlines()]
    assert present == [
        ["9", "1"],
        *([str(hour), "5"] for hour in (10, 11, 12)),
        *([str(hour), "4"] for hour in range(13, 19)),
    ]

    # One number at closing is the day's attendance, whatever was counted else.
    page.goto(reverse("booking:presences", args=[saturday.place.slug]))
    page.get_by_label("Personnes venues").fill("9")
    page.get_by_role("button", name="Noter le nombre").click()
    page.goto(reverse("booking:occupancy", args=[saturday.place.slug]) + "?jours=7&jour=2027-04-17")
    assert page.locator(".stats > .stat").nth(2).locator("dd").inner_text() == "9"
