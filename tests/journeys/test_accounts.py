"""A person's way in, and out: sign-up, code, second factors, passkey, copy, erasure; in a real browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from cantine.core import clock
from cantine.core.actor import Actor, Grant, system
from cantine.core.testing import letters
from cantine.people import commands, queries

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASSWORD = "huit lapins verts dorment"


def registered(email: str, *, password: str | None = PASSWORD, name: str = "Ada") -> int:
    return commands.register_person(
        actor=system("test"), now=clock.now(), email=email, name=name, password=password, replay=True
    )


def person(pk: int) -> Any:
    from cantine.people.testing import Person

    return Person.objects.get(pk=pk)


def totp_now(secret: str) -> str:
    """What an authenticator app would show now."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_somebody_signs_up_without_a_password_and_opens_the_link(page: Any, axe: Callable[..., None]) -> None:
    page.goto("/compte/creer/")
    axe(page)
    page.get_by_label("Courriel").fill("ada@example.org")
    page.get_by_label("Votre nom").fill("Ada Lovelace")
    page.get_by_role("button", name="Créer mon compte").click()
    page.get_by_role("heading", name="Regardez vos courriels").wait_for()
    axe(page)
    [letter] = letters()
    page.goto(re.search(r"https?://[^/]+(/compte/adresse/confirmer/\S+)", letter.text)[1])
    axe(page)
    page.get_by_role("button", name="Oui, c’est la mienne").click()
    page.wait_for_url("**/moi/")
    page.goto("/compte/")
    assert page.get_by_text("Ada Lovelace").first.is_visible()


def test_somebody_enters_by_a_code(visit: Any, axe: Callable[..., None]) -> None:
    registered("ada@example.org")
    page = visit(width=360)
    page.goto("/compte/entrer/?next=/compte/")
    axe(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Recevoir un code par courriel").click()
    axe(page)
    page.get_by_label("Courriel").or_(page.locator("input[type=email]")).first.fill("ada@example.org")
    page.get_by_role("button", name="Envoyer le code").click()
    page.get_by_role("heading", name="Votre code").wait_for()
    axe(page)
    code = letters()[-1].text.split("\n\n")[1].strip()
    page.locator("input[name=code]").fill("XXXX-XXXX")
    with page.expect_navigation():
        page.get_by_role("button", name="Se connecter").click()
    axe(page)
    page.locator("input[name=code]").fill(code)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("heading", name="Mon compte").wait_for()
    axe(page)


def test_a_second_factor_is_set_up_and_asked_for(visit: Any, axe: Callable[..., None]) -> None:
    registered("ada@example.org")
    page = visit()
    page.goto("/compte/entrer/")
    page.locator("#id_login").fill("ada@example.org")
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/moi/")
    page.goto("/compte/securite/")
    axe(page)
    page.get_by_role("link", name="Mettre en place l’application").click()
    page.get_by_role("heading", name="Est-ce toujours vous").wait_for()
    axe(page)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.locator("#totp-secret").wait_for()
    axe(page)
    secret = page.locator("#totp-secret").inner_text()
    page.locator("input[name=code]").fill(totp_now(secret))
    page.get_by_role("button", name="Mettre en service").click()
    page.get_by_role("heading", name="Codes de secours").wait_for()
    axe(page)
    spare = page.locator(".codes li").first.inner_text()
    other = visit()
    other.goto("/compte/entrer/")
    other.locator("#id_login").fill("ada@example.org")
    other.locator("#id_password").fill(PASSWORD)
    other.get_by_role("button", name="Se connecter", exact=True).click()
    other.get_by_role("heading", name="Second facteur").wait_for()
    axe(other)
    other.locator("input[name=code]").fill(spare)
    other.get_by_role("button", name="Se connecter", exact=True).click()
    other.wait_for_url("**/moi/")


def test_a_passkey_opens_the_account(visit: Any, axe: Callable[..., None]) -> None:
    pk = registered("ada@example.org", password=None)
    page = visit(person(pk))
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/compte/securite/cles/ajouter/")
    axe(page)
    page.locator("input[name=passwordless]").check()
    page.get_by_role("button", name="Ajouter une clé d’accès").click()
    page.get_by_role("heading", name="Codes de secours").wait_for()
    page.goto("/compte/securite/cles/")
    axe(page)
    page.goto("/compte/")
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/compte/entrer/")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.wait_for_url("**/moi/")
    assert queries.account_of(pk).passkeys == 1


def test_a_copy_is_taken_and_an_erasure_asked_then_undone(visit: Any, axe: Callable[..., None]) -> None:
    pk = registered("ada@example.org", password=None)
    page = visit(person(pk), width=360)
    page.goto("/compte/copie/")
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Prendre la copie").click()
    assert download.value.suggested_filename.endswith(".zip")
    page.goto("/compte/partir/")
    axe(page)
    page.get_by_label("Tapez votre adresse").fill("ada@example.org")
    page.get_by_role("button", name="M’effacer dans sept jours").click()
    page.get_by_text("Votre effacement est en cours").wait_for()
    axe(page)
    assert queries.erasure_due_at(pk) is not None
    page.get_by_role("button", name="Non, je reste").click()
    page.get_by_role("heading", name="Mon compte").wait_for()
    assert queries.erasure_due_at(pk) is None


def test_an_invitation_is_opened_by_somebody_new_and_by_somebody_signed_in(
    visit: Any, page: Any, axe: Callable[..., None]
) -> None:
    from cantine.people.testing import an_organisation

    boss, house = registered("boss@example.org"), an_organisation("La Fabrique")
    ways = [
        commands.invite_person(
            actor=Actor("person", boss, grants=(Grant(house.pk, None, "manager"),)), now=clock.now(),
            organisation_id=house.pk, email=email, reference="host",
        )[1]
        for email in ("new@example.org", "ada@example.org")
    ]  # fmt: skip
    page.goto(f"/compte/invitation/{ways[0]}/")
    axe(page)
    page.get_by_role("button", name="Créer mon compte").click()
    page.get_by_label("Votre nom").fill("Nina")
    page.get_by_role("button", name="Créer mon compte").click()
    page.wait_for_url("**/moi/")
    ada = visit(person(registered("ada@example.org")), width=360)
    ada.goto(f"/compte/invitation/{ways[1]}/")
    ada.get_by_role("button").filter(has_text="ccepter").click()
    ada.wait_for_url("**/moi/")
    ada.get_by_text("La Fabrique est maintenant parmi vos lieux").wait_for()


def test_a_switch_works_without_a_script_and_by_the_keyboard(visit: Any) -> None:
    pk = registered("ada@example.org", password=None)
    page = visit(person(pk), javascript=False)
    page.goto("/compte/choix/")
    button = page.get_by_role("switch", name="Montrer mon nom sur le planning")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Votre choix est enregistré.").wait_for()
    assert len(queries.consents_of(pk)) == 1
