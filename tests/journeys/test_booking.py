"""Booking as a person goes through it: once, in a series, and when somebody was quicker."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from cantine.places.testing import Three

MORNING = datetime(2027, 4, 12, 7, 0, tzinfo=UTC)  # Monday, 9:00 in Paris
WEDNESDAY = datetime(2027, 4, 14, 8, 0, tzinfo=UTC)  # 10:00 in Paris


@pytest.fixture
def house(three: "Three", at: Callable[[datetime], None]) -> "Three":
    at(MORNING)
    return three


def take(house: "Three", person: Any, starts_at: datetime, *, hours: int = 2) -> None:
    from cantine.booking import commands
    from cantine.core import scoping
    from cantine.kernel import Interval
    from cantine.places import queries
    from cantine.places.testing import actor_for

    with scoping.scope([house.place.organisation_id]):
        place = queries.find_place(slug=house.place.slug)
        card = queries.find_resource(place_id=house.place.pk, slug=house.room.slug)
        assert place is not None
        assert card is not None
        commands.request_booking(
            actor=actor_for(person, now=MORNING), now=MORNING, place=place, resource=card,
            dates=[commands.DateWish(interval=Interval(starts_at, starts_at + timedelta(hours=hours)))],
        )  # fmt: skip


def dates_of(person: Any) -> list[tuple[datetime, str, str]]:
    from cantine.booking.models import Occurrence
    from cantine.core import scoping

    with scoping.unscoped("a test reads what was written"):
        rows = Occurrence.objects.filter(person=person).order_by("starts_at")
        return list(rows.values_list("starts_at", "state", "resource__name"))


def form_at(page: "Page", house: "Three", starts: str = "10:00", ends: str = "12:00") -> None:
    page.goto(f"/{house.place.slug}/reserver/{house.room.slug}/?debut=2027-04-14T{starts}&fin={ends}")


def test_two_browsers_on_one_slot_one_is_confirmed_the_other_is_offered_the_nearest(
    visit: Callable[..., "Page"], house: "Three"
) -> None:
    from cantine.places.testing import a_room, give_role

    a_room(house.place, "Salle Verte")
    give_role(house.stranger, house.place, "member")
    first, second = visit(house.member), visit(house.stranger)
    form_at(first, house)
    form_at(second, house)
    first.get_by_role("button", name="Réserver", exact=True).click()
    first.wait_for_url("**/dates/**")
    second.get_by_label("Titre", exact=False).first.fill("La mienne")
    second.get_by_role("button", name="Réserver", exact=True).click()
    alert = second.get_by_role("alert")
    alert.wait_for()
    assert "déjà pris" in alert.inner_text()
    offers = second.locator(".instead-list button").all_inner_texts()
    assert offers[0] in {"08:00–10:00", "12:00–14:00"}
    assert "Salle Verte, 10:00–12:00" in offers
    second.get_by_role("button", name="Salle Verte, 10:00–12:00").click()
    second.wait_for_url("**/dates/**")
    assert second.get_by_role("heading", level=1).inner_text() == "La mienne"
    assert dates_of(house.stranger) == [(WEDNESDAY, "confirmed", "Salle Verte")]


def test_a_year_of_wednesdays_with_a_holiday_and_two_clashes_asks_for_three_choices(
    visit: Callable[..., "Page"], house: "Three", axe: Callable[..., None]
) -> None:
    from cantine.places.testing import a_room

    a_room(house.place, "Salle Verte")
    for weeks in (1, 4):
        take(house, house.manager, WEDNESDAY + timedelta(weeks=weeks))
    page = visit(house.member)
    form_at(page, house)
    page.get_by_text("Répéter", exact=True).first.click()
    page.get_by_label("Répéter").select_option("week")
    page.get_by_label("Jusqu’au jour").fill("2028-04-05")
    page.get_by_label("Jusqu’au jour").blur()
    page.get_by_text("52 dates").wait_for()
    assert "3 à décider" in page.locator("#dates-said").inner_text()
    page.get_by_role("button", name="Réserver", exact=True).click()
    page.get_by_role("heading", name="3 dates à décider").wait_for()
    assert dates_of(house.member) == []
    asked = page.locator(".clash")
    assert [each.locator("legend").text_content() for each in asked.all()] == [
        "mercredi 21 avril, 10\u00a0h\u00a0– 12\u00a0h",
        "mercredi 12 mai, 10\u00a0h\u00a0– 12\u00a0h",
        "mercredi 14 juillet, 10\u00a0h\u00a0– 12\u00a0h",
    ]
    assert "jour férié" in asked.nth(2).inner_text()
    axe(page)
    asked.nth(0).get_by_text("Salle Verte").first.click()
    asked.nth(1).get_by_text("12:00–14:00").click()
    asked.nth(2).get_by_text("Laisser cette date de côté").click()
    page.get_by_role("button", name="Réserver les dates avec ces choix").click()
    page.wait_for_url("**/dates/**")
    made = dates_of(house.member)
    assert len(made) == 52
    assert [state for _, state, _ in made].count("confirmed") == 51
    assert made[1] == (WEDNESDAY + timedelta(weeks=1), "confirmed", "Salle Verte")
    assert made[4] == (WEDNESDAY + timedelta(weeks=4, hours=2), "confirmed", "Salle Rouge")
    assert made[13] == (WEDNESDAY + timedelta(weeks=13), "skipped", "Salle Rouge")


def test_what_is_not_decided_of_a_long_series_is_left_out_in_one_tap(
    visit: Callable[..., "Page"], house: "Three"
) -> None:
    for weeks in (1, 2, 3):
        take(house, house.manager, WEDNESDAY + timedelta(weeks=weeks))
    page = visit(house.member, width=360)
    form_at(page, house)
    page.get_by_text("Répéter", exact=True).first.click()
    page.get_by_label("Répéter").select_option("week")
    page.get_by_label("Jusqu’au jour").fill("2027-05-19")
    page.get_by_role("button", name="Réserver", exact=True).click()
    page.get_by_role("heading", name="3 dates à décider").wait_for()
    page.locator(".clash").first.get_by_text("12:00–14:00").click()
    page.get_by_role("button", name="Laisser de côté ce qui n’est pas choisi").click()
    page.wait_for_url("**/dates/**")
    assert [state for _, state, _ in dates_of(house.member)] == [
        "confirmed", "confirmed", "skipped", "skipped", "confirmed", "confirmed",
    ]  # fmt: skip


def test_a_newcomer_reads_the_house_rules_before_the_first_try_and_is_told_what_they_chose(
    visit: Callable[..., "Page"], house: "Three", axe: Callable[..., None]
) -> None:
    from cantine.core import scoping
    from cantine.places import commands, queries
    from cantine.places.testing import actor_for

    with scoping.scope([house.place.organisation_id]):
        place = queries.find_place(slug=house.place.slug)
        assert place is not None
        type(house.room).objects.filter(pk=house.room.pk).update(needs_house_rules=True)
        commands.publish_house_rules(
            actor=actor_for(house.manager, now=MORNING), now=MORNING, place=place, text="On range sa table."
        )
    nobody = visit(width=360, height=640, language="en")
    form_at(nobody, house)
    assert nobody.get_by_text("Wednesday 14 April, 10:00–12:00").is_visible()
    axe(nobody)
    onward = nobody.get_by_role("link", name="Create my account").get_attribute("href")
    assert onward == "/compte/creer/?next=" + "/cantine/reserver/salle-rouge/".replace("cantine", house.place.slug) + (
        "%3Fdebut%3D2027-04-14T10%3A00%26fin%3D12%3A00"
    )
    page = visit(house.member, width=360, height=640, language="en")
    form_at(page, house)
    assert page.get_by_text("On range sa table.").is_visible()
    button = page.get_by_role("button", name="Book", exact=True)
    assert button.evaluate("each => each.getBoundingClientRect().bottom <= innerHeight")  # no scrolling to the last tap
    button.click()
    page.get_by_text("tick the box beside them").wait_for()
    page.get_by_label("I accept the house rules").check()
    page.get_by_role("button", name="Book", exact=True).click()
    page.get_by_text("It is booked.").wait_for()
    form_at(page, house, "14:00", "15:00")
    assert page.locator("#house-rules").count() == 0
