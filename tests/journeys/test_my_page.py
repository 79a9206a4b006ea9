"""A member with a phone: signed in, three taps from my page to a booked room, its calendar file, and the way back."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.journey
MORNING = datetime(2027, 4, 12, 7, 0, tzinfo=UTC)  # Monday, 9:00 in Paris
PASSWORD = "huit lapins verts dorment"


@pytest.fixture
def ada(three: Any, at: Callable[[datetime], None], settings: Any) -> Any:
    """A member who signs in with a password."""
    from cantine.core import clock
    from cantine.core.actor import system
    from cantine.people import commands
    from cantine.people.testing import Person
    from cantine.places.testing import give_role

    settings.DEMO = True
    at(MORNING)
    pk = commands.register_person(
        actor=system("test"), now=clock.now(), email="ada@example.org", name="Ada", password=PASSWORD, replay=True
    )
    ada = Person.objects.get(pk=pk)
    give_role(ada, three.place, "member")
    return ada


def test_a_room_is_booked_in_three_taps_and_given_up_from_the_letter(
    ada: Any, visit: Any, run_jobs: Any, axe: Callable[..., None]
) -> None:
    page = visit(width=360, height=780)
    page.goto("/compte/entrer/")
    page.locator("#id_login").fill("ada@example.org")
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/moi/")
    axe(page)

    with page.expect_navigation():
        page.get_by_role("link", name="Salle Rouge").click()
    assert page.locator(".tabs [aria-current]").all_inner_texts() == ["1\u00a0h"]
    page.locator("ul.starts a", has_text="14:00").click()
    page.get_by_role("button", name="Réserver", exact=True).click()
    page.get_by_text("C’est réservé.").wait_for()
    axe(page)

    page.goto("/moi/")
    assert page.locator("section.my-next").get_by_role("link", name="Salle Rouge").is_visible()
    run_jobs()
    page.goto("/boite-d-envoi/")
    page.get_by_role("link", name="Confirmé").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="(.ics)").click()
    assert "SUMMARY" in Path(download.value.path()).read_text(encoding="utf-8")
    with page.context.expect_page() as opened:
        page.frame_locator("iframe").get_by_role("link", name="Annuler cette date").click()
    opened.value.get_by_role("button", name="Oui, l’annuler").click()
    opened.value.get_by_role("heading", name="C’est annulé").wait_for()
    page.goto("/moi/")
    page.get_by_role("heading", name="Rien de réservé").wait_for()


def test_a_freelancer_of_a_cae_and_two_places_has_one_login_and_one_calendar_and_each_place_its_part(
    ada: Any, three: Any, visit: Any, settings: Any
) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    from cantine.people.testing import a_person, an_organisation, belong
    from cantine.places.testing import a_place, a_room, give_role

    other = a_place("La Fabrique")
    a_room(other, "Atelier")
    give_role(ada, other, "member")
    keeper = a_person("Gardienne")
    give_role(keeper, other, "manager")
    belong(ada, an_organisation("Coopaname", kind="cae"), relation="entrepreneur")
    page = visit(ada, width=360, height=740, language="en")
    for room, title, start in (("Salle Rouge", "Chez les uns", "10:00"), ("Atelier", "Chez les autres", "14:00")):
        page.goto("/moi/")
        page.locator(".my-book").get_by_role("link", name=room).click()
        page.locator("ul.starts a", has_text=start).click()
        page.get_by_role("textbox", name="Title (optional)").fill(title)
        page.locator(".booking-form summary").last.click()
        page.get_by_label("On behalf of").select_option(label="Coopaname")
        page.get_by_role("button", name="Book", exact=True).click()
        page.get_by_text("It is booked.").wait_for()
    page.goto("/moi/")
    calendar = page.locator("main").inner_text()
    assert [calendar.count(words) for words in ("Chez les uns", "Chez les autres")] == [1, 1]
    page.goto("/moi/agendas/")
    with page.expect_navigation():
        page.get_by_role("button", name="Make an address").click()
    feed = page.request.get(page.get_by_role("textbox", name="Address").input_value()).text()
    assert (feed.count("BEGIN:VEVENT"), "Chez les uns" in feed, "Chez les autres" in feed) == (2, True, True)

    for manager, place, its, not_its in (
        (three.manager, three.place, "Chez les uns", "Chez les autres"),
        (keeper, other, "Chez les autres", "Chez les uns"),
    ):
        team = visit(manager)
        team.goto(f"/{place.slug}/planning/?jour={MORNING.date()}")
        seen = team.locator("#board").inner_text()
        assert (its in seen, not_its in seen) == (True, False)


def test_a_secret_address_of_my_calendar_is_made_opened_by_a_phone_and_closed(ada: Any, visit: Any, axe: Any) -> None:
    page = visit(ada, width=360, height=780, language="en")
    page.goto("/moi/agendas/")
    page.get_by_label("Name").fill("my phone")
    with page.expect_navigation():
        page.get_by_role("button", name="Make an address").click()
    address = page.get_by_role("textbox", name="Address").input_value()
    subscribe = page.get_by_role("link", name="Subscribe on this device").get_attribute("href")
    assert subscribe == address.replace("http:", "webcal:")
    axe(page)
    assert "BEGIN:VCALENDAR" in page.request.get(address).text()
    page.get_by_role("button", name="Close it").click()
    page.get_by_text("It is closed").wait_for()
    assert page.request.get(address).status == 404


def test_the_way_works_without_a_script_and_stays_within_the_screen(ada: Any, visit: Any) -> None:
    page = visit(ada, width=320, javascript=False)
    page.goto("/moi/")
    for step in (".my-book a", "ul.starts a"):
        link = page.locator(step).first
        link.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        link.click()
    page.get_by_role("button", name="Réserver", exact=True).click()
    page.get_by_text("C’est réservé.").wait_for()


def test_the_bar_of_a_manager_holds_five_and_opens_the_rest_without_a_script(
    three: Any, at: Callable[[datetime], None], visit: Any, settings: Any
) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    at(MORNING)
    page = visit(three.manager, width=360, javascript=False)
    page.goto(f"/{three.place.slug}/planning/")
    bar = page.locator(".site-nav > ul > li:visible")
    assert bar.count() == 5
    assert not page.get_by_role("link", name="Réglages").is_visible()
    bar.last.locator("summary").click()
    page.locator(".menu-sheet").get_by_role("link", name="Réglages").click()
    page.get_by_role("heading", level=1).first.wait_for()
    assert "/reglages/" in page.url


def test_the_bar_of_a_manager_is_one_line_where_there_is_room(
    three: Any, at: Callable[[datetime], None], visit: Any, settings: Any, axe: Any
) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    at(MORNING)
    page = visit(three.manager, width=1280)
    page.goto(f"/{three.place.slug}/planning/")
    bar = page.locator(".site-nav > ul > li:visible")
    assert bar.count() == 8
    assert len({bar.nth(each).bounding_box()["y"] for each in range(8)}) == 1
    bar.last.locator("summary").click()
    names = page.locator(".menu-sheet a:visible").all_inner_texts()
    shown = [bar.nth(each).inner_text() for each in range(7)]
    assert not set(names) & set(shown)
    axe(page, context=".site-head")
