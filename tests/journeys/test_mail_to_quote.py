"""A mail pasted into the desk becomes a quote with two rooms held; its customer accepts on a phone, without an account; the
deposit is there, paid at the counter, and the final invoice takes it off."""

from datetime import timedelta
from typing import Any

import pytest

from cantine.core import clock
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.journey


def test_a_mail_becomes_two_rooms_held_then_accepted_on_a_phone_then_a_deposit(
    three: Any, visit: Any, axe: Any, settings: Any, run_jobs: Any
) -> None:
    from cantine.accounting.testing import a_legal_entity
    from cantine.core.testing import letters
    from cantine.places.testing import a_room

    settings.CANTINE_MFA_REQUIRED = False
    now = clock.now()
    place = a_price_list(three.place, now=now).place
    a_legal_entity(three.place, now=now, siren="", siret="", vat_number="FR74999900012", rna="W751234567")
    a_room(three.place, "Salle Verte")
    day = place.today(now) + timedelta(days=(1 - place.today(now).weekday()) % 7 + 7)  # a Tuesday to come
    desk = visit(three.manager)
    pressed = 0

    def press(name: str) -> None:
        nonlocal pressed
        desk.get_by_role("button", name=name).or_(desk.get_by_role("link", name=name)).first.click()
        pressed += 1

    desk.goto(f"/{place.slug}/demandes/")
    axe(desk)
    press("Coller un e-mail")
    desk.get_by_label("L’e-mail").fill(
        "De : Claire Morin <claire@nord.example>\nObjet : Séminaire\n\n"
        f"Bonjour, nous cherchons deux salles le {day:%d/%m/%Y} de 9h à 12h pour 8 personnes.\nCordialement,\nClaire"
    )
    press("Le lire")
    assert desk.get_by_label("Jour").input_value() == day.isoformat()
    axe(desk)
    press("Garder au tableau")
    axe(desk)
    press("Faire un devis")
    desk.get_by_label("Salle Rouge").check()
    desk.get_by_label("Salle Verte").check()
    pressed += 2
    desk.get_by_label("Rue").fill("2 rue de l’Essai")
    desk.get_by_label("Code postal").fill("44000")
    desk.get_by_label("Commune").fill("Nantes")
    axe(desk)
    press("Préparer le devis")
    desk.get_by_text("gardée").first.wait_for()
    axe(desk)
    press("Envoyer le devis")
    desk.get_by_role("heading", level=1, name="DE2").wait_for()
    assert pressed == 8
    _accepted_on_a_phone(visit, axe, next(each.text for each in letters() if each.to == "claire@nord.example"))
    desk.reload()
    desk.get_by_text("réservée").first.wait_for()
    axe(desk)
    desk.get_by_role("link", name="Facture d’acompte").click()
    desk.get_by_text("86,40 €").first.wait_for()
    run_jobs()
    assert [each.attachment.partition(":")[0] for each in letters() if each.attachment] == ["quote", "invoice"]


def _accepted_on_a_phone(visit: Any, axe: Any, letter: str) -> None:
    """By the keyboard, 360 px wide, signed in as nobody."""
    address = next(word for word in letter.split() if "/devis/" in word)
    phone = visit(width=360)
    phone.goto(address)
    phone.get_by_text("288,00 €").first.wait_for()
    axe(phone)
    phone.get_by_label("Votre nom").fill("Claire Morin")
    phone.get_by_label("Votre nom").press("Tab")
    phone.keyboard.press("Space")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    phone.get_by_text("Accepté, merci").wait_for()
    axe(phone)
    phone.set_viewport_size({"width": 320, "height": 700})
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
