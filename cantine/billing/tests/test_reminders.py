"""What is late is asked for in three letters, each once, and never where it is disputed; the account of one payer adds up."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cantine.billing import commands, queries
from cantine.billing.rules import Late, Method, Nature, Tone, is_ticked, next_tone
from cantine.billing.rules.reminders import next_on
from cantine.core.testing import letters
from cantine.kernel import Refused

DUE = date(2026, 3, 1)


def late(**more: Any) -> Late:
    return Late(due_on=DUE, nature=Nature.BUSINESS, **more)


def test_the_kind_word_leaves_three_days_after_the_day_to_pay() -> None:
    assert next_tone(late(), today=DUE + timedelta(days=2)) is None
    assert next_tone(late(), today=DUE + timedelta(days=3)) is Tone.KIND


def test_letters_follow_one_another_and_leave_ten_days_of_peace() -> None:
    kind = late(last=Tone.KIND, last_on=DUE + timedelta(days=14))
    assert next_tone(kind, today=DUE + timedelta(days=20)) is None
    assert next_tone(kind, today=DUE + timedelta(days=24)) is Tone.FIRM
    firm = late(last=Tone.FIRM, last_on=DUE + timedelta(days=15))
    assert next_tone(firm, today=DUE + timedelta(days=29)) is None
    assert next_tone(firm, today=DUE + timedelta(days=30)) is Tone.FORMAL


@given(days=st.integers(0, 400))
def test_nothing_follows_the_formal_notice_nor_what_is_disputed(days: int) -> None:
    today = DUE + timedelta(days=days)
    assert next_tone(late(last=Tone.FORMAL, last_on=DUE), today=today) is None
    assert next_tone(late(disputed=True), today=today) is None


def test_a_public_body_is_written_to_only_where_somebody_says_so() -> None:
    assert is_ticked(late())
    assert not is_ticked(Late(due_on=DUE, nature=Nature.PUBLIC))


@given(last=st.sampled_from([None, *Tone]), ago=st.integers(0, 60), days=st.integers(0, 400), disputed=st.booleans())
def test_a_letter_is_due_from_its_day_on(last: Tone | None, ago: int, days: int, disputed: bool) -> None:
    sent = late(last=last, last_on=DUE + timedelta(days=ago) if last else None, disputed=disputed)
    today, on = DUE + timedelta(days=days), next_on(sent)
    assert (next_tone(sent, today=today) is not None) == (on is not None and on <= today)


# -- through the commands ----------------------------------------------------------------------------------------------


@pytest.fixture
def overdue(house: Any) -> Any:
    """An invoice of the member's whose day passed five days ago; ``house.now`` is today."""
    invoice = house.issued(hours=2)
    house.now += timedelta(days=35)
    return invoice


@pytest.mark.django_db
def test_one_press_writes_once_in_the_language_of_the_document_with_the_pdf(house: Any, overdue: Any) -> None:
    assert [commands.remind(**house.said, invoices=[overdue]) for _twice in range(2)] == [1, 0]
    (letter,) = letters()
    assert letter.subject == f"Rappel\u202f: facture {house.find(overdue).card.reference}, La Cantine d’essai"
    assert "96,00\u00a0€" in letter.text
    assert letter.attachment == f"invoice:{house.find(overdue).card.id}"


@pytest.mark.django_db
def test_what_is_paid_or_disputed_is_not_asked_for(house: Any, overdue: Any) -> None:
    commands.hold_back(**house.said, invoice=overdue, reason="Salle trop froide")
    assert commands.remind(**house.said, invoices=[overdue]) == 0
    commands.settle_dispute(**house.said, invoice=overdue)
    today = house.place.today(house.now)
    commands.record_payment(
        **house.said, who=house.member, cents=9600, method=Method.CASH, received_on=today, key="a", invoices=[overdue]
    )  # fmt: skip
    assert commands.remind(**house.said, invoices=[overdue]) == 0
    assert letters() == []


@pytest.mark.django_db
def test_what_is_in_hand_is_not_asked_for_again(house: Any, overdue: Any, at: Any) -> None:
    second, today = house.issued(), house.place.today(house.now)
    said = {"who": house.member, "method": Method.TRANSFER, "received_on": today, "invoices": [second]}
    commands.record_payment(**house.said, **said, cents=10_800, key="a")
    (late,) = queries.late_invoices(house.place, today=today)
    assert (late.left_cents, late.covered_cents, late.asked_cents) == (9600, 6000, 3600)
    assert commands.remind(**house.said, invoices=[overdue]) == 1
    assert "dont il reste 36,00\xa0€ à régler" in letters()[-1].text
    third = house.issued()
    commands.record_payment(**house.said, **{**said, "invoices": [third]}, cents=8_400, key="b")
    house.now += timedelta(days=20)
    assert commands.remind(**house.said, invoices=[overdue]) == 0
    at(house.now)
    client = Client()
    client.force_login(house.three.manager)
    page = client.get(f"/{house.place.slug}/factures/relances/")
    assert [row["covered"] for _name, _sum, rows in page.context["groups"] for row in rows] == ["96,00\xa0€"]
    assert page.context["ready"] == 0


@pytest.mark.django_db
def test_every_letter_to_come_is_read_and_the_next_one_has_its_day(house: Any, overdue: Any, at: Any) -> None:
    at(house.now)
    client = Client(headers={"accept-language": "fr"})
    client.force_login(house.three.manager)
    address = f"/{house.place.slug}/factures/{overdue}/relance/"
    kind, formal = client.get(address).context, client.get(f"{address}?ton=formal").context
    assert (kind["due"], formal["due"], len(kind["tones"])) == (True, False, 3)
    assert formal["letter"].subject.startswith("Mise en demeure")
    list_of = f"/{house.place.slug}/factures/relances/"
    assert client.get(list_of).context["sendable"] is True
    commands.remind(**house.said, invoices=[overdue])
    page = client.get(list_of).context
    ((row,),) = [rows for _name, _sum, rows in page["groups"]]
    assert (page["sendable"], row["next_on"]) == (False, house.place.today(house.now) + timedelta(days=10))
    said = client.post(f"/{house.place.slug}/factures/{overdue}/litige/", {"reason": " "}, follow=True)
    assert "Dites pourquoi" in said.content.decode()


@pytest.mark.django_db
def test_a_dispute_says_why(house: Any, overdue: Any) -> None:
    with pytest.raises(Refused) as why:
        commands.hold_back(**house.said, invoice=overdue, reason=" ")
    assert [each.code for each in why.value.refusals] == ["dispute_reason_missing"]


@pytest.mark.django_db
def test_the_account_of_a_payer_adds_up_year_after_year(house: Any) -> None:
    today = house.place.today(house.now)
    first = house.issued(hours=2)
    commands.record_payment(
        **house.said, who=house.member, cents=5000, method=Method.CARD, received_on=today, key="a", invoices=[first]
    )  # fmt: skip
    commands.credit_invoice(**house.said, invoice=first)
    said = {"organisation_id": house.place.organisation_id, "who": house.member}
    found = queries.statement_of(**said, first_day=date(today.year, 1, 1), last_day=date(today.year, 12, 31))
    assert [(line.cents, line.balance_cents) for line in found.lines] == [(9600, 9600), (-9600, 0), (-5000, -5000)]
    following = queries.statement_of(
        **said, first_day=date(today.year + 1, 1, 1), last_day=date(today.year + 1, 12, 31)
    )  # fmt: skip
    assert (following.before_cents, following.lines, following.balance_cents) == (-5000, (), -5000)


@pytest.mark.django_db
def test_the_treasurer_reads_what_is_late_and_sends_what_is_ticked(house: Any, overdue: Any, at: Any) -> None:
    at(house.now)
    client = Client(headers={"accept-language": "fr"})
    client.force_login(house.three.manager)
    address = f"/{house.place.slug}/factures/relances/"
    page = client.get(address)
    assert (page.context["total"], page.context["ready"]) == ("96,00\u00a0€", 1)
    client.post(f"{address}envoyer/", {"invoice": [overdue, "nonsense"]})
    assert client.get(address).context["ready"] == 0
    client.post(f"/{house.place.slug}/factures/{overdue}/litige/", {"reason": "Trop froid"})
    assert "Trop froid" in client.get(address).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("rest", "most"), [("relances/", 7), ("releve/{payer}/", 9)])
def test_these_pages_cost_the_same_at_one_invoice_and_at_three(
    house: Any, at: Any, statements: Any, rest: str, most: int
) -> None:
    client, counts = Client(), []
    client.force_login(house.three.manager)
    address = f"/{house.place.slug}/factures/{rest.format(payer=house.three.member.uuid)}"
    for more in (1, 2):
        for _ in range(more):
            house.issued()
        at(house.now + timedelta(days=40))
        client.get(address)
        with statements() as said:
            client.get(address)
        at(house.now)
        counts.append(len(said))
    assert counts[0] == counts[1] <= most


@pytest.mark.django_db
def test_an_account_is_a_letter_that_one_can_send(house: Any) -> None:
    house.issued()
    client = Client(headers={"accept-language": "fr"})
    client.force_login(house.three.manager)
    page = client.get(f"/{house.place.slug}/factures/releve/{house.three.member.uuid}/")
    assert page.context["seller"] == house.entity.name
    assert page.context["address"] == ["2 rue de l’Essai", "44000 Nantes"]
    assert page.context["iban"].replace(" ", "") == house.entity.iban
    assert ("Établi le" in page.content.decode(), page.context["iban"] in page.content.decode()) == (True, True)


@pytest.mark.django_db
def test_a_statement_is_taken_away_as_a_table(house: Any) -> None:
    invoice = house.issued()
    client = Client(headers={"accept-language": "fr"})
    client.force_login(house.three.manager)
    year = house.place.today(house.now).year
    table = client.get(f"/{house.place.slug}/factures/releve/{house.three.member.uuid}/{year}.csv").content.decode(
        "utf-8-sig"
    )
    number = house.find(invoice).card.reference
    assert table.splitlines()[1] == f"{house.place.today(house.now):%d/%m/%Y};Facture;{number};48,00;0,00;48,00"


@pytest.mark.django_db
def test_a_letter_is_read_before_it_leaves_and_waits_where_the_money_may_be_there(
    house: Any, at: Any, overdue: Any
) -> None:
    from cantine.billing.rules.bank import BankLine as Said
    from cantine.billing.tests.bank_files import a_camt

    at(house.now)
    client, day = Client(), house.place.today(house.now)
    client.force_login(house.three.manager)
    page = client.get(f"/{house.place.slug}/factures/{overdue}/relance/")
    assert house.find(overdue).card.reference in page.context["letter"].subject
    assert letters() == []
    commands.import_bank_file(**house.said, content=a_camt([Said(day, day, 9600, "VIREMENT")]))
    (_name, _total, (row,)) = client.get(f"/{house.place.slug}/factures/relances/").context["groups"][0]
    assert (row["waits"], row["ticked"]) == ("96,00\xa0€", False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "cents", "waits"),
    [
        ("VIR ODILE MARTIN", 4_000, "40,00\xa0€"),
        ("VIR DE QUELQU UN", 4_000, ""),
        ("VIR FA 2026-1", 1_000, "10,00\xa0€"),
    ],
)
def test_a_part_that_names_who_pays_holds_the_letter_back(
    house: Any, at: Any, overdue: Any, words: str, cents: int, waits: str
) -> None:
    from cantine.billing.rules.bank import BankLine as Said
    from cantine.billing.tests.bank_files import a_camt

    at(house.now)
    client, day = Client(), house.place.today(house.now)
    client.force_login(house.three.manager)
    commands.import_bank_file(**house.said, content=a_camt([Said(day, day, cents, words)]))
    (_name, _total, (row,)) = client.get(f"/{house.place.slug}/factures/relances/").context["groups"][0]
    assert (row["waits"], row["ticked"]) == (waits, not waits)
