"""Quotes: prepared, sent with a number, answered once; the deposit by itself, and taken off the final invoice."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from cantine.billing import commands, queries, rules
from cantine.billing.models import Acceptance, Charge, Quote, QuoteFile
from cantine.billing.rules import Part, Stage, Standing, State
from cantine.core.actor import Actor, Grant
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.pricing.rules import Unit, Vat

pytestmark = pytest.mark.django_db
TWENTY = Vat(rate=Decimal(20))


def a_part(house: Any, cents: int = 10_000, name: str = "Accueil du matin") -> Part:
    day = house.place.today(house.now) + timedelta(days=3)
    price = rules.written_price(
        name=name, day=day, quantity=Decimal(1), unit=Unit.PIECE, unit_cents=cents, vat=TWENTY, activity="staff"
    )
    return Part(name, day, price.to_json())


def prepared(house: Any, **more: Any) -> Any:
    """Two hours of a room that is only held, at 40 € and 20 % of VAT, and a line that somebody wrote at 100 €."""
    source = house.charge(hours=2, state=State.EXPECTED)
    said = {"source": "desk.request:1", "person_id": house.three.member.pk, "charges": [source], **more}
    return commands.prepare_quote(**house.said, **{"parts": [a_part(house)], **said})


def sent(house: Any, **more: Any) -> Any:
    quote = prepared(house, **more)
    commands.send_quote(**house.said, quote=quote)
    return quote


def found(house: Any, quote: Any) -> Any:
    return queries.find_quote(organisations=[house.place.organisation_id], uuid=quote)


def codes(why: Any) -> list[str]:
    return [each.code for each in why.value.refusals]


def settled(house: Any) -> None:
    """What the booking of a held room does once it is confirmed."""
    for source in Charge.objects.filter(state=State.EXPECTED).values_list("source", flat=True):
        commands.settle_charges(**house.said, standings={source: Standing(State.DUE)})


# -- sending -----------------------------------------------------------------------------------------------------------


def test_a_draft_has_no_number_and_what_is_sent_has_the_next_of_its_series(house: Any) -> None:
    first, second = prepared(house), prepared(house)
    assert [found(house, each).card.reference for each in (first, second)] == ["", ""]
    assert [commands.send_quote(**house.said, quote=each) for each in (second, first)] == [
        "DE2026-000001",
        "DE2026-000002",
    ]


def test_what_is_sent_is_the_invoice_that_it_would_become(house: Any) -> None:
    frozen = found(house, sent(house)).frozen
    assert [(line.name, line.net_cents) for line in frozen.whole.lines] == [
        ("Salle Rouge", 8_000),
        ("Accueil du matin", 10_000),
    ]
    assert (frozen.whole.gross_cents, frozen.deposit.gross_cents) == (21_600, 6_480)
    assert frozen.valid_until == house.place.today(house.now)  # its room is of today: nobody accepts it tomorrow


@pytest.mark.parametrize(
    ("days", "asked", "told"), [(0, 30, 0), (1, 30, 0), (8, 30, 7), (8, 3, 3), (40, None, 30), (-2, 5, 0)]
)
def test_an_offer_ends_on_the_eve_of_what_it_sells_at_the_latest(days: int, asked: int | None, told: int) -> None:
    today = date(2026, 12, 6)
    last = today + timedelta(days=asked) if asked is not None else None
    found = rules.valid_until_of(asked=last, first_day=today + timedelta(days=days), today=today)
    assert found == today + timedelta(days=told)


def test_an_offer_of_no_day_holds_as_long_as_it_says() -> None:
    today = date(2026, 12, 6)
    assert rules.valid_until_of(asked=None, first_day=None, today=today) == date(2027, 1, 5)


def test_its_page_is_kept_with_what_proves_it(house: Any) -> None:
    page = queries.page_of_quote(found(house, sent(house)).card.id)
    assert page is not None
    content, sha256 = page
    assert content[:5] == b"%PDF-"
    assert hashlib.sha256(content).hexdigest() == sha256


def test_a_quote_to_nobody_who_has_an_address_is_not_sent(house: Any) -> None:
    house.three.stranger.refresh_from_db()
    quote = commands.prepare_quote(
        **house.said, source="x", person_id=house.three.stranger.pk, parts=[a_part(house)]
    )  # fmt: skip
    with pytest.raises(Refused) as why:
        commands.send_quote(**house.said, quote=quote)
    assert codes(why) == ["buyer_address_missing"]


def test_an_empty_quote_is_not_sent(house: Any) -> None:
    quote = commands.prepare_quote(**house.said, source="x", person_id=house.three.member.pk)
    with pytest.raises(Refused) as why:
        commands.send_quote(**house.said, quote=quote)
    assert codes(why) == ["document_empty"]


def test_a_host_sends_what_the_price_list_says_and_nothing_else(house: Any) -> None:
    grant = Grant(house.place.organisation_id, house.place.id, "host")
    host = {**house.said, "actor": Actor("person", house.three.stranger.pk, (grant,))}
    plain, own = prepared(house, parts=[]), prepared(house)
    assert commands.send_quote(**host, quote=plain) == "DE2026-000001"
    with pytest.raises(Denied):
        commands.send_quote(**host, quote=own)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"percent": 101}, "deposit_out_of_range"),
        ({"valid_until": date(2026, 3, 9)}, "validity_out_of_range"),
        ({"valid_until": date(2027, 3, 12)}, "validity_out_of_range"),
    ],
)
def test_terms_that_make_no_sense_are_refused(house: Any, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as why:
        prepared(house, **changes)
    assert codes(why) == [code]


def test_a_draft_is_written_on_then_dropped_and_its_charges_are_free_again(house: Any) -> None:
    quote = prepared(house)
    commands.write_quote(**house.said, quote=quote, parts=[], percent=0, valid_until=None)
    drafted = queries.find_drafted(house.place, quote=quote, today=house.place.today(house.now))
    assert drafted is not None
    assert [line.name for line in drafted.whole.lines] == ["Salle Rouge"]
    commands.drop_quote(**house.said, quote=quote)
    assert [Quote.objects.count(), Charge.objects.get().quote_id] == [0, None]


def test_the_next_version_takes_the_place_of_the_one_that_was_sent(house: Any) -> None:
    first = sent(house)
    second = prepared(house, replaces=first)
    assert found(house, first).card.state is Stage.WITHDRAWN
    commands.send_quote(**house.said, quote=second)
    frozen = found(house, second).frozen
    assert (frozen.replaces, len(frozen.whole.lines)) == ("DE2026-000001", 3)
    assert found(house, first).card.replaced_by == second


# -- answering ---------------------------------------------------------------------------------------------------------


def test_accepting_keeps_who_when_where_and_which_page(house: Any) -> None:
    quote = sent(house)
    commands.accept_quote(**house.said, quote=quote, name="  Odile  Martin ", address="192.0.2.1", agent="Phone")
    signed = found(house, quote).signed
    page = queries.page_of_quote(found(house, quote).card.id)
    assert page is not None
    assert signed == queries.Signed("Odile Martin", house.now, "192.0.2.1", "Phone", page[1])


def test_accepting_invoices_the_deposit_by_itself(house: Any) -> None:
    quote = sent(house)
    deposit = house.find(commands.accept_quote(**house.said, quote=quote, name="Odile Martin"))
    assert (deposit.card.reference, deposit.card.gross_cents) == ("FA2026-000001", 6_480)
    assert [line.name for line in deposit.document.lines] == ["Acompte de 30\u202f% sur le devis DE2026-000001"]
    assert deposit.document.kind is rules.Kind.DEPOSIT
    assert found(house, quote).card.deposit_reference == "FA2026-000001"


def test_without_a_deposit_nothing_is_invoiced_yet(house: Any) -> None:
    assert commands.accept_quote(**house.said, quote=sent(house, percent=0), name="Odile Martin") is None


def test_the_final_invoice_waits_for_the_last_day_and_takes_the_deposit_off(house: Any) -> None:
    quote = sent(house)
    commands.accept_quote(**house.said, quote=quote, name="Odile Martin")
    settled(house)
    with pytest.raises(Refused) as why:
        house.prepared()
    assert codes(why) == ["nothing_to_invoice"]
    last = house.place.today(house.now) + timedelta(days=3)
    final = commands.prepare_invoice(**house.said, who=house.member, last_day=last)
    commands.issue_invoice(**house.said, invoice=final)
    issued = house.find(final)
    assert [line.net_cents for line in issued.document.lines] == [8_000, 10_000]
    assert (issued.card.gross_cents, issued.card.due_cents) == (21_600, 21_600 - 6_480)
    assert [each.number for each in issued.document.deposits] == ["FA2026-000001"]


def test_the_books_hold_the_deposit_as_an_advance_until_the_final_invoice(house: Any) -> None:
    from cantine.billing.tests.test_bookkeeping import balance_of

    deposit = commands.accept_quote(**house.said, quote=sent(house), name="Odile Martin")
    assert deposit is not None
    today = house.place.today(house.now)
    pay = {"who": house.member, "method": rules.Method.TRANSFER, "received_on": today}
    commands.record_payment(**house.said, **pay, cents=6_480, key="a", invoices=[deposit])
    assert balance_of(house) == {"4191": -5_400, "445711": -1_080, "512": 6_480}
    settled(house)
    final = commands.prepare_invoice(**house.said, who=house.member, last_day=today + timedelta(days=3))
    commands.issue_invoice(**house.said, invoice=final)
    commands.record_payment(**house.said, **pay, cents=15_120, key="b", invoices=[final])
    assert balance_of(house) == {"7083": -8_000, "706": -10_000, "445711": -3_600, "512": 21_600}


def test_a_deposit_is_taken_off_once_even_if_somebody_writes_it_again(house: Any) -> None:
    deposit = house.find(commands.accept_quote(**house.said, quote=sent(house), name="Odile Martin"))
    settled(house)
    last = house.place.today(house.now) + timedelta(days=3)
    final = commands.prepare_invoice(**house.said, who=house.member, last_day=last)
    commands.issue_invoice(**house.said, invoice=final)
    house.charge(hours=9)
    again = house.prepared()
    added = rules.Added(deposits=(rules.deducted(deposit.document),))
    commands.write_on_draft(**house.said, invoice=again, added=added)
    with pytest.raises(Refused) as why:
        commands.issue_invoice(**house.said, invoice=again)
    assert codes(why) == ["deposit_taken_off_already"]


def test_a_deposit_that_was_given_back_is_taken_off_nothing(house: Any) -> None:
    deposit = commands.accept_quote(**house.said, quote=sent(house), name="Odile Martin")
    assert deposit is not None
    commands.credit_invoice(**house.said, invoice=deposit)
    settled(house)
    last = house.place.today(house.now) + timedelta(days=3)
    final = commands.prepare_invoice(**house.said, who=house.member, last_day=last)
    commands.issue_invoice(**house.said, invoice=final)
    assert house.find(final).card.due_cents == 21_600


@pytest.mark.parametrize(("name", "code"), [("  ", "signature_missing"), ("a" * 121, "signature_too_long")])
def test_who_accepts_types_a_name(house: Any, name: str, code: str) -> None:
    with pytest.raises(Refused) as why:
        commands.accept_quote(**house.said, quote=sent(house), name=name)
    assert codes(why) == [code]


def test_a_quote_is_accepted_on_its_last_day_and_not_on_the_next(house: Any) -> None:
    today = house.place.today(house.now)
    first, second = sent(house, valid_until=today, percent=0), sent(house, valid_until=today, percent=0)
    commands.accept_quote(**house.said, quote=first, name="Odile Martin")
    tomorrow = {**house.said, "now": house.now + timedelta(days=1)}
    with pytest.raises(Refused) as why:
        commands.accept_quote(**tomorrow, quote=second, name="Odile Martin")
    assert codes(why) == ["quote_past"]
    commands.expire_quote(**tomorrow, quote=second)
    assert found(house, second).card.state is Stage.EXPIRED


def test_a_quote_is_not_expired_before_its_day_is_over(house: Any) -> None:
    with pytest.raises(Refused) as why:
        commands.expire_quote(**house.said, quote=sent(house))
    assert codes(why) == ["quote_not_past"]


def test_what_was_answered_is_answered_once(house: Any) -> None:
    quote = sent(house)
    commands.refuse_quote(**house.said, quote=quote, reason="Une autre salle.")
    assert (found(house, quote).card.state, found(house, quote).card.reason) == (Stage.REFUSED, "Une autre salle.")
    for act in (commands.refuse_quote, commands.withdraw_quote):
        with pytest.raises(Refused) as why:
            act(**house.said, quote=quote)
        assert codes(why) == ["quote_answered"]
    with pytest.raises(Refused) as why:
        commands.accept_quote(**house.said, quote=quote, name="Odile Martin")
    assert codes(why) == ["quote_answered"]


def test_a_quote_whose_room_is_no_more_the_same_is_not_accepted(house: Any) -> None:
    quote = sent(house)
    Charge.objects.update(state=State.DROPPED)
    with pytest.raises(Refused) as why:
        commands.accept_quote(**house.said, quote=quote, name="Odile Martin")
    assert codes(why) == ["quote_changed"]
    assert not Acceptance.objects.exists()


# -- what the database keeps -------------------------------------------------------------------------------------------


def refused_by(constraint: str, *statement: Any) -> None:
    with pytest.raises(IntegrityError) as why, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(*statement)
    assert constraint in str(why.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


def test_a_quote_that_was_sent_never_changes_and_never_goes(house: Any) -> None:
    key = found(house, sent(house)).card.id
    refused_by("quote_is_frozen", "UPDATE billing_quote SET percent = 0 WHERE id = %s", [key])
    refused_by("quote_is_frozen", "UPDATE billing_quote SET content = '{}' WHERE id = %s", [key])
    refused_by("quote_is_frozen", "DELETE FROM billing_quote WHERE id = %s", [key])


def test_an_answer_is_given_once_and_an_acceptance_is_in_ink(house: Any) -> None:
    quote = sent(house)
    commands.accept_quote(**house.said, quote=quote, name="Odile Martin")
    key = found(house, quote).card.id
    refused_by("quote_answered_once", "UPDATE billing_quote SET state = 'refused' WHERE id = %s", [key])
    refused_by("billing_acceptance_only_added", "UPDATE billing_acceptance SET name = 'x' WHERE quote_id = %s", [key])
    refused_by("billing_acceptance_only_added", "DELETE FROM billing_acceptance WHERE quote_id = %s", [key])
    refused_by("billing_quotefile_only_added", "UPDATE billing_quotefile SET sha256 = '' WHERE quote_id = %s", [key])


def test_without_its_guards_the_same_statements_pass(house: Any, as_owner: Any) -> None:
    """Negative control."""
    quote = sent(house)
    commands.accept_quote(**house.said, quote=quote, name="Odile Martin")
    key = found(house, quote).card.id
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with as_owner(), connection.cursor() as cursor:
        for table, guards in (("billing_quote", ("frozen", "answered_once")), ("billing_acceptance", ("only_added",))):
            for guard in guards:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE billing_quote SET state = 'refused', percent = 0 WHERE id = %s", [key])
        assert cursor.rowcount == 1
        cursor.execute("UPDATE billing_acceptance SET name = 'x' WHERE quote_id = %s", [key])
        assert cursor.rowcount == 1


def test_a_number_of_the_series_is_on_a_quote_or_is_not_taken(house: Any) -> None:
    sent(house)
    refused_by("series_goes_on_one_by_one", "UPDATE billing_series SET last_number = 9 WHERE code = 'DE'")
    taken = "UPDATE billing_series SET last_number = last_number + 1 WHERE code = 'DE'; SET CONSTRAINTS ALL IMMEDIATE"
    refused_by("series_number_is_used", taken)


def test_quotes_are_listed_in_one_statement(house: Any, statements: Any) -> None:
    prepared(house)
    with statements() as one:
        assert len(queries.quotes_of(house.place)) == 1
    prepared(house)
    prepared(house)
    with statements() as three:
        assert len(queries.quotes_of(house.place)) == 3
    assert (len(one), len(three)) == (1, 1)


def test_a_link_opens_what_was_sent_and_nothing_else(house: Any) -> None:
    draft, quote = prepared(house), sent(house)
    link = queries.link_of_quote(quote)
    assert queries.linked_quote(link) == (quote, house.place.organisation_id, house.place.id)
    assert queries.linked_quote(queries.link_of_quote(draft)) is None
    assert queries.linked_quote(link[:-1] + ("a" if link[-1] != "a" else "b")) is None
    assert queries.linked_quote("nonsense") is None


def test_a_quote_is_read_back_as_it_was_frozen(house: Any) -> None:
    frozen = found(house, sent(house)).frozen
    assert rules.quote_from_json(frozen.to_json()) == frozen
    assert replace(frozen, percent=0).deposit is None
    assert QuoteFile.objects.count() == 1
