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
WHO = {"manager": "manager@cantine.example", "member": "member@cantine.example", "stranger": None}


@pytest.fixture
def demo(live_url: str, settings: Any, run_jobs: Any) -> dict[str, Any]:
    """The demo, and for the name of a route's argument an object of it."""
    from datetime import timedelta

    from cantine.booking import queries as bookings
    from cantine.core import clock, scoping
    from cantine.core.testing import letters
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
            "letter": next((letter.uuid for letter in reversed(letters())), None),
        }
    return {name: value for name, value in ids.items() if value is not None}


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


def pages(email: str | None, ids: dict[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """The addresses that answer a page to this person, asked without a browser first: it is a hundred times quicker."""
    from django.test import Client

    from cantine.people.testing import Person

    client = Client(headers={"accept-language": language})
    if email is not None:
        client.force_login(Person.objects.get(email=email))
    for url in addresses(ids):
        answer = client.get(url)
        assert answer.status_code < 500, url
        if answer.status_code == 200 and b"<!doctype html>" in getattr(answer, "content", b"")[:200]:
            yield url, answer.content.decode()


def gist_of(body: str) -> str:
    """What the page is about, less what is drawn anew for each reader: the same for two roles is looked at once."""
    main = body.partition("<main")[2].partition("</main>")[0] or body
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce|content)="[^"]*"', "", main)


def test_no_page_breaks_the_rules_of_access_nor_the_screen(
    demo: dict[str, Any], visit: Any, faults_of: Callable[[Any], list[str]]
) -> None:
    from cantine.people.testing import Person

    wrong: dict[str, list[str]] = {}
    for language, width, scheme in (("fr", 1280, "light"), ("en", 360, "dark")):
        seen: set[str] = set()
        for who, email in WHO.items():
            person = Person.objects.get(email=email) if email else None
            page = visit(person, language=language, width=width, scheme=scheme)
            for url, body in pages(email, demo, language):
                if (gist := gist_of(body)) in seen:
                    continue
                seen.add(gist)
                page.goto(url)
                found = faults_of(page)
                if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                    found.append("wider than the screen")
                if found:
                    wrong[f"{who}, {language} {width} {scheme}, {url}"] = found
            page.context.close()
        assert len(seen) > 80
    assert wrong == {}, json.dumps(wrong, indent=1, ensure_ascii=False)
