"""A mail pasted into the desk becomes a quote with two rooms held; its customer accepts on a phone, without an account, ticks
an option and pays the deposit there; once the day is past, the final invoice takes the deposit off, is sent, and the file of
entries shows it all."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from cantine.core import clock
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.journey


def test_a_mail_becomes_two_rooms_held_then_accepted_on_a_phone_then_a_deposit_then_the_final_invoice(
    three: Any, visit: Any, axe: Any, settings: Any, run_jobs: Any, at: Any
) -> None:
    from cantine.accounting.testing import a_legal_entity
    from cantine.billing.testing import pay_online_for_practice
    from cantine.core.testing import letters
    from cantine.places.testing import a_room

    settings.CANTINE_MFA_REQUIRED = False
    now = clock.now()
    place = a_price_list(three.place, now=now).place
    a_legal_entity(three.place, now=now, siren="", siret="", vat_number="FR74999900012", rna="W751234567")
    a_room(three.place, "Salle Verte")
    pay_online_for_practice(three.place, now=now)
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
    desk.get_by_text("Une ligne à vous").click()
    desk.get_by_label("Autre chose").fill("Déjeuner")
    desk.get_by_label("Son prix, hors TVA").fill("100")
    desk.get_by_label("Une option, que le client peut cocher").check()
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
    desk.get_by_text("122,40 €").first.wait_for()
    run_jobs()
    assert [each.attachment.partition(":")[0] for each in letters() if each.attachment] == [
        "quote",
        "invoice",
        "invoice",
    ]
    at(now + timedelta(days=(day - place.today(now)).days + 1))
    _invoiced_once_the_day_is_past(visit(three.manager), axe, place)
    run_jobs()
    assert [each.attachment.partition(":")[0] for each in letters() if each.attachment][3:] == ["invoice"]
    moved = _moved(three, {now.year, day.year})
    assert {each: moved[each] for each in ("4191", "411", "7083")} == {
        "4191": Decimal(0), "411": Decimal("285.60"), "7083": Decimal(-240),
    }  # fmt: skip
    assert sum(moved.values()) == 0


def _invoiced_once_the_day_is_past(desk: Any, axe: Any, place: Any) -> None:
    """408 € with VAT, of which the deposit of 122,40 € is taken off; then sent."""
    desk.goto(f"/{place.slug}/a-facturer/")
    desk.get_by_role("button", name="Préparer la facture Claire Morin").click()
    desk.wait_for_url("**/factures/*/")
    desk.get_by_text("285,60 €").first.wait_for()
    axe(desk)
    desk.get_by_role("button", name="Émettre cette facture").click()
    desk.get_by_role("heading", level=1, name="FA").wait_for()
    desk.get_by_role("button", name="Envoyer par e-mail").click()
    desk.get_by_text("Le courrier part").wait_for()


def _moved(three: Any, years: set[int]) -> dict[str, Decimal]:
    """Debit less credit of each account, read from the file of entries that a tax inspector would."""
    from django.test import Client

    treasurer = Client()
    treasurer.force_login(three.manager)
    moved: dict[str, Decimal] = {}
    for year in years:
        text = treasurer.get(f"/{three.place.slug}/comptes/fec/{year}.txt").content.decode("iso-8859-15")
        head, *lines = (line.split("\t") for line in text.splitlines())
        for line in lines:
            said = dict(zip(head, line, strict=True))
            amount = Decimal(said["Debit"].replace(",", ".")) - Decimal(said["Credit"].replace(",", "."))
            moved[said["CompteNum"]] = moved.get(said["CompteNum"], Decimal(0)) + amount
    return moved


def _accepted_on_a_phone(visit: Any, axe: Any, letter: str) -> None:
    """By the keyboard, 360 px wide, signed in as nobody: the option ticked, the total follows, the deposit is paid."""
    address = next(word for word in letter.split() if "/devis/" in word)
    phone = visit(width=360)
    phone.goto(address)
    phone.get_by_text("288,00 €").first.wait_for()
    axe(phone)
    phone.get_by_role("checkbox", name="Déjeuner").check()
    phone.get_by_text("408,00 €").first.wait_for()
    phone.get_by_label("Votre nom").fill("Claire Morin")
    phone.get_by_label("Votre nom").press("Tab")
    phone.keyboard.press("Space")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    phone.get_by_text("Accepté, merci").wait_for()
    axe(phone)
    phone.get_by_role("link", name="Payer l’acompte en ligne").click()
    phone.get_by_role("button", name="Payer 122,40 € en ligne").click()
    phone.get_by_label("4000 0000 0000 0119").check()
    phone.get_by_role("button", name="Payer 122,40 €").click()
    phone.get_by_text("Payé, merci").wait_for()
    phone.set_viewport_size({"width": 320, "height": 700})
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
