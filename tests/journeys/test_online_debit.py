"""A member authorises debits from a phone, the treasurer debits what is due, the money comes: the invoice is paid, by pages and
the keyboard alone."""

from typing import Any

import pytest

from cantine.core import clock

pytestmark = pytest.mark.journey


def test_a_phone_authorises_the_treasurer_debits_and_the_invoice_is_paid(
    three: Any, visit: Any, axe: Any, run_jobs: Any, settings: Any
) -> None:
    settings.CANTINE_MFA_REQUIRED = False
    on = _an_invoice(three, clock.now())
    phone = visit(person=three.member, width=360)
    phone.goto("/moi/factures/")
    _fine(phone, axe)
    _press(phone, "Autoriser le prélèvement")
    phone.get_by_role("button", name="L’autoriser chez Cantine (essai)").wait_for()
    _fine(phone, axe)
    _press(phone, "L’autoriser chez Cantine (essai)")
    phone.get_by_label("Compte 0001").check()
    _fine(phone, axe)
    bank = phone.url
    _press(phone, "J’autorise")
    phone.get_by_text("Vous l’avez autorisé, merci").wait_for()
    _fine(phone, axe)

    desk = visit(person=three.manager, width=1280)
    desk.goto(f"/{three.place.slug}/reglements/prelevements/prestataire/?on={on}")
    axe(desk)
    _press(desk, "Prélever celles qui sont cochées")
    desk.get_by_text("1 prélèvement part").wait_for()
    assert "billing.charge_mandate" in run_jobs()
    desk.get_by_role("link", name="Ce qu’ils sont devenus").click()
    desk.get_by_text("en attente", exact=True).wait_for()

    phone.goto(bank)
    _press(phone, "Le jour vient")
    phone.get_by_text("payé", exact=True).wait_for()
    _fine(phone, axe)
    assert "billing.follow_payment" in run_jobs()
    phone.goto("/moi/factures/")
    phone.get_by_text("Réglée", exact=True).wait_for()
    desk.reload()
    desk.get_by_text("payé", exact=True).wait_for()
    axe(desk)


def _press(page: Any, name: str) -> None:
    """A button by the keyboard alone."""
    page.get_by_role("button", name=name).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _fine(phone: Any, axe: Any) -> None:
    """Open to all, and as narrow as 400 % of zoom."""
    axe(phone)
    phone.set_viewport_size({"width": 320, "height": 700})
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.set_viewport_size({"width": 360, "height": 740})


def _an_invoice(three: Any, now: Any) -> Any:
    """Issued to the member at a place that takes debits for practice; the day on which it may be taken."""
    from cantine.accounting.testing import a_legal_entity
    from cantine.billing import queries
    from cantine.billing.rules.online import earliest_charge
    from cantine.billing.rules.sepa import next_target_day
    from cantine.billing.testing import a_charge, a_payer, an_invoice, pay_online_for_practice
    from cantine.core import scoping
    from cantine.places.testing import ref_of
    from cantine.pricing.testing import a_price_list

    place = ref_of(a_price_list(three.place, now=now).place)
    who = ("person", three.member.pk)
    a_legal_entity(three.place, now=now)
    a_payer(three.place, who, now=now)
    pay_online_for_practice(three.place, now=now)
    a_charge(three.place, now=now, room=three.room.slug, person_id=three.member.pk)
    invoice = an_invoice(three.place, who, now=now)
    with scoping.scope([place.organisation_id]):
        found = queries.find_invoice(organisations=[place.organisation_id], uuid=invoice)
    assert found is not None
    assert found.card.due_on is not None
    return next_target_day(max(found.card.due_on, earliest_charge(place.today(now))))
