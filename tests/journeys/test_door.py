"""The tablet at the door: paired once by its link, then whoever comes says so; and every page of visits by axe."""

from typing import Any

import pytest
from django.urls import reverse

from cantine.booking import commands, queries, rules
from cantine.booking.queries import passes
from cantine.booking.testing import TESTS, ref_of
from cantine.core import clock, scoping

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    """What a manager's second factor guards is tested with the accounts."""
    settings.CANTINE_MFA_REQUIRED = False


def test_a_tablet_is_paired_and_counts_who_comes_and_goes(three: Any, visit: Any, axe: Any) -> None:
    now = clock.now()
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        made = commands.add_device(actor=TESTS, now=now, place=place, kind=rules.DeviceKind.KIOSK, name="Entrée")
        commands.check_in(actor=TESTS, now=now, place=place, person_id=three.member.pk)
        commands.check_out(actor=TESTS, now=now, place=place, person_id=three.member.pk)
    page = visit(width=1024, height=768)
    page.goto(reverse("booking:pair", args=[made.pairing]))
    axe(page)
    page.get_by_role("button", name="Relier cette tablette").click()
    page.wait_for_url("**/accueil/")
    axe(page)
    page.get_by_label("Le code affiché sur votre téléphone").fill(passes.code_of(three.member.pk, now=clock.now()))
    page.get_by_role("button", name="Je suis là").click()
    page.get_by_text("vous êtes là").wait_for()
    page.get_by_role("button", name="De passage").click()
    page.get_by_role("heading", name="2 personnes ici").wait_for()
    axe(page)
    page.get_by_label("Le code affiché sur votre téléphone").fill(passes.code_of(three.member.pk, now=clock.now()))
    with page.expect_navigation():
        page.get_by_role("button", name="Je suis là").click()
    axe(page)
    page.get_by_role("button", name="Je m’en vais").click()
    page.get_by_role("heading", name="1 personne ici").wait_for()
    with page.expect_navigation():
        page.get_by_role("link", name="Ouvrir ou fermer").click()
    axe(page)
    page.goto(reverse("booking:kiosk_planning"))
    page.get_by_role("link", name="Retour").wait_for()
    with scoping.scope([three.place.organisation_id]):
        assert queries.count_here(place_id=three.place.id) == 1


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (360, "fr")])
def test_the_pages_of_visits_are_readable_by_all(three: Any, visit: Any, axe: Any, language: str, width: int) -> None:
    now = clock.now()
    with scoping.scope([three.place.organisation_id]):
        place = ref_of(three.place)
        commands.check_in(actor=TESTS, now=now, place=place, person_id=three.member.pk)
        commands.count_guests(actor=TESTS, now=now, place=place, count=2)
        commands.add_device(actor=TESTS, now=now, place=place, kind=rules.DeviceKind.KIOSK, name="Entrée")
        [here] = [card for card in queries.people_here(place_id=place.id) if card.person_id]
    page = visit(person=three.manager, width=width, language=language)
    slug = three.place.slug
    for address in (
        reverse("booking:presences", args=[slug]) + "?qui=mem",
        reverse("booking:correct_visit", args=[slug, here.uuid]),
        reverse("booking:poster", args=[slug]),
        reverse("booking:devices", args=[slug]),
        reverse("booking:i_am_here", args=[slug]),
        reverse("booking:my_pass"),
    ):
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
