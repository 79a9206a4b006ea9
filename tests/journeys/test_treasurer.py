"""A treasurer's morning: a cost entered, a part of a grant received, the mix and the cash to come read, the sheet for an elected
official published and printed."""

import io
from datetime import timedelta
from typing import Any

import pytest

from cantine.core import clock, scoping
from cantine.funding import commands, queries
from cantine.people.testing import a_person
from cantine.places.testing import give_role

pytestmark = pytest.mark.journey


@pytest.fixture
def economy(three: Any) -> Any:
    """A grant of 40 000 €, of which a part is due today."""
    from cantine.funding.tests.conftest import Economy

    made = Economy(three, clock.now())
    with scoping.scope([made.place.organisation_id]):
        made.grant_id = made.grant(4_000_000)
        commands.plan_instalment(
            **made.said,
            grant=made.grant_id,
            cents=1_500_000,
            due_on=made.today - timedelta(days=1),
            condition="À la signature",
        )
    return made


def test_a_treasurer_enters_receives_reads_and_prints(
    three: Any, economy: Any, visit: Any, axe: Any, settings: Any
) -> None:
    from playwright.sync_api import expect

    settings.CANTINE_MFA_REQUIRED = False
    treasurer = a_person("Tresa", email="tresa@cantine.example")
    give_role(treasurer, three.place, "treasurer")
    home, year = f"/{economy.place.slug}/economie/", economy.today.year
    page = visit(treasurer, width=360)

    page.goto(f"{home}charges/")
    page.get_by_label("Quoi", exact=True).fill("Loyer de novembre")
    page.get_by_label("Combien, hors TVA").fill("1200,50")
    page.get_by_label("Quand", exact=True).fill(str(economy.today))
    page.get_by_role("button", name="Enregistrer cette charge").click()
    page.get_by_text("Loyer de novembre").first.wait_for()
    axe(page)

    page.goto(f"{home}subventions/")
    page.get_by_role("link", name="Région").first.click()
    page.get_by_role("button", name="Reçu aujourd’hui").click()
    page.get_by_text("Reçu, et inscrit dans les comptes.").wait_for()
    axe(page)
    with scoping.scope([economy.place.organisation_id]):
        assert queries.grants_of(economy.place)[0].received_cents == 1_500_000

    page.goto(f"{home}{year}/")
    expect(page.locator("#mix")).to_be_visible()
    axe(page)
    page.goto(f"{home}tresorerie/")
    expect(page.locator(".stat").first).to_contain_text("15 000")
    axe(page)

    page.goto(f"{home}{year}/")
    page.get_by_role("link", name="La page pour tous").click()
    page.get_by_role("button", name="Publier cette page").click()
    page.get_by_text("C’est publié").wait_for()
    axe(page)
    anybody = visit(width=1280)
    anybody.goto(f"/{economy.place.slug}/notre-economie/{year}/")
    anybody.get_by_role("heading", name="De quoi vit").wait_for()
    axe(anybody)
    assert sheets(anybody.pdf(format="A4")) == 1


def test_the_sheet_of_a_full_year_is_one_page_in_both_languages(economy: Any, visit: Any, settings: Any) -> None:
    """Every activity, each of the amounts long: it still holds."""
    from cantine.funding.models import PublishedYear
    from cantine.funding.rules import Activity

    settings.CANTINE_MFA_REQUIRED = False
    activities = {each.value: 123_456_78 for each in Activity if each is not Activity.HOUSE} | {"": 12_345_67}
    content = {
        "own_cents": sum(activities.values()), "private_cents": 23_456_789, "public_cents": 34_567_890,
        "costs_cents": 98_765_432, "unbilled_cents": 0, "activities": activities, "costs": {}, "offered_cents": 3_456_789,
        "given_cents": 4_567_890, "source": "entered", "origin": "Rapport d’activité, comptes approuvés par l’assemblée générale",
    }  # fmt: skip
    with scoping.scope([economy.place.organisation_id]):
        PublishedYear.objects.create(
            organisation_id=economy.place.organisation_id, place_id=economy.place.id, year=2024, content=content,
            published_on=economy.today,
        )  # fmt: skip
    for language in ("fr", "en"):
        page = visit(language=language)
        page.goto(f"/{economy.place.slug}/notre-economie/2024/")
        assert sheets(page.pdf(format="A4")) == 1


def sheets(pdf: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(pdf)).pages)
