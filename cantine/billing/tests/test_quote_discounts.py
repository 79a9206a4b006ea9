"""A discount on a line or on the whole of a quote: the quote, its deposit, the yes, the invoice and the books follow."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from cantine.billing import commands, queries
from cantine.billing.commands.checking import broken_rules
from cantine.billing.documents import check, xml_of
from cantine.billing.documents.quotes import quote_page_of
from cantine.billing.models import Charge
from cantine.billing.tests.test_quote_answers import final_of
from cantine.billing.tests.test_quotes import a_part, codes, found, prepared, settled
from cantine.core.actor import Actor, Grant
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.pricing.rules import Discount

pytestmark = pytest.mark.django_db
TEN = Discount("Fidélité", Decimal(10))
FIFTY = Discount("Geste commercial", cents=5_000)


def granted(house: Any, quote: Any, on: str, discount: Discount | None) -> Any:
    commands.discount_quote(**house.said, quote=quote, on=on, discount=discount)
    return queries.find_drafted(house.place, quote=quote, today=house.place.today(house.now))


def nets(document: Any) -> list[int]:
    return [line.net_cents for line in document.lines]


def room_of(house: Any, quote: Any) -> str:
    drafted = queries.find_drafted(house.place, quote=quote, today=house.place.today(house.now))
    assert drafted is not None
    return str(drafted.listed[0][0])


def test_a_percentage_on_the_whole_is_taken_off_each_line_and_says_why(house: Any) -> None:
    whole = granted(house, prepared(house), "", TEN).whole
    assert (nets(whole), whole.net_cents, whole.vat_cents) == ([7_200, 9_000], 16_200, 3_240)
    assert [each.label for line in whole.lines for each in line.adjustments] == [
        "Remise de 10\xa0% sur l’ensemble\u202f: Fidélité"
    ] * 2


def test_a_discount_on_a_line_then_one_on_the_whole_on_what_is_left(house: Any) -> None:
    quote = prepared(house)
    granted(house, quote, room_of(house, quote), Discount("Salle froide", Decimal(50)))
    whole = granted(house, quote, "", FIFTY).whole
    assert (nets(whole), whole.net_cents) == ([2_572, 6_428], 9_000)
    assert granted(house, quote, "", None).whole.net_cents == 14_000


def test_a_new_discount_takes_the_place_of_the_one_that_was_there(house: Any) -> None:
    quote = prepared(house)
    granted(house, quote, "part:0", FIFTY)
    assert nets(granted(house, quote, "part:0", TEN).whole) == [8_000, 9_000]
    assert nets(granted(house, quote, "part:0", None).whole) == [8_000, 10_000]


def test_an_option_has_the_percentage_of_the_whole_and_not_its_amount(house: Any) -> None:
    lunch = replace(a_part(house, 20_000, "Déjeuner"), optional=True)
    quote = prepared(house, parts=[lunch, a_part(house)])
    assert [each.net_cents for each in granted(house, quote, "", TEN).options] == [18_000]
    assert [each.net_cents for each in granted(house, quote, "", FIFTY).options] == [20_000]


@pytest.mark.parametrize(
    ("on", "discount", "code"),
    [
        ("", Discount("x", cents=18_001), "discount_above_total"),
        ("part:0", Discount("x", cents=10_001), "discount_above_total"),
        ("part:1", TEN, "line_unknown"),
        ("part:x", TEN, "line_unknown"),
        ("booking:none", TEN, "line_unknown"),
        ("", Discount("x", Decimal(101)), "discount_above_whole"),
        ("", Discount("x", Decimal("1.005")), "discount_too_fine"),
    ],
)
def test_what_can_not_be_taken_off_is_refused(house: Any, on: str, discount: Discount, code: str) -> None:
    with pytest.raises(Refused) as why:
        granted(house, prepared(house), on, discount)
    assert codes(why) == [code]


def test_an_amount_above_what_is_left_of_the_quote_is_said_before_it_is_sent(house: Any) -> None:
    quote = prepared(house)
    granted(house, quote, "", Discount("Geste", cents=9_000))
    commands.write_quote(**house.said, quote=quote, parts=[], percent=0, valid_until=None)
    with pytest.raises(Refused) as why:
        commands.send_quote(**house.said, quote=quote)
    assert sorted(codes(why)) == ["discount_above_total", "document_below_zero"]


def test_a_host_sends_no_discount_of_their_own(house: Any) -> None:
    quote = prepared(house, parts=[])
    granted(house, quote, "", TEN)
    host = Actor("person", house.three.stranger.pk, (Grant(house.place.organisation_id, house.place.id, "host"),))
    with pytest.raises(Denied):
        commands.send_quote(**{**house.said, "actor": host}, quote=quote)


def test_the_deposit_the_invoice_and_the_books_ask_for_what_was_agreed(house: Any) -> None:
    quote = prepared(house)
    granted(house, quote, room_of(house, quote), Discount("Salle froide", Decimal(50)))
    granted(house, quote, "", TEN)
    commands.send_quote(**house.said, quote=quote)
    sent_net = found(house, quote).card.net_cents
    deposit = house.find(commands.accept_quote(**house.said, quote=quote, name="Odile Martin"))
    settled(house)
    final = final_of(house)
    assert (sent_net, deposit.document.net_cents, final.document.net_cents) == (12_600, 3_780, 12_600)
    assert (nets(final.document), final.document.discount_cents) == ([3_600, 9_000], 5_400)
    assert sorted(Charge.objects.values_list("net_cents", "vat_cents")) == [(3_600, 720), (9_000, 1_800)]
    assert final.card.due_cents == 12_600 * 120 // 100 - deposit.card.gross_cents


def test_without_the_charges_being_told_the_invoice_would_ask_for_the_list(house: Any, monkeypatch: Any) -> None:
    """Negative control."""
    monkeypatch.setattr("cantine.billing.commands.answers._grant_on_charges", lambda *_said: None)
    quote = prepared(house, percent=0)
    granted(house, quote, "", TEN)
    commands.send_quote(**house.said, quote=quote)
    commands.accept_quote(**house.said, quote=quote, name="Odile Martin")
    assert final_of(house).document.net_cents == 8_000 + 9_000


def test_the_page_says_what_was_granted_and_from_which_sum(house: Any) -> None:
    quote = prepared(house)
    granted(house, quote, "", FIFTY)
    commands.send_quote(**house.said, quote=quote)
    page = quote_page_of(found(house, quote).frozen)
    assert page["totals"] == [
        ("Avant remises", "180,00\xa0€"), ("Remises", "−50,00\xa0€"), ("Total HT", "130,00\xa0€"), ("Total TVA", "26,00\xa0€"),
    ]  # fmt: skip


def test_a_new_version_keeps_its_discounts(house: Any) -> None:
    first = prepared(house)
    granted(house, first, "", TEN)
    granted(house, first, room_of(house, first), FIFTY)
    commands.send_quote(**house.said, quote=first)
    frozen = found(house, first).frozen
    second = prepared(house, replaces=first, charges=[], parts=list(frozen.parts))
    drafted = queries.find_drafted(house.place, quote=second, today=house.place.today(house.now))
    assert drafted is not None
    assert drafted.discounts == {"": TEN, drafted.listed[0][0]: FIFTY}


@pytest.mark.programs
def test_electronic_invoicing_accepts_it_with_an_allowance_on_each_line(house: Any) -> None:
    quote = prepared(house, percent=0)
    granted(house, quote, room_of(house, quote), Discount("Salle froide", Decimal(50)))
    granted(house, quote, "", Discount("Geste", cents=3_333))
    commands.send_quote(**house.said, quote=quote)
    commands.accept_quote(**house.said, quote=quote, name="Odile Martin")
    document = final_of(house).document
    assert broken_rules(check(document)) == []
    assert xml_of(document).count(b"<ram:SpecifiedTradeAllowanceCharge>") == 3
