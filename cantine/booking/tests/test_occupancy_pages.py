"""The page of attendance and occupancy agrees with a hand count."""

import csv
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from cantine.booking import commands
from cantine.booking.commands import DateWish, Details
from cantine.booking.testing import TESTS, ref_of
from cantine.core import scoping
from cantine.kernel import Interval
from cantine.places import commands as place_commands
from cantine.places import queries as places
from cantine.places.testing import a_pool, a_room, actor_for, give_role

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    """What a manager's second factor guards is tested with the accounts."""
    settings.CANTINE_MFA_REQUIRED = False


def moment(day: int, hour: float) -> datetime:
    return datetime(2026, 3, day, tzinfo=PARIS) + timedelta(hours=hour)


def book(place: Any, name: str, day: int, first: float, last: float, *, quantity: int = 1) -> Any:
    card = next(card for card in places.resource_cards(place_id=place.id) if card.name == name)
    made = commands.request_booking(
        actor=TESTS, now=moment(1, 9), place=place, resource=card, override=True, details=Details(quantity=quantity),
        dates=[DateWish(interval=Interval(moment(day, first), moment(day, last)))],
    )  # fmt: skip
    return made.dates[0]


def come(place: Any, person: Any, day: int, first: float, last: float) -> None:
    commands.check_in(actor=TESTS, now=moment(day, first), place=place, person_id=person.pk)
    commands.check_out(actor=TESTS, now=moment(day, last), place=place, person_id=person.pk)


@pytest.fixture
def fortnight(three: Any, at: Any) -> Any:
    """From Monday 2 to Sunday 15 March: open 9–19 Monday to Friday, closed on Friday 13; two rooms that join and a
    pool of four seats.

    Open a day: 10 h Rouge + 10 h Verte + 40 h Postes = 60 h. Nine days open: 540 h, less Verte withdrawn for 4 h on the
    6th: 536 h. Booked, by hand:

    - Mon 2: Rouge 9–12 (3 h), Postes 2 seats 10–14 (8 h) = 11 h of 60
    - Tue 3: joined 14–16: Rouge 2 h and Verte 2 h = 4 h
    - Wed 4: Rouge 18–21, only 18–19 is open = 1 h; Verte 10–11, nobody came (marked) = 0
    - Fri 6: Postes 4 seats 9–19 = 40 h; Rouge held 9–10, never confirmed = 0: 40 h of 56
    - Mon 9: Rouge 9–12 (3 h), cancelled Verte = 3 h
    - Sun 8: Rouge 10–12, closed = 0

    Together 11 + 4 + 1 + 40 + 3 = 59 h of 536 = 11.007…%. Rouge 3 + 2 + 1 + 3 = 9 h of 90; Verte 2 h of 86; Postes 48 h
    of 360. Mondays at 10 (two of them): Rouge 2 h, Postes 2 h = 4 h of 12 h.

    Visits: Mon 2: member 9–13 and again 14–16, manager 10–12, 3 guests 10–11: 5 people. Tue 3: 7 by headcount, whatever
    the manager's visit 9–10 says. Mon 9: member 9–10: 1. In all 13 people on 3 days, 4.3 a day.
    Present at 10, over the three days on which somebody was noted: member 1 + manager 1 + guests 3 = 5 h / 3 = 1.7.
    """
    at(moment(15, 20))
    green = a_room(three.place, "Salle Verte")
    a_room(three.place, "Rouge et Verte", parts=(three.room, green))
    a_pool(three.place, "Postes", seats=4)
    with scoping.scope([three.place.organisation_id]):
        from datetime import date, time

        place = ref_of(three.place)
        said: dict[str, Any] = {"actor": TESTS, "now": moment(1, 9), "place": place}
        place_commands.set_week(**said, hours=[(weekday, time(9), time(19)) for weekday in range(5)])
        place_commands.close_days(**said, first_day=date(2026, 3, 13), last_day=date(2026, 3, 13), reason="Inventaire")
        book(place, "Salle Rouge", 2, 9, 12)
        book(place, "Postes", 2, 10, 14, quantity=2)
        book(place, "Rouge et Verte", 3, 14, 16)
        book(place, "Salle Rouge", 4, 18, 21)
        absent = book(place, "Salle Verte", 4, 10, 11)
        commands.mark_no_show(
            actor=actor_for(three.manager, now=moment(4, 12)), now=moment(4, 12), place=place, date=absent.uuid
        )
        book(place, "Postes", 6, 9, 19, quantity=4)
        cards = {card.name: card for card in places.resource_cards(place_id=place.id)}
        commands.block_resource(
            **said, resource=cards["Salle Verte"], interval=Interval(moment(6, 9), moment(6, 13)), reason="Peinture"
        )
        commands.hold_resource(
            **said, resource=cards["Salle Rouge"], dates=[DateWish(interval=Interval(moment(6, 9), moment(6, 10)))],
            expires_at=moment(5, 9), override=True,
        )  # fmt: skip
        book(place, "Salle Rouge", 9, 9, 12)
        gone = book(place, "Salle Verte", 9, 9, 12)
        commands.cancel_dates(**said, dates=[gone.uuid])
        book(place, "Salle Rouge", 8, 10, 12)
        come(place, three.member, 2, 9, 13)
        come(place, three.member, 2, 14, 16)
        come(place, three.manager, 2, 10, 12)
        commands.count_guests(actor=TESTS, now=moment(2, 10), place=place, count=3, left_at=moment(2, 11))
        come(place, three.manager, 3, 9, 10)
        commands.take_headcount(actor=TESTS, now=moment(3, 19), place=place, day=date(2026, 3, 3), count=7)
        come(place, three.member, 9, 9, 10)
    return three


def page_of(client: Client, house: Any, name: str = "occupancy", query: str = "") -> Any:
    client.force_login(house.manager)
    return client.get(reverse(f"booking:{name}", args=[house.place.slug]) + query)


def test_the_page_agrees_with_a_hand_count(fortnight: Any, client: Client) -> None:
    page = page_of(client, fortnight)
    assert page.status_code == 200
    shown = page.context
    assert (shown["period"].first_day.isoformat(), shown["period"].last_day.isoformat()) == ("2026-03-02", "2026-03-15")
    assert (shown["whole"].taken_minutes, shown["whole"].open_minutes) == (59 * 60, 536 * 60)
    assert (shown["rate"], shown["taken"], shown["opened"]) == ("11\xa0%", "59", "536")
    spaces = [(row["name"], row["taken"], row["opened"]) for row in shown["by_space"]]
    assert spaces == [("Postes", "48", "360"), ("Salle Rouge", "9", "90"), ("Salle Verte", "2", "86")]
    days = {row["day"].day: (row["taken"], str(row["came"])) for row in shown["by_day"]}
    assert days == {
        2: ("11", "5"), 3: ("4", "7"), 4: ("1", "–"), 5: ("0", "–"), 6: ("40", "–"), 7: ("", "–"), 8: ("", "–"),
        9: ("3", "1"), 10: ("0", "–"), 11: ("0", "–"), 12: ("0", "–"), 13: ("", "–"), 14: ("", "–"), 15: ("", "–"),
    }  # fmt: skip
    monday = shown["heat"]["rows"][0]
    at_ten = shown["heat"]["hours"].index("10 h")
    assert (monday["name"], monday["cells"][at_ten]["rate"]) == ("lundi", "33\xa0%")
    assert (shown["came"], shown["counted"], shown["each_day"]) == (13, 3, "4,3")
    present = {bar.mark: bar.value for bar in shown["presence"]["bars"]}
    assert (present["9"], present["10"], present["13"], present["15"]) == ("1", "1,7", "0", "0,3")
    said = page.content.decode()
    for words in ("59", "536", "réservées, sur 536 h ouvertes", "personnes venues, sur 3 jours comptés", "Postes"):
        assert words in said


def test_the_file_holds_the_same_numbers(fortnight: Any, client: Client) -> None:
    answer = page_of(client, fortnight, "occupancy_csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["Ensemble", "", "536", "59", "11,01", "13"]
    assert ["Jour", "2026-03-02", "60", "11", "18,33", "5"] in rows
    assert ["Jour", "2026-03-07", "", "", "", ""] in rows
    assert ["Espace", "Salle Verte", "86", "2", "2,33", ""] in rows
    assert ["Jour de la semaine et heure", "lundi 10 h", "12", "4", "33,33", ""] in rows


def test_a_week_a_month_and_a_day_that_is_no_date(fortnight: Any, client: Client) -> None:
    assert page_of(client, fortnight, query="?jours=7&jour=2026-03-08").context["taken"] == "56"
    assert len(page_of(client, fortnight, query="?jours=84&jour=2026-03-15").context["by_day"]) == 84
    assert page_of(client, fortnight, query="?jours=9&jour=hier").context["taken"] == "59"
    empty = page_of(client, fortnight, query="?jours=7&jour=2020-03-15")
    assert (empty.status_code, empty.context["counted"]) == (200, 0)


def test_the_numbers_are_the_team_s(fortnight: Any, client: Client) -> None:
    for person in (fortnight.member, fortnight.stranger):
        client.force_login(person)
        assert client.get(reverse("booking:occupancy", args=[fortnight.place.slug])).status_code == 403


def test_it_takes_as_many_statements_for_three_rooms_as_for_one(
    fortnight: Any, client: Client, statements: Any
) -> None:
    give_role(fortnight.stranger, fortnight.place, "host")
    client.force_login(fortnight.stranger)
    address = reverse("booking:occupancy", args=[fortnight.place.slug])
    client.get(address)
    with statements() as few:
        client.get(address)
    for number in range(3):
        a_room(fortnight.place, f"Salle {number}")
    with statements() as many:
        client.get(address)
    assert len(few) == len(many) <= 6


def test_it_can_be_read_by_everybody_at_any_width(fortnight: Any, visit: Any, axe: Any) -> None:
    page = visit(person=fortnight.manager, width=360)
    page.goto(reverse("booking:occupancy", args=[fortnight.place.slug]) + "?jour=2026-03-15")
    page.get_by_text("Chaque jour en chiffres").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Fréquentation et occupation"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    axe(page)
