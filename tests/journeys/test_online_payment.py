"""A quote is accepted on a phone by its link, its deposit is paid by that same phone, and it is in the books."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from cantine.core import clock

pytestmark = pytest.mark.journey


def test_a_phone_accepts_a_quote_pays_its_deposit_and_the_books_say_so(
    three: Any, visit: Any, axe: Any, run_jobs: Any, settings: Any
) -> None:
    from cantine.billing.queries import link_of_quote

    settings.CANTINE_MFA_REQUIRED = False
    now = clock.now()
    quote = _a_quote(three, now)
    phone = visit(width=360)
    phone.goto(f"/devis/{link_of_quote(quote)}/")
    phone.get_by_label("Votre nom").fill("Odile Martin")
    phone.get_by_role("checkbox").check()
    phone.get_by_role("button", name="J’accepte ce devis").click()
    phone.get_by_role("link", name="Payer l’acompte en ligne").click()
    phone.get_by_role("button", name="Payer 72,00 € en ligne").wait_for()
    axe(phone)
    _as_narrow_as(phone, 320)
    phone.get_by_role("button", name="Payer 72,00 € en ligne").click()
    phone.get_by_text("C’est un essai").wait_for()
    axe(phone)
    _as_narrow_as(phone, 320)
    phone.get_by_label("4000 0000 0000 0119").check()
    phone.get_by_role("button", name="Payer 72,00 €").click()
    phone.get_by_text("Payé, merci").wait_for()
    axe(phone)
    _as_narrow_as(phone, 320)
    assert run_jobs().count("billing.follow_payment") == 1
    phone.reload()
    phone.get_by_text("Payé, merci").wait_for()
    assert _moved(three, now) == {
        "411": Decimal(0), "4191": Decimal(-60), "445711": Decimal(-12), "44587": Decimal(0), "5115": Decimal("70.67"),
        "627": Decimal("1.33"),
    }  # fmt: skip


def _a_quote(three: Any, now: Any) -> Any:
    """240 € with VAT, of which 30 % on acceptance, sent to the member."""
    from cantine.accounting.testing import a_legal_entity
    from cantine.billing import commands, rules
    from cantine.billing.testing import ROBOT, a_payer, pay_online_for_practice
    from cantine.core import scoping
    from cantine.places.testing import ref_of
    from cantine.pricing.rules import Unit, Vat
    from cantine.pricing.testing import a_price_list

    place = ref_of(a_price_list(three.place, now=now).place)
    a_legal_entity(three.place, now=now)
    a_payer(three.place, ("person", three.member.pk), now=now)
    pay_online_for_practice(three.place, now=now)
    day = place.today(now) + timedelta(days=20)
    price = rules.written_price(
        name="Atelier", day=day, quantity=Decimal(1), unit=Unit.PIECE, unit_cents=20_000, vat=Vat(rate=Decimal(20)),
        activity="staff",
    )  # fmt: skip
    said: dict[str, Any] = {"actor": ROBOT, "now": now, "place": place}
    with scoping.scope([place.organisation_id]):
        made = commands.prepare_quote(
            **said, source="test", person_id=three.member.pk, parts=[rules.Part("Atelier", day, price.to_json())], percent=30
        )  # fmt: skip
        commands.send_quote(**said, quote=made)
    return made


def _as_narrow_as(phone: Any, width: int) -> None:
    phone.set_viewport_size({"width": width, "height": 700})
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def _moved(three: Any, now: Any) -> dict[str, Decimal]:
    """Debit less credit of each account, read from the file of entries that a tax inspector would."""
    from django.test import Client

    treasurer = Client()
    treasurer.force_login(three.manager)
    answer = treasurer.get(f"/{three.place.slug}/comptes/fec/{now.year}.txt")
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head, *lines = (line.split("\t") for line in text.decode("iso-8859-15").splitlines())
    moved: dict[str, Decimal] = {}
    for line in lines:
        said = dict(zip(head, line, strict=True))
        amount = Decimal(said["Debit"].replace(",", ".")) - Decimal(said["Credit"].replace(",", "."))
        moved[said["CompteNum"]] = moved.get(said["CompteNum"], Decimal(0)) + amount
    return dict(sorted(moved.items()))
