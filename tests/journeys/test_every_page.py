"""Every page that somebody may open by its address, in the demo's own house: nothing that axe knows to be wrong, nothing
wider than the screen. The addresses come from the resolver, so a page that lands tomorrow is looked at tomorrow.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cantine.core.routes import all_routes

pytestmark = pytest.mark.journey
LIBRARIES = ("admin/", "api/v1")
# What is no page of ours to look at: the frame of a letter, and a page that only a tablet or a secret opens.
ELSEWHERE = ("/html/", "/compte/sortir/")
WHO = {"manager": "manager@cantine.example", "member": "member@cantine.example", "stranger": None, "tablet": None}
# A colour knows neither the language nor the width, so that each scheme is looked at once everywhere; the doors of the
# house, where a stranger and the tablet stand, in the other scheme too. Every page is held upright on a tablet as well.
LOOKS = (("fr", 1280, "light", "dark"), ("en", 360, "dark", "light"))
TABLET, WIDTH_OF_A_TABLET = "a tablet's cookie", 768
BY_LETTER = re.compile(r"https?://[^/\s]+(/(?:annuler|offre|desabonner)/\S+)")


@pytest.fixture
def demo(live_url: str, settings: Any, run_jobs: Any) -> dict[str, Any]:
    """The demo, and for the name of a route's argument an object of it."""
    from datetime import timedelta

    from cantine.booking import queries as bookings
    from cantine.booking.testing import a_tablet
    from cantine.core import clock, scoping
    from cantine.core.testing import letters
    from cantine.people import queries as persons
    from cantine.people.testing import Person
    from cantine.places import queries as places
    from cantine.web.demo import load_demo

    settings.DEMO, settings.CANTINE_MFA_REQUIRED = True, False
    now = clock.now()
    place = load_demo(now=now)
    run_jobs()
    member = Person.objects.get(email=WHO["member"])
    today = place.today(now)
    with scoping.scope([place.organisation_id]):
        dates = bookings.coming_dates_of(person_id=member.pk, now=now)
        meetings = places.meetings_of(place)
        contacts = places.contact_uuids(place, person_ids=[member.pk])
        visits = bookings.visits_between(place_id=place.id, first_day=today - timedelta(days=30), last_day=today)
        ids = {
            "place": place.slug,
            "resource": "salle-rouge",
            "year": today.year,
            "date": next(date.uuid for date in dates if date.place_id == place.id),
            "meeting": meetings[0].uuid,
            "contact": contacts[member.pk],
            "visit": visits[-1].uuid if visits else None,
            "domiciliation": bookings.domiciliations_of(place, today=today)[0].uuid,
            "door_key": bookings.keys_of(place)[0].uuid,
            "occupation": bookings.occupations_of(place)[0].uuid,
            "organisation": persons.belongings_of(member.pk, today=today)[0].organisation_uuid,
            "letter": next((letter.uuid for letter in reversed(letters())), None),
        }
    found = {name: value for name, value in ids.items() if value is not None}
    return {**found, TABLET: a_tablet(place, now=now)}


def addresses(ids: dict[str, Any]) -> Iterator[str]:
    """Every address whose arguments the demo can fill."""
    for route, pattern in all_routes():
        names = set(pattern.pattern.converters)
        if route.startswith(LIBRARIES) or "(?P" in route or not names <= set(ids):
            continue
        url = "/" + route
        for name in names:
            url = re.sub(rf"<(\w+:)?{name}>", str(ids[name]), url)
        if not any(part in url for part in ELSEWHERE):
            yield url
    yield from opened_by_letters()


def opened_by_letters() -> Iterator[str]:
    """One address of each kind that a letter carries a secret to."""
    from cantine.core.testing import letters

    found = {url.split("/")[1]: url for letter in letters() for url in BY_LETTER.findall(letter.text)}
    yield from found.values()


def pages(who: str, ids: dict[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """The addresses that answer a page to this person, asked without a browser first: it is a hundred times quicker."""
    from django.test import Client

    from cantine.booking.policies import COOKIE
    from cantine.people.testing import Person

    client = Client(headers={"accept-language": language})
    if WHO[who] is not None:
        client.force_login(Person.objects.get(email=WHO[who]))
    if who == "tablet":
        client.cookies[COOKIE] = ids[TABLET]
    for url in addresses(ids):
        answer = client.get(url)
        assert answer.status_code < 500, url
        if answer.status_code == 200 and b"<!doctype html>" in getattr(answer, "content", b"")[:200]:
            yield url, answer.content.decode()


def gist_of(body: str) -> str:
    """What the page is about, less what is drawn anew for each reader: the same for two roles is looked at once."""
    main = body.partition("<main")[2].partition("</main>")[0] or body
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce|content)="[^"]*"', "", main)


def faults(page: Any, width: int, other: str | None, faults_of: Callable[..., list[str]]) -> Iterator[str]:
    """All that axe knows, nothing wider than the screen nor than a tablet, and the colours of the other scheme."""
    yield from faults_of(page)
    for wide in (width, WIDTH_OF_A_TABLET):
        page.set_viewport_size({"width": wide, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            yield f"wider than {wide}"
    if other:
        page.emulate_media(color_scheme=other)
        yield from (f"{other}: {fault}" for fault in faults_of(page, rule="color-contrast"))


def test_no_page_breaks_the_rules_of_access_nor_the_screen(
    demo: dict[str, Any], visit: Any, faults_of: Callable[..., list[str]]
) -> None:
    from cantine.booking.policies import COOKIE
    from cantine.people.testing import Person

    wrong: dict[str, list[str]] = {}
    for language, width, scheme, other in LOOKS:
        seen: set[str] = set()
        for who, email in WHO.items():
            page = visit(
                Person.objects.get(email=email) if email else None, language=language, width=width, scheme=scheme
            )
            if who == "tablet":
                page.context.add_cookies([{"name": COOKIE, "value": demo[TABLET], "url": page.request.get("/").url}])
            for url, body in pages(who, demo, language):
                if (gist := gist_of(body)) in seen:
                    continue
                seen.add(gist)
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                page.goto(url)
                if found := list(faults(page, width, None if email else other, faults_of)):
                    wrong[f"{who}, {language} {width} {scheme}, {url}"] = found
            page.context.close()
        assert len(seen) > 100
    assert wrong == {}, json.dumps(wrong, indent=1, ensure_ascii=False)
