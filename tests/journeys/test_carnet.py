"""A member buys a pass of ten days on a phone, uses three, reads why, has the invoice, and sees what another plan would cost."""

from datetime import timedelta
from typing import Any

import pytest

from cantine.accounting.testing import a_legal_entity
from cantine.billing.testing import a_payer, an_invoice
from cantine.booking import commands as booking
from cantine.booking.rules import How
from cantine.core import clock, scoping
from cantine.core.actor import system
from cantine.memberships import commands as memberships
from cantine.memberships.testing import a_pass_kind, a_plan
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.journey


@pytest.fixture
def house(three: Any, settings: Any, at: Any, now: Any) -> Any:
    """What is sold, and the member on the smaller plan since today."""
    settings.CANTINE_MFA_REQUIRED = False
    at(now)
    place = a_price_list(three.place, now=now).place
    a_legal_entity(three.place, now=now)
    a_payer(three.place, ("person", three.member.pk), now=now)
    a_pass_kind(three.place, now=now)
    a_plan(three.place, now=now)
    small = a_plan(three.place, now=now, name_fr="Nomade", name_en="Drop-in", cents=5_000, included=())
    with scoping.scope([place.organisation_id]):
        memberships.subscribe(
            actor=system("test"), now=now, place=place, plan=small, since=place.today(now), person_id=three.member.pk
        )
    return place


def test_ten_days_are_bought_three_used_and_the_rest_is_explained(
    three: Any, house: Any, visit: Any, axe: Any, at: Any, now: Any, run_jobs: Any
) -> None:
    from playwright.sync_api import expect

    phone = visit(three.member, width=360)
    phone.goto(f"/{house.slug}/carnets/")
    axe(phone)
    phone.get_by_role("link", name="Acheter Carnet de 10 jours").click()
    expect(phone.locator(".price-total")).to_contain_text("216,00 €")
    axe(phone)
    phone.get_by_role("button", name="L’acheter, et recevoir la facture").click()
    expect(phone.locator(".left-number").first).to_contain_text("10 jours")

    for days in (1, 2, 3):
        at(now + timedelta(days=days))
        with scoping.scope([house.organisation_id]):
            said: dict[str, Any] = {"actor": system("test"), "now": clock.now(), "place": house}
            booking.check_in(**said, person_id=three.member.pk, how=How.QR)
            said["now"] += timedelta(hours=7)
            booking.check_out(**said, person_id=three.member.pk)
            booking.count_presence(**said, day=house.today(clock.now()), person_ids=[three.member.pk])
    phone.reload()
    expect(phone.locator(".left-number").first).to_contain_text("7 jours")
    rows = phone.locator(".statement tbody tr")
    assert [row.split("\n")[-1] for row in rows.all_inner_texts()][:4] == ["7 jours", "8 jours", "9 jours", "10 jours"]
    axe(phone)

    an_invoice(three.place, ("person", three.member.pk), now=clock.now())
    run_jobs()
    phone.goto("/moi/factures/")
    axe(phone)
    with phone.expect_download() as taken:
        phone.evaluate("document.querySelector('main a[href$=\".pdf\"]').setAttribute('download', '')")
        phone.get_by_role("link", name="PDF").first.click()
    assert taken.value.path().read_bytes()[:5] == b"%PDF-"

    phone.goto("/moi/formule/")
    with phone.expect_navigation():
        phone.get_by_role("link", name="Nomade").click()
    phone.get_by_label("Une autre formule", exact=True).select_option(value="resident")
    phone.locator("[name=when][value=now]").check()
    phone.get_by_role("button", name="Voir ce que cela coûte").click()
    expect(phone.locator(".preview .price-total")).to_contain_text("En plus ce mois-ci")
    axe(phone)
    phone.get_by_role("button", name="Oui, changer").click()
    expect(phone.locator(".page-head")).to_contain_text("Résident")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
