"""The main jobs of a house done by the keyboard alone: Tab, arrows, Enter, Space and what is typed. No mouse, no click."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from cantine.places.testing import Three

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MORNING = datetime(2027, 4, 12, 7, 0, tzinfo=UTC)  # Monday, 9:00 in Paris
WEDNESDAY = datetime(2027, 4, 14, 8, 0, tzinfo=UTC)  # 10:00 in Paris
PASSWORD = "huit lapins verts dorment"
HERE = "selector => document.activeElement.matches(selector)"


class Keys:
    """Two hands on a keyboard."""

    def __init__(self, page: "Page") -> None:
        self.page = page

    def to(self, selector: str) -> "Keys":
        """Tab until the focus is there."""
        for _ in range(150):
            if self.page.evaluate(HERE, selector):
                return self
            self.page.keyboard.press("Tab")
        pytest.fail(f"No Tab leads to {selector} on {self.page.url}")

    def type(self, words: str) -> "Keys":
        self.page.keyboard.type(words)
        return self

    def press(self, *keys: str) -> "Keys":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def enter(self) -> "Keys":
        return self.press("Enter")

    def choose(self, selector: str) -> "Keys":
        """Down a group of radio buttons, to the one that is wanted; the first stop of the group is the one chosen."""
        name = self.page.locator(selector).first.get_attribute("name")
        if not self.page.evaluate(HERE, f'input[name="{name}"]'):
            self.to(f'input[name="{name}"]')
        if not self.page.evaluate("() => document.activeElement.checked"):
            self.press("Space")
        for _ in range(20):
            if self.page.evaluate(HERE, selector):
                return self
            self.press("ArrowDown")
        pytest.fail(f"No arrow leads to {selector}")


@pytest.fixture
def house(three: "Three", at: Callable[[datetime], None], settings: Any) -> "Three":
    settings.CANTINE_MFA_REQUIRED = False  # a second factor has journeys of its own
    at(MORNING)
    return three


def take(house: "Three", person: Any, starts_at: datetime, *, hours: int = 2) -> None:
    from cantine.booking import commands
    from cantine.core import scoping
    from cantine.kernel import Interval
    from cantine.places import queries
    from cantine.places.testing import actor_for, ref_of

    with scoping.scope([house.place.organisation_id]):
        card = queries.find_resource(place_id=house.place.pk, slug=house.room.slug)
        assert card is not None
        commands.request_booking(
            actor=actor_for(person, now=MORNING), now=MORNING, place=ref_of(house.place), resource=card,
            dates=[commands.DateWish(interval=Interval(starts_at, starts_at + timedelta(hours=hours)))],
            details=commands.Details(title="Atelier", title_hidden=False),
        )  # fmt: skip


def test_somebody_signs_in_books_from_their_page_and_gives_it_up(house: "Three", visit: Any) -> None:
    from cantine.core.actor import system
    from cantine.people import commands
    from cantine.people.testing import Person
    from cantine.places.testing import give_role

    ada = commands.register_person(
        actor=system("test"), now=MORNING, email="ada@example.org", name="Ada", password=PASSWORD, replay=True
    )
    give_role(Person.objects.get(pk=ada), house.place, "member")
    page = visit(width=360)
    keys = Keys(page)
    page.goto("/compte/entrer/")
    keys.to("#id_login").type("ada@example.org")
    keys.to("#id_password").type(PASSWORD).enter()
    page.wait_for_url("**/moi/")
    keys.to(".my-book ul a").enter()
    page.wait_for_url("**/reserver/**")
    keys.to("ul.starts a").enter()
    page.wait_for_url("**debut=**")
    keys.to(".booking-form button.primary").enter()
    page.get_by_text("C’est réservé.").wait_for()
    page.goto("/moi/")
    keys.to(".my-next .what a").enter()
    page.wait_for_url("**/dates/**")
    keys.to("a[href$='/annuler/']").enter()
    page.wait_for_url("**/annuler/")
    keys.to("form button.danger").enter()
    page.get_by_text("C’est annulé").first.wait_for()


def test_a_place_is_opened_with_two_joined_rooms_and_twelve_desks(visit: Any, settings: Any) -> None:
    from cantine.people.testing import a_person

    settings.CANTINE_MFA_REQUIRED = False
    page = visit(a_person("Nadia"))
    keys = Keys(page)
    page.goto("/ouvrir-un-lieu/")
    keys.to("input[name=name]").type("La Fabrique")
    keys.to("input[name=postcode]").type("29200")
    keys.to("input[name=commune]").type("Brest")
    keys.to("main button[type=submit]").enter()
    page.wait_for_url("**/la-fabrique/ouvrir/espaces/")
    for name, number in (("Salle Rouge", "12"), ("Salle Verte", "8")):
        keys.to("input[name=name]").type(name)
        keys.to("input[type=number]").type(number).enter()
        page.locator(".rooms b", has_text=name).first.wait_for()
    keys.to(".rooms + p button").enter()
    page.locator(".rooms b", has_text="Salle Rouge + Verte").wait_for()
    keys.to("input[name=name]").type("Postes partagés")
    keys.to("select[name=kind]").type("Postes de travail")
    keys.to("input[type=number]").type("12").enter()
    page.locator(".rooms b", has_text="Postes partagés").wait_for()
    keys.to("main a[href$='/ouvrir/horaires/']").enter()
    page.wait_for_url("**/ouvrir/horaires/")
    keys.to("main button.primary").enter()
    page.wait_for_url("**/la-fabrique/ouvrir/fin/")


def test_the_team_moves_a_booking_from_the_planning(house: "Three", visit: Any) -> None:
    take(house, house.member, WEDNESDAY)
    page = visit(house.manager)
    keys = Keys(page)
    page.goto(f"/{house.place.slug}/planning/?jour=2027-04-14")
    page.locator(".cursor").wait_for(state="attached")
    keys.to("[data-cursor]").press(*["ArrowRight"] * 4)
    assert page.evaluate(HERE, ".bk > a")
    keys.enter()
    page.wait_for_url("**/dates/**")
    keys.to("a[href$='/deplacer/']").enter()
    page.wait_for_url("**/deplacer/")
    keys.to("input[name=start]").type("1500")
    keys.to("input[name=end]").type("1700").enter()
    page.get_by_text("15 h – 17 h").first.wait_for()


def test_a_weekly_booking_with_a_holiday_and_two_clashes_is_settled_date_by_date(house: "Three", visit: Any) -> None:
    from cantine.booking.models import Occurrence
    from cantine.core import scoping
    from cantine.places.testing import a_room

    a_room(house.place, "Salle Verte")
    for weeks in (1, 4):
        take(house, house.manager, WEDNESDAY + timedelta(weeks=weeks))
    page = visit(house.member)
    keys = Keys(page)
    page.goto(f"/{house.place.slug}/reserver/{house.room.slug}/?debut=2027-04-14T10:00&fin=12:00")
    keys.to(".booking-form details > summary").enter()
    weekly = page.locator("select[name=repeats] option").evaluate_all(
        "all => all.findIndex(each => each.value === 'week')"
    )
    keys.to("select[name=repeats]").press(*["ArrowDown"] * weekly)
    keys.to("input[name=until]").type("04052028")
    keys.press("Tab")
    page.get_by_text("52 dates").wait_for()
    keys.to(".booking-form button.primary").enter()
    page.get_by_role("heading", name="3 dates à décider").wait_for()
    asked = page.locator(".clash")
    for number, words in enumerate(("Salle Verte", "12:00–14:00", "Laisser cette date de côté")):
        wanted = asked.nth(number).locator("label", has_text=words).first.locator("input")
        keys.choose(f'input[name="{wanted.get_attribute("name")}"][value="{wanted.get_attribute("value")}"]')
    keys.to("main form button.primary").enter()
    page.wait_for_url("**/dates/**")
    with scoping.unscoped("a test reads what was written"):
        rows = Occurrence.objects.filter(person=house.member).order_by("starts_at")
        made = list(rows.values_list("starts_at", "state", "resource__name"))
    assert made[1] == (WEDNESDAY + timedelta(weeks=1), "confirmed", "Salle Verte")
    assert made[4] == (WEDNESDAY + timedelta(weeks=4, hours=2), "confirmed", "Salle Rouge")
    assert made[13] == (WEDNESDAY + timedelta(weeks=13), "skipped", "Salle Rouge")


def test_somebody_is_checked_in_at_the_tablet_of_the_door(three: "Three", visit: Any) -> None:
    from cantine.booking.policies import COOKIE
    from cantine.booking.queries import passes
    from cantine.booking.testing import a_tablet
    from cantine.core import clock

    page = visit(width=1024, height=768)
    url = page.request.get("/").url
    page.context.add_cookies([{"name": COOKIE, "value": a_tablet(three.place, now=clock.now()), "url": url}])
    keys = Keys(page)
    page.goto("/accueil/")
    keys.to("input[name=code]").type(passes.code_of(three.member.pk, now=clock.now())).enter()
    page.get_by_text("vous êtes là").wait_for()
    page.get_by_role("heading", name="1 personne ici").wait_for()


def test_the_members_are_written_to(house: "Three", visit: Any, run_jobs: Any) -> None:
    from cantine.core.testing import letters

    page = visit(house.manager)
    keys = Keys(page)
    page.goto(f"/{house.place.slug}/ecrire/")
    keys.choose('input[name=sort][value="service"]')
    keys.to("input[name=subject]").type("Fermé demain")
    keys.to("textarea[name=words]").type("La chaudière.")
    keys.to("main form button.primary").enter()
    page.get_by_role("heading", name="1 personne le reçoit").wait_for()
    keys.to("main form button.primary").enter()
    page.get_by_role("heading", name="Fermé demain").wait_for()
    run_jobs()
    assert [letter.subject for letter in letters()] == ["Fermé demain"]
