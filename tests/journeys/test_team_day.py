"""A date and the day of the team, as a member and a manager go through them; by the keyboard alone too."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from cantine.places.testing import Three

pytestmark = pytest.mark.journey
MORNING = datetime(2027, 4, 12, 7, 0, tzinfo=UTC)  # Monday, 9:00 in Paris


@pytest.fixture
def house(three: "Three", at: Callable[[datetime], None], settings: Any) -> "Three":
    settings.CANTINE_MFA_REQUIRED = False  # a manager's second factor has journeys of its own
    at(MORNING)
    return three


@pytest.fixture
def book(house: "Three") -> Callable[..., Any]:
    """``book(days=[7, 14])``: the member's hour, at 10:00 in Paris, so many days from that Monday."""

    def booked(days: list[int], *, hour: int = 8, minutes: int = 60, **details: Any) -> Any:
        from cantine.booking import commands
        from cantine.core import scoping
        from cantine.kernel import Interval
        from cantine.places import queries
        from cantine.places.testing import actor_for

        starts = [MORNING.replace(hour=hour) + timedelta(days=day) for day in days]
        with scoping.scope([house.place.organisation_id]):
            place = queries.find_place(slug=house.place.slug)
            card = queries.find_resource(place_id=house.place.pk, slug=house.room.slug)
            assert place is not None
            assert card is not None
            return commands.request_booking(
                actor=actor_for(house.member, now=MORNING), now=MORNING, place=place, resource=card,
                dates=[commands.DateWish(interval=Interval(at, at + timedelta(minutes=minutes))) for at in starts],
                details=commands.Details(**details),
            )  # fmt: skip

    return booked


def test_a_member_leaves_a_date_of_a_series_out_and_takes_it_back(
    visit: Callable[..., "Page"], house: "Three", book: Callable[..., Any], axe: Callable[..., None]
) -> None:
    made = book([7, 14, 21], rrule="FREQ=WEEKLY;COUNT=3", title="Atelier")
    page = visit(house.member, width=360)
    page.goto(f"/{house.place.slug}/dates/{made.dates[1].uuid}/")
    axe(page)
    page.get_by_role("button", name="Laisser cette date de côté").click()
    page.get_by_text("Cette date est laissée de côté").wait_for()
    axe(page)
    page.get_by_role("button", name="Reprendre cette date").click()
    page.get_by_text("Cette date est reprise.").wait_for()
    page.get_by_role("link", name="Annuler", exact=True).click()
    page.get_by_text("Les 3 dates encore à venir").wait_for()
    axe(page)
    with page.expect_navigation():
        page.get_by_role("link", name="La garder").click()
    assert page.get_by_text("Confirmée").first.is_visible()


@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "light", "fr"), (1280, "dark", "en")])
def test_the_day_of_the_team_can_be_used_by_everybody(
    visit: Callable[..., "Page"], house: "Three", book: Callable[..., Any], axe: Callable[..., None],
    at: Callable[[datetime], None], width: int, scheme: str, language: str,
) -> None:  # fmt: skip
    from cantine.places.testing import furnish

    book([0], hour=8, title="Conseil", guests=5, note="Il faut le vidéoprojecteur.")
    book([0], hour=9)
    furnish(house.room, book="staff", ask="public")
    book([1], title="Formation", note="Onze personnes")
    at(MORNING + timedelta(minutes=80))
    page = visit(house.manager, width=width, scheme=scheme, language=language)
    for address in ("aujourdhui/", "indisponible/"):
        page.goto(f"/{house.place.slug}/{address}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_manager_answers_and_welcomes_from_the_day_of_the_team(
    visit: Callable[..., "Page"], house: "Three", book: Callable[..., Any]
) -> None:
    from playwright.sync_api import expect

    from cantine.places.testing import furnish

    book([0], hour=8)
    furnish(house.room, book="staff", ask="public")
    book([1], title="Formation")
    book([2], title="Fête")
    page = visit(house.manager, width=360)
    page.goto(f"/{house.place.slug}/aujourdhui/")
    page.get_by_role("button", name="Accepter").first.click()
    page.get_by_text("Accepté : la personne est prévenue.").wait_for()
    page.get_by_text("Refuser…").click()
    page.get_by_label("Un mot pour dire pourquoi").fill("La salle est en travaux")
    page.get_by_role("button", name="Refuser", exact=True).click()
    page.get_by_text("Refusé : la personne est prévenue, avec vos mots.").wait_for()
    page.get_by_role("button", name="Noter l’arrivée de Member").click()
    page.get_by_text("C’est noté : là depuis 9 h.").wait_for()
    page.get_by_role("button", name="Une personne de plus").click()
    expect(page.locator(".stat", has_text="là maintenant").locator("dd")).to_have_text("2")


def test_the_day_of_the_team_follows_what_changes(
    visit: Callable[..., "Page"], house: "Three", book: Callable[..., Any]
) -> None:
    page = visit(house.manager)
    page.goto(f"/{house.place.slug}/aujourdhui/")
    page.get_by_text("Personne n’a réservé pour aujourd’hui.").wait_for()
    book([0], hour=9, title="Conseil")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_text("Conseil").wait_for()


def test_a_manager_makes_a_room_unavailable_with_a_reason_and_gives_it_back(
    visit: Callable[..., "Page"], house: "Three", book: Callable[..., Any], axe: Callable[..., None]
) -> None:
    book([1], title="Formation")
    page = visit(house.manager)
    page.goto(f"/{house.place.slug}/indisponible/?salle=salle-rouge&jour=2027-04-13")
    page.get_by_label("à", exact=True).first.fill("09:00")
    page.get_by_label("à", exact=True).last.fill("18:00")
    page.get_by_label("Raison").fill("Peinture")
    page.get_by_role("button", name="Rendre indisponible").click()
    alert = page.get_by_role("alert")
    alert.get_by_text("mardi 13 avril, 10").wait_for()
    axe(page)
    page.get_by_label("Du jour").fill("2027-04-14")
    page.get_by_label("Au jour").fill("2027-04-14")
    page.get_by_role("button", name="Rendre indisponible").click()
    page.get_by_text("C’est indisponible, et le planning dit pourquoi.").wait_for()
    page.goto(f"/{house.place.slug}/planning/?jour=2027-04-14")
    page.get_by_text("Peinture").first.wait_for()
    page.goto(f"/{house.place.slug}/indisponible/")
    page.get_by_role("button", name="Remettre Salle Rouge en service").click()
    page.get_by_text("Tout est disponible.").wait_for()


def test_a_date_is_booked_moved_and_cancelled_by_the_keyboard_alone(
    visit: Callable[..., "Page"], house: "Three"
) -> None:
    page = visit(house.member)
    page.goto(f"/{house.place.slug}/planning/?jour=2027-04-14")
    page.locator(".cursor").wait_for(state="attached")
    until(page, "[data-cursor]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    until(page, "#board-dialog form button[type=submit]")
    page.keyboard.press("Enter")
    page.locator("li.bk.landed").wait_for()
    page.keyboard.press("Enter")  # the new booking has the focus
    page.wait_for_url("**/dates/**")
    until(page, "a[href$='/deplacer/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/deplacer/")
    until(page, "input[name=start]")
    page.keyboard.type("1500")
    until(page, "input[name=end]")
    page.keyboard.type("1600")
    page.keyboard.press("Enter")
    page.get_by_text("C’est déplacé.").or_(page.get_by_text("15 h – 16 h")).first.wait_for()
    until(page, "a[href$='/annuler/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/annuler/")
    until(page, "form button.danger")
    page.keyboard.press("Enter")
    page.get_by_text("C’est annulé, et la salle est de nouveau libre.").wait_for()
    until(page, ".undo button")
    page.keyboard.press("Enter")
    page.get_by_text("La réservation est rétablie").wait_for()


def until(page: "Page", selector: str) -> None:
    """Tab to it, as who has no mouse does; every stop on the way can be seen."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"No Tab leads to {selector}")
