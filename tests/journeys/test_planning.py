"""The planning by keyboard, by mouse, and as others change it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from cantine.places.testing import Three

DAY = "2027-04-14"
MORNING = datetime(2027, 4, 12, 7, 0, tzinfo=UTC)  # Monday, 9:00 in Paris
Book = Callable[..., Any]


@pytest.fixture
def house(three: "Three", at: Callable[[datetime], None]) -> "Three":
    at(MORNING)
    return three


@pytest.fixture
def book(house: "Three") -> Book:
    """``book(person, 10, 12)``: on the day of these tests, hours of Paris in summer."""
    from cantine.booking import commands
    from cantine.core import scoping
    from cantine.kernel import Interval
    from cantine.places import queries
    from cantine.places.testing import actor_for

    def booked(person: Any, first: int, last: int, *, title: str = "Atelier", room: Any = None) -> Any:
        with scoping.scope([house.place.organisation_id]):
            place = queries.find_place(slug=house.place.slug)
            card = queries.find_resource(place_id=house.place.pk, slug=(room or house.room).slug)
            assert place is not None
            assert card is not None
            period = Interval(*(datetime(2027, 4, 14, hour - 2, tzinfo=UTC) for hour in (first, last)))
            return commands.request_booking(
                actor=actor_for(person, now=MORNING), now=MORNING, place=place, resource=card,
                dates=[commands.DateWish(interval=period)], details=commands.Details(title=title, title_hidden=False),
            )  # fmt: skip

    return booked


def planning(page: "Page", house: "Three") -> "Page":
    page.goto(f"/{house.place.slug}/planning/?jour={DAY}")
    page.locator(".cursor").wait_for(state="attached")
    return page


def name_of_focus(page: "Page") -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText"))


def drag(page: "Page", item: "Locator", *, hours: float, rows: int = 0, at: float = 0.5) -> None:
    """By hours along the ruler of a day of twelve."""
    box, track = item.bounding_box(), page.locator(".lane > .track").first.bounding_box()
    assert box
    assert track
    x, y = box["x"] + box["width"] * at, box["y"] + 15
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + hours * track["width"] / 12, y + rows * track["height"], steps=5)
    page.mouse.up()


def test_the_whole_day_is_walked_and_booked_by_keyboard(
    visit: Callable[..., "Page"], house: "Three", book: Book
) -> None:
    from cantine.places.testing import a_room

    a_room(house.place, "Salle Verte")
    book(house.member, 10, 12)
    page = planning(visit(house.member), house)
    page.locator(".day-nav .switch a").last.focus()
    page.keyboard.press("Tab")  # the link of the first room, then one tab stop for the whole slate
    page.keyboard.press("Tab")
    assert name_of_focus(page) == "mercredi 14 avril, 8\u00a0h, Salle Rouge, libre"
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert "Atelier" in name_of_focus(page)
    page.keyboard.press("ArrowDown")
    assert name_of_focus(page) == "mercredi 14 avril, 10\u00a0h, Salle Verte, libre"
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert name_of_focus(page) == "mercredi 14 avril, de 10\u00a0h à 11\u00a0h\u00a030, Salle Verte, libre"
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Salle Verte").wait_for()
    assert (
        page.get_by_role("dialog").locator(".when-said").inner_text()
        == "Mercredi 14 avril, 10\u00a0h\u00a0– 11\u00a0h\u00a030"
    )
    page.keyboard.type("Chorale")  # the first field has the focus
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.locator("li.bk.landed", has_text="Chorale").wait_for()
    assert name_of_focus(page).startswith("10:00–11:30")


def test_a_booking_that_clashes_is_said_in_the_dialog_with_what_is_free(
    visit: Callable[..., "Page"], house: "Three", book: Book, axe: Callable[..., None]
) -> None:
    page = planning(visit(house.member), house)
    drag(page, page.locator(".free").first, hours=2, at=0.26)
    dialog = page.get_by_role("dialog", name="Salle Rouge")
    dialog.wait_for()
    axe(page, context="#board-dialog")
    book(house.manager, 11, 13)
    dialog.get_by_role("button", name="Réserver").click()
    dialog.get_by_text("C’est déjà pris").wait_for()
    dialog.get_by_role("button", name="13:00–15:00").click()
    dialog.wait_for(state="hidden")
    page.locator("li.bk.mine", has_text="13:00–15:00").wait_for()


def test_at_the_counter_a_drag_three_letters_and_enter_book_for_a_member(
    visit: Callable[..., "Page"], house: "Three", settings: Any
) -> None:
    from cantine.booking.testing import ref_of
    from cantine.core import scoping
    from cantine.places import commands
    from cantine.places.testing import actor_for

    settings.CANTINE_MFA_REQUIRED = False
    with scoping.scope([house.place.organisation_id]):
        manager = actor_for(house.manager, now=MORNING)
        commands.note_contact(actor=manager, now=MORNING, place=ref_of(house.place), person_id=house.member.pk)
    page = planning(visit(house.manager), house)
    drag(page, page.locator(".free").first, hours=2, at=0.26)
    page.get_by_label("Pour qui").press_sequentially(house.member.name[:3].lower())
    page.locator(f'datalist option[value^="{house.member.name}"]').wait_for(state="attached")
    page.keyboard.press("Enter")
    page.locator("li.bk.landed", has_text=house.member.name).wait_for()


def test_more_than_the_dialog_asks_is_on_the_page_of_the_room(visit: Callable[..., "Page"], house: "Three") -> None:
    page = planning(visit(house.member), house)
    drag(page, page.locator(".free").first, hours=2, at=0.26)
    page.get_by_role("link", name="Répéter, invités…").click()
    page.wait_for_url("**/reserver/salle-rouge/**")
    assert page.get_by_label("De", exact=True).input_value() == "11:00"
    assert page.get_by_label("À", exact=True).input_value() == "13:00"


def test_dragging_my_booking_moves_it_and_a_refusal_offers_what_is_free(
    visit: Callable[..., "Page"], house: "Three", book: Book
) -> None:
    book(house.member, 9, 10, title="La mienne")
    book(house.manager, 14, 16, title="Celle d’une autre")
    page = planning(visit(house.member), house)
    drag(page, page.locator("li.bk.mine"), hours=2)
    page.get_by_role("dialog").get_by_role("button", name="Déplacer", exact=True).click()
    page.get_by_text("11:00–12:00").first.wait_for(state="attached")
    drag(page, page.locator("li.bk.mine"), hours=4)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Déplacer", exact=True).click()
    dialog.get_by_text("déjà pris").wait_for()
    dialog.get_by_role("button", name="13:00–14:00").click()
    dialog.wait_for(state="hidden")
    page.locator("li.bk.mine", has_text="13:00–14:00").wait_for()


def test_a_booking_in_one_browser_appears_in_the_other_within_two_seconds(
    visit: Callable[..., "Page"], house: "Three", book: Book, live_process: None
) -> None:
    page = planning(visit(house.member), house)
    wall = visit()
    wall.goto(f"/{house.place.slug}/planning/mur/")
    page.locator(".cursor > button").focus()
    page.keyboard.press("ArrowRight")
    time.sleep(1.5)  # both streams are open
    before = time.monotonic()
    book(house.manager, 10, 12, title="Vue de loin")
    page.get_by_text("Vue de loin").wait_for(timeout=2000)
    assert time.monotonic() - before < 2
    assert name_of_focus(page) == "mercredi 14 avril, 8\u00a0h\u00a030, Salle Rouge, libre"
    page.close()  # a stream that is cut is an error in the console
    wall.close()


@pytest.fixture
def live_process(live_url: str, database_urls: Any, settings: Any) -> Iterator[None]:
    """The live process beside the pages, on the same database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.LIVE_URL = f"http://localhost:{port}"
    policy = settings.CONTENT_SECURITY_POLICY
    directives = {**policy["DIRECTIVES"], "connect-src": ["'self'", settings.LIVE_URL]}
    settings.CONTENT_SECURITY_POLICY = {**policy, "DIRECTIVES": directives}
    environment = {**os.environ, **database_urls.environment, "CANTINE_PUBLIC_URL": live_url}
    process = subprocess.Popen(
        [sys.executable, "-m", "cantine.config.web_server", "asgi", str(port), "1"], env=environment
    )
    _until_it_answers(port)
    yield
    process.terminate()
    process.wait(10)


def _until_it_answers(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("The live process does not answer.")


def pages_of(page: "Page") -> int:
    """How many sheets this page takes on paper."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_a_day_of_ten_rooms_is_one_sheet_and_their_week_two_at_most(
    visit: Callable[..., "Page"], house: "Three", book: Book
) -> None:
    from cantine.places.testing import a_room

    rooms = [house.room, *(a_room(house.place, f"Salle {number}") for number in range(9))]
    for room in rooms:
        for hour in (9, 11, 14, 16):
            book(house.member, hour, hour + 2, title="Petit-déjeuner des données ouvertes", room=room)
    page = planning(visit(house.member, width=1280), house)
    assert page.locator(".lane").count() == 10
    assert pages_of(page) == 1
    page.goto(f"/{house.place.slug}/planning/semaine/?jour={DAY}")
    assert pages_of(page) <= 2
