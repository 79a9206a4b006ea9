"""The pictures of the README and of the docs, taken from the demo on a Tuesday morning: ``make pictures``.

This file is no test: nothing collects it, it writes ``docs/images``.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

IMAGES = Path(__file__).parents[1] / "docs" / "images"
TUESDAY = datetime(2026, 11, 24, 9, 40, tzinfo=UTC)
HOUSE = "/la-cantine-paris/"
PICTURES = [
    ("planning-day", "manager", 1280, 900, HOUSE + "planning/"),
    ("planning-week", "manager", 1280, 900, HOUSE + "planning/semaine/"),
    ("planning-wall", "manager", 1920, 1080, HOUSE + "planning/mur/"),
    ("planning-phone", "member", 360, 780, HOUSE + "planning/"),
    ("my-page", "member", 360, 780, "/moi/"),
    ("book", "member", 360, 780, HOUSE + "reserver/salle-rouge/"),
    ("today", "manager", 360, 780, HOUSE + "aujourdhui/"),
    ("who-is-here", "manager", 1280, 900, HOUSE + "presences/"),
    ("occupancy", "manager", 1280, 900, HOUSE + "frequentation/"),
    ("public-page", None, 1280, 900, HOUSE),
    ("settings", "manager", 1280, 900, HOUSE + "reglages/espaces/"),
    ("shifts", "manager", 1280, 900, HOUSE + "equipe/planning/"),
    ("house-life", "manager", 1280, 900, HOUSE + "vie-de-la-maison/"),
    ("writing", "manager", 1280, 900, HOUSE + "ecrire/"),
    ("prices", "manager", 1280, 900, HOUSE + "reglages/tarifs/"),
    ("to-invoice", "manager", 1280, 900, HOUSE + "a-facturer/"),
    ("invoices", "manager", 1280, 900, HOUSE + "factures/"),
    ("requests", "manager", 1280, 900, HOUSE + "demandes/"),
    ("my-plan", "member", 360, 780, "/moi/formule/"),
    ("till", "host", 1280, 900, HOUSE + "comptoir/"),
    ("economy", "treasurer", 1280, 900, HOUSE + "economie/2026/"),
    ("invoice", "treasurer", 1280, 900, HOUSE + "factures/"),
    ("price-phone", "member", 360, 780, HOUSE + "reserver/salle-rouge/?debut=2026-12-03T14:00&fin=16:30"),
]

# The picture is of what the first link of the page leads to.
FOLLOWED = {"invoice": "main a[href*='/factures/']:not([href$='/factures/']):has-text('FA2026')"}


@pytest.fixture
def demo(live_url: str, settings: Any, run_jobs: Any, at: Callable[[datetime], None]) -> None:
    from cantine.web.demo import load_demo

    settings.DEMO, settings.CANTINE_MFA_REQUIRED = True, False
    at(TUESDAY)
    load_demo(now=TUESDAY)
    run_jobs()


def test_take_every_picture(demo: None, visit: Callable[..., Any]) -> None:
    from cantine.people.testing import Person

    for name, who, width, height, address in PICTURES:
        person = Person.objects.get(email=f"{who}@cantine.example") if who else None
        page = visit(person=person, width=width, height=height)
        page.clock.set_fixed_time(TUESDAY)
        page.goto(address)
        if name in FOLLOWED:
            page.goto(page.locator(FOLLOWED[name]).first.get_attribute("href"))
        page.evaluate("document.fonts.ready")
        page.screenshot(path=str(IMAGES / f"{name}.png"))
