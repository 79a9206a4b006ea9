"""Options that the customer ticks, a yes on paper, and a deposit that is given back in part."""

import hashlib
import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from cantine.billing import commands, queries, rules
from cantine.billing.documents.quotes import quote_page_of
from cantine.billing.models import Acceptance, Charge, Quote, SignedQuoteFile
from cantine.billing.rules import Answer, Way
from cantine.billing.tests.test_deposits import LINES, whole_of
from cantine.billing.tests.test_quotes import TWENTY, a_part, codes, found, sent, settled
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.places.testing import actor_for
from cantine.pricing.rules import VatGroup

LUNCH, CLOSING = 20_000, 5_000


def with_options(house: Any) -> Any:
    """A room of 80 €, a welcome of 100 €; a lunch of 200 € and a late closing of 50 €, if they are ticked. Without VAT."""
    lunch = replace(a_part(house, LUNCH, "Déjeuner"), optional=True)
    closing = replace(a_part(house, CLOSING, "Fermeture tardive"), optional=True)
    return sent(house, parts=[lunch, a_part(house), closing])


def final_of(house: Any) -> Any:
    settled(house)
    last = house.place.today(house.now) + timedelta(days=3)
    final = commands.prepare_invoice(**house.said, who=house.member, last_day=last)
    commands.issue_invoice(**house.said, invoice=final)
    return house.find(final)


@pytest.mark.django_db
def test_an_option_is_on_the_page_and_not_in_the_total(house: Any) -> None:
    quote = found(house, with_options(house))
    page = quote_page_of(quote.frozen)
    assert (quote.card.net_cents, [each["name"] for each in page["table"]["rows"]]) == (
        18_000, ["Salle Rouge", "Accueil du matin"],
    )  # fmt: skip
    assert [(each["name"], each["net"]) for each in page["options"]["rows"]] == [
        ("Déjeuner", "200,00\xa0€"), ("Fermeture tardive", "50,00\xa0€"),
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("chosen", "net"), [((), 18_000), ((0,), 38_000), ((2,), 23_000), ((0, 2), 43_000)])
def test_what_is_ticked_is_sold_its_deposit_follows_and_it_is_kept(house: Any, chosen: Any, net: int) -> None:
    quote = with_options(house)
    deposit = commands.accept_quote(**house.said, quote=quote, name="Odile Martin", chosen=chosen)
    after = found(house, quote)
    assert (after.card.net_cents, after.signed.chosen, after.agreed.whole.net_cents) == (net, chosen, net)
    assert house.find(deposit).document.net_cents == net * 30 // 100
    final = final_of(house)
    assert (final.document.net_cents, final.card.due_cents) == (net, net * 120 // 100 - net * 30 * 120 // 10_000)


@pytest.mark.django_db
def test_only_what_was_offered_is_ticked(house: Any) -> None:
    quote = with_options(house)
    with pytest.raises(Refused) as why:
        commands.accept_quote(**house.said, quote=quote, name="Odile Martin", chosen=[1])
    assert (codes(why), Acceptance.objects.count()) == (["option_unknown"], 0)


@pytest.mark.django_db
def test_a_new_version_keeps_the_options(house: Any) -> None:
    frozen = found(house, with_options(house)).frozen
    assert [each.optional for each in frozen.parts] == [True, False, True]
    assert rules.quote_from_json(frozen.to_json()) == frozen


# -- on paper ----------------------------------------------------------------------------------------------------------


def on_paper(house: Any, **said: Any) -> Answer:
    usual = {"way": Way.PAPER, "said_on": house.place.today(house.now), "words": "Bon pour accord"}
    return Answer(**{**usual, **said})


@pytest.mark.django_db
def test_a_yes_on_paper_does_what_the_link_does(house: Any) -> None:
    quote = with_options(house)
    answer = on_paper(house, file_name="accord.pdf", file_sha256="a" * 64)
    deposit = commands.note_acceptance(**house.said, quote=quote, name="Odile Martin", answer=answer, chosen=[2])
    signed = found(house, quote).signed
    assert (signed.way, signed.said_on, signed.words, signed.file_sha256, signed.chosen, signed.address) == (
        Way.PAPER, answer.said_on, "Bon pour accord", "a" * 64, (2,), "",
    )  # fmt: skip
    assert house.find(deposit).document.net_cents == 6_900
    assert Charge.objects.filter(source__startswith="billing.quote:").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"words": " "}, "answer_without_trace"),
        ({"said_on": date(2001, 1, 1)}, "answer_day_wrong"),
        ({"said_on": date(2101, 1, 1)}, "quote_past"),
    ],
)
def test_a_yes_on_paper_leaves_a_trace_and_has_a_day(house: Any, said: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as why:
        commands.note_acceptance(**house.said, quote=sent(house), name="Odile", answer=on_paper(house, **said))
    assert codes(why) == [code]


@pytest.mark.django_db
def test_a_paper_signed_in_time_is_noted_a_little_late(house: Any) -> None:
    today = house.place.today(house.now)
    quote = sent(house, valid_until=today)
    said = {**house.said, "now": house.now + timedelta(days=2)}
    commands.note_acceptance(**said, quote=quote, name="Odile Martin", answer=on_paper(house, said_on=today))
    assert found(house, quote).signed.said_on == today


@pytest.mark.django_db
def test_a_member_does_not_note_it(house: Any) -> None:
    said = {**house.said, "actor": actor_for(house.three.member, now=house.now)}
    with pytest.raises(Denied):
        commands.note_acceptance(**said, quote=sent(house), name="Odile", answer=on_paper(house))


@pytest.mark.django_db
def test_the_database_wants_the_trace_too(house: Any, as_owner: Any) -> None:
    quote = sent(house)
    row = {"organisation_id": house.place.organisation_id, "quote": Quote.objects.get(uuid=quote), "name": "Odile"}
    with pytest.raises(IntegrityError, match="a_yes_on_paper_leaves_a_trace"), transaction.atomic():
        Acceptance.objects.create(**row, at=house.now, sha256="0" * 64, way="paper")
    with transaction.atomic():
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE billing_acceptance DROP CONSTRAINT a_yes_on_paper_leaves_a_trace")
        Acceptance.objects.create(**row, at=house.now, sha256="0" * 64, way="paper")
        transaction.set_rollback(True)


# -- a part of a deposit -------------------------------------------------------------------------------------------------


@given(LINES, st.integers(1, 100), st.data())
def test_what_is_given_back_is_shared_to_the_cent_and_the_rest_is_taken_off(
    lines: Any, percent: int, data: Any
) -> None:
    whole = whole_of(lines)
    deposit = rules.deposit_of(whole, percent=percent, name="Acompte")
    if deposit is None:
        return
    deposit = replace(deposit, number="FA1", issued_on=date(2026, 3, 1))
    back = data.draw(st.integers(1, deposit.net_cents))
    note = rules.draft(
        kind=rules.Kind.DEPOSIT_CREDIT_NOTE, seller=whole.seller, buyer=whole.buyer,
        lines=rules.given_back_lines(deposit.groups, net_cents=back, name="Acompte"),
    )  # fmt: skip
    assert note.net_cents == back
    kept = rules.kept_of_deposit(deposit, [note])
    assert sum(each.net_cents for each in kept) == deposit.net_cents - back
    assert rules.deducted(deposit, [note]).groups == kept
    assert all(
        each.net_cents >= 0 for each in rules.left_groups(replace(whole, deposits=(rules.deducted(deposit, [note]),)))
    )


def test_no_more_than_what_is_left_is_given_back() -> None:
    kept = (VatGroup(TWENTY, 1_000, 200),)
    told = [[each.code for each in rules.check_given_back(cents, kept)] for cents in (0, 1, 1_000, 1_001)]
    assert told == [["give_back_out_of_range"], [], [], ["give_back_out_of_range"]]
    assert [each.code for each in rules.check_given_back(1, ())] == ["credited_already"]


@pytest.mark.django_db
def test_a_part_of_a_deposit_is_given_back_and_the_rest_comes_off_the_final_invoice(house: Any) -> None:
    deposit = commands.accept_quote(**house.said, quote=sent(house), name="Odile Martin")
    assert house.find(deposit).card.left_cents == 6_480
    note = house.find(commands.credit_deposit(**house.said, deposit=deposit, net_cents=2_000, note="Moins nombreux"))
    assert (note.card.kind, note.card.gross_cents, house.find(deposit).card.left_cents) == (
        rules.Kind.DEPOSIT_CREDIT_NOTE, 2_400, 4_080,
    )  # fmt: skip
    with pytest.raises(Refused) as why:
        commands.credit_deposit(**house.said, deposit=deposit, net_cents=3_401)
    assert codes(why) == ["give_back_out_of_range"]
    assert final_of(house).card.due_cents == 21_600 - 4_080
    with pytest.raises(Refused) as why:
        commands.credit_deposit(**house.said, deposit=deposit, net_cents=100)
    assert codes(why) == ["deposit_used"]


@pytest.mark.django_db
def test_the_rest_of_it_is_given_back_whole(house: Any) -> None:
    deposit = commands.accept_quote(**house.said, quote=sent(house), name="Odile Martin")
    assert deposit is not None
    commands.credit_deposit(**house.said, deposit=deposit, net_cents=2_000)
    rest = commands.credit_invoice(**house.said, invoice=deposit)
    assert (house.find(rest).card.gross_cents, house.find(deposit).card.left_cents) == (4_080, 0)
    assert final_of(house).card.due_cents == 21_600
    for again in (
        lambda: commands.credit_invoice(**house.said, invoice=deposit),
        lambda: commands.credit_deposit(**house.said, deposit=deposit, net_cents=1),
    ):
        with pytest.raises(Refused):
            again()


@pytest.mark.django_db
def test_what_was_given_back_since_the_draft_was_read_is_not_taken_off(house: Any) -> None:
    deposit = house.find(commands.accept_quote(**house.said, quote=sent(house), name="Odile Martin"))
    settled(house)
    house.charge(hours=9)
    draft = house.prepared()
    stale = rules.Added(deposits=(replace(rules.deducted(deposit.document), number=deposit.card.reference),))
    commands.credit_deposit(**house.said, deposit=deposit.card.uuid, net_cents=2_000)
    commands.write_on_draft(**house.said, invoice=draft, added=stale)
    with pytest.raises(Refused) as why:
        commands.issue_invoice(**house.said, invoice=draft)
    assert codes(why) == ["draft_changed"]


# -- the page of what was agreed -----------------------------------------------------------------------------------------


def words_of(content: bytes) -> str:
    return " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(content)).pages).split())


@pytest.mark.django_db
def test_what_was_agreed_is_a_page_of_its_own_kept_as_bytes(house: Any) -> None:
    quote = with_options(house)
    card = found(house, quote).card
    assert queries.signed_page_of_quote(card.id) is None
    commands.accept_quote(**house.said, quote=quote, name="Odile Martin, gérante", chosen=(0,))
    content, sha256 = queries.signed_page_of_quote(card.id)  # type: ignore[misc]  # it is there
    said = words_of(content)
    assert hashlib.sha256(content).hexdigest() == sha256
    assert [each in said for each in ("Odile Martin, gérante", "456,00", "Signez ici")] == [True, True, False]
    sent_page = queries.page_of_quote(card.id)
    assert sent_page is not None
    assert ("216,00" in words_of(sent_page[0]), found(house, quote).signed.sha256) == (True, sent_page[1])


@pytest.mark.django_db
def test_the_page_of_what_was_agreed_never_changes(house: Any, as_owner: Any) -> None:
    quote = with_options(house)
    commands.accept_quote(**house.said, quote=quote, name="Odile Martin")
    with pytest.raises(IntegrityError), transaction.atomic():
        SignedQuoteFile.objects.update(sha256="0" * 64)
    with transaction.atomic():  # the guard off, it does
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE billing_signedquotefile DISABLE TRIGGER only_added")
        assert SignedQuoteFile.objects.update(sha256="0" * 64) == 1
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_page_of_what_was_agreed_says_what_was_left(house: Any) -> None:
    agreement = rules.Agreement("Odile", datetime(2026, 3, 10, 14, 32), "ab", (0,), Way.PAPER, date(2026, 3, 9))
    page = quote_page_of(found(house, with_options(house)).frozen, agreement=agreement)
    assert [each["name"] for each in page["options"]["rows"]] == ["Fermeture tardive"]
    assert [each["name"] for each in page["table"]["rows"]] == ["Salle Rouge", "Accueil du matin", "Déjeuner"]
    assert page["agreement"]["words"].startswith(
        "Accepté par Odile le 9 mars 2026, sur papier signé, noté le 10 mars 2026."
    )
