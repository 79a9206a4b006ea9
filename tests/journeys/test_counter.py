"""The counter: letters noted in a tap each and handed over, keys lent, spaces let; every page of it by axe."""

from typing import Any

import pytest
from django.urls import reverse

from cantine.booking import commands, queries
from cantine.booking.rules.occupations import Condition, Moment, StateLine
from cantine.booking.testing import TESTS, a_domiciliation, a_key, an_occupation, ref_of
from cantine.core import clock, scoping

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    """What a manager's second factor guards is tested with the accounts."""
    settings.CANTINE_MFA_REQUIRED = False


@pytest.fixture
def acme(transactional_db: Any) -> Any:
    from cantine.people.testing import an_organisation

    return an_organisation("Acme")


def test_ten_letters_are_noted_on_a_phone_and_handed_over(three: Any, acme: Any, visit: Any, axe: Any) -> None:
    made = a_domiciliation(three.place, acme, now=clock.now(), contacts=[three.member])
    page = visit(person=three.manager, width=360)
    page.goto(reverse("booking:post", args=[three.place.slug]))
    button = page.get_by_role("button", name="Une lettre pour Acme")
    for _ in range(10):
        button.click()
    page.get_by_text("10 lettres depuis").wait_for()
    axe(page)
    page.get_by_role("button", name="Retirer le dernier pli noté pour Acme").click()
    page.get_by_text("9 lettres depuis").wait_for()
    with page.expect_navigation():
        page.get_by_role("link", name="Acme").click()
    axe(page)
    page.get_by_role("button", name=three.member.name, exact=True).click()
    page.get_by_text("9 plis remis à").wait_for()
    axe(page)
    with scoping.scope([three.place.organisation_id]):
        assert {card.bearer for card in queries.mail_of(made)} == {three.member.name}


def test_a_key_is_lent_and_taken_back(three: Any, visit: Any, axe: Any) -> None:
    from cantine.places import commands as places

    now = clock.now()
    a_key(three.place, now=now, label="Salle Rouge 1")
    with scoping.scope([three.place.organisation_id]):
        places.note_contact(actor=TESTS, now=now, place=ref_of(three.place), person_id=three.member.pk)
    page = visit(person=three.manager, width=360)
    page.goto(reverse("booking:keys", args=[three.place.slug]))
    axe(page)
    page.get_by_role("link", name="Prêter Salle Rouge 1").click()
    page.get_by_role("searchbox").fill("mem")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**qui=mem**")
    axe(page)
    page.get_by_role("button", name=f"Prêter à {three.member.name}").click()
    page.get_by_text("C’est prêté.").wait_for()
    page.get_by_role("button", name="De retour").click()
    page.get_by_text("C’est rendu.").wait_for()
    axe(page)


def test_an_office_is_let_and_its_state_written(three: Any, visit: Any, axe: Any) -> None:
    from cantine.places.testing import a_room

    a_room(three.place, name="Bureau Nord", long_term=True)
    page = visit(person=three.manager)
    page.goto(reverse("booking:occupations", args=[three.place.slug]))
    with page.expect_navigation():
        page.get_by_role("link", name="Louer un espace").first.click()
    axe(page)
    page.get_by_role("combobox", name="Personne").fill(three.member.email)
    page.get_by_role("button", name="Louer").click()
    page.get_by_text("L’espace est loué").wait_for()
    page.get_by_text("Faire l’état des lieux d’entrée").click()
    axe(page)
    page.get_by_label("Ce qu’on regarde").first.fill("Murs")
    page.get_by_label("Signé pour le lieu").fill("Camille")
    page.get_by_label("Signé pour l’occupant").fill("Nadia")
    page.get_by_role("button", name="Signer").click()
    page.get_by_role("heading", name="État des lieux d’entrée").wait_for()
    axe(page)


@pytest.mark.parametrize(("width", "language", "scheme"), [(1280, "en", "light"), (360, "fr", "dark")])
def test_the_pages_of_the_counter_are_readable_by_all(
    three: Any, acme: Any, visit: Any, axe: Any, width: int, language: str, scheme: str
) -> None:
    from cantine.places.testing import a_room

    now, slug = clock.now(), three.place.slug
    address = a_domiciliation(three.place, acme, now=now, contacts=[three.manager], letters=2)
    key = a_key(three.place, now=now)
    office = an_occupation(
        three.place, a_room(three.place, name="Bureau", long_term=True), person=three.manager, now=now
    )
    with scoping.scope([three.place.organisation_id]):
        said: dict[str, Any] = {"actor": TESTS, "now": now, "place": ref_of(three.place)}
        commands.lend_key(**said, key=key, person_id=three.manager.pk)
        commands.report_state(
            **said, occupation=office, moment=Moment.ENTRY, signed_for_place="A", signed_for_occupant="B",
            lines=[StateLine(item="Murs", condition=Condition.GOOD)],
        )  # fmt: skip
    page = visit(person=three.manager, width=width, language=language, scheme=scheme)
    for url in (
        reverse("booking:post", args=[slug]),
        reverse("booking:domicile", args=[slug]) + "?nouvelle=1",
        reverse("booking:domiciliation", args=[slug, address]) + "?qui=mem",
        reverse("booking:keys", args=[slug]),
        reverse("booking:key", args=[slug, key]),
        reverse("booking:occupations", args=[slug]),
        reverse("booking:occupation", args=[slug, office]),
        reverse("booking:occupation_wait", args=[slug]),
        reverse("booking:ask_space", args=[slug]),
        reverse("booking:my_mail"),
        reverse("booking:my_keys"),
        reverse("booking:my_occupations"),
    ):
        page.goto(url)
        page.evaluate("document.querySelectorAll('details.fine').forEach(each => each.open = true)")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url
