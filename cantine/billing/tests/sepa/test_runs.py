"""From a mandate signed on a phone to a debit that comes back, through the file that the bank reads."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from lxml import etree

from cantine.accounting import queries as books
from cantine.billing import commands as billing
from cantine.billing.commands import sepa
from cantine.billing.documents.sepa import NAMESPACE
from cantine.billing.models import Debit, DebitRun, Mandate
from cantine.billing.queries import sepa as reads
from cantine.billing.rules import Method
from cantine.billing.rules.sepa import Standing, next_target_day
from cantine.core.testing import letters
from cantine.kernel import Refused

pytestmark = pytest.mark.django_db
IBAN = "FR76 3000 6000 0112 3456 7890 189"
SIGNED = {
    "iban": IBAN, "name": "Odile Martin", "street": "2 rue de l’Essai", "postcode": "44000", "town": "Nantes", "country": "FR",
    "signed": "Odile Martin", "agreed": "on",
}  # fmt: skip


def refusals_of(caught: Any) -> list[str]:
    return [each.code for each in caught.value.refusals]


class Counter:
    """A house that collects, and its member who may sign."""

    def __init__(self, house: Any) -> None:
        self.house = house
        sepa.name_creditor(**house.said, ics="FR72ZZZ123456")
        self.mandate = sepa.ask_mandate(**house.said, who=house.member)

    @property
    def on(self) -> Any:
        return next_target_day(self.house.place.today(self.house.now) + timedelta(days=40))

    def sign(self) -> None:
        answer = Client(headers={"accept-language": "fr"}).post(reads.path_to_sign(self.mandate), SIGNED)
        assert answer.status_code == 302, answer.content.decode()

    def line(self) -> Any:
        today = self.house.place.today(self.house.now)
        return reads.find_mandate(self.house.place, self.mandate, today=today)

    def run(self) -> Any:
        return sepa.make_run(**self.house.said, on=self.on)

    def paid(self) -> Any:
        run = self.run()
        sepa.send_run(**self.house.said, run=run)
        sepa.credit_run(**self.house.said, run=run, on=self.house.place.today(self.house.now))
        return run


@pytest.fixture
def counter(house: Any) -> Counter:
    return Counter(house)


def test_a_mandate_is_asked_by_letter_and_signed_without_an_account(counter: Counter) -> None:
    path = reads.path_to_sign(counter.mandate)
    assert path in letters()[-1].text
    phone = Client(headers={"accept-language": "fr"})
    assert phone.get(path).context["open"] is True
    wrong = phone.post(path, {**SIGNED, "iban": "FR76 3000 6000 0112 3456 7890 188"})
    assert (wrong.status_code, counter.line().standing) == (422, Standing.ASKED)
    counter.sign()
    row, line = Mandate.objects.get(), counter.line()
    assert (line.standing, line.iban, line.signed_name) == (Standing.ACTIVE, "FR76 •••• 0189", "Odile Martin")
    assert ("30006" in row.iban_sealed, len(row.sha256), phone.get(path).context["open"]) == (False, 64, False)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Mandate.objects.update(holder="Somebody else")


def test_one_payer_has_one_mandate_at_a_time(counter: Counter) -> None:
    with pytest.raises(Refused) as caught:
        sepa.ask_mandate(**counter.house.said, who=counter.house.member)
    assert refusals_of(caught) == ["mandate_there_already"]
    sepa.revoke_mandate(**counter.house.said, mandate=counter.mandate)
    assert sepa.ask_mandate(**counter.house.said, who=counter.house.member) != counter.mandate


def test_the_file_is_what_the_bank_reads(counter: Counter) -> None:
    counter.house.issued(), counter.house.issued()
    counter.sign()
    run = counter.run()
    found = reads.file_of_run(counter.house.place, run)
    assert found is not None
    tree, space = etree.fromstring(found[1]), {"p": NAMESPACE}

    def said(path: str) -> list[str]:
        return [str(each.text) for each in tree.iterfind(path, space)]

    assert (said(".//p:GrpHdr/p:NbOfTxs"), said(".//p:GrpHdr/p:CtrlSum")) == (["2"], ["96.00"])
    assert said(".//p:PmtTpInf/p:SeqTp") == ["FRST", "RCUR"]
    assert said(".//p:ReqdColltnDt") == [counter.on.isoformat()] * 2
    assert said(".//p:CdtrSchmeId//p:Othr/p:Id") == ["FR72ZZZ123456"] * 2
    assert [said(f".//p:Dbtr/p:PstlAdr/p:{tag}")[0] for tag in ("StrtNm", "PstCd", "TwnNm", "Ctry")] == [
        "2 RUE DE L'ESSAI", "44000", "NANTES", "FR",
    ]  # fmt: skip
    assert said(".//p:Dbtr/p:PstlAdr/p:AdrLine") == []
    assert said(".//p:DbtrAcct//p:IBAN") == ["FR7630006000011234567890189"] * 2
    assert DebitRun.objects.get().sha256 == sha256(found[1]).hexdigest()
    assert "96,00" in letters()[-1].subject


def test_an_invoice_is_never_in_two_runs(counter: Counter) -> None:
    counter.house.issued()
    counter.sign()
    run = counter.run()
    with pytest.raises(Refused) as caught:
        counter.run()
    assert refusals_of(caught) == ["nothing_to_debit"]
    first = Debit.objects.get()
    with pytest.raises(IntegrityError, match="one_run_an_invoice"), transaction.atomic():
        Debit.objects.create(
            organisation_id=first.organisation_id, run=first.run, mandate=first.mandate, invoice=first.invoice, cents=1, sequence="RCUR"
        )  # fmt: skip
    sepa.drop_run(**counter.house.said, run=run)
    assert counter.run() != run


def test_nobody_is_debited_beside_money_that_they_have_in_hand(counter: Counter) -> None:
    invoice = counter.house.issued()
    counter.sign()
    house = counter.house
    today = house.place.today(house.now)
    billing.record_payment(
        **house.said, who=house.member, cents=1000, method=Method.CASH, received_on=today, key="before", invoices=[]
    )
    with pytest.raises(Refused) as caught:
        counter.run()
    assert refusals_of(caught) == ["nothing_to_debit"]
    billing.use_advances(**house.said, invoice=invoice)
    assert counter.run() is not None


def test_a_day_too_early_or_of_rest_is_refused(counter: Counter) -> None:
    counter.house.issued()
    counter.sign()
    today = counter.house.place.today(counter.house.now)
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 + 42)
    for day, code in (
        (next_target_day(today + timedelta(days=2)), "debit_too_early"),
        (saturday, "not_a_day_of_banks"),
    ):
        with pytest.raises(Refused) as caught:
            sepa.make_run(**counter.house.said, on=day)
        assert refusals_of(caught) == [code]


def test_what_the_bank_has_is_closed_then_paid_in_once(counter: Counter) -> None:
    invoice = counter.house.issued()
    counter.sign()
    run = counter.paid()
    for _ in range(2):
        sepa.credit_run(**counter.house.said, run=run, on=counter.house.place.today(counter.house.now))
    assert counter.house.find(invoice).card.left_cents == 0
    with pytest.raises(Refused) as caught:
        sepa.drop_run(**counter.house.said, run=run)
    assert refusals_of(caught) == ["debit_run_sent"]
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        DebitRun.objects.update(content=b"")


def test_one_debit_that_comes_back_is_owed_again_alone(counter: Counter) -> None:
    first, second = counter.house.issued(), counter.house.issued()
    counter.sign()
    run = counter.paid()
    back = next(each for each in reads.debits_of(run) if each.invoice == first)
    said = {**counter.house.said, "debit": back.uuid, "on": counter.house.place.today(counter.house.now)}
    sepa.return_debit(**said, reason="AM04", fee_cents=800)
    left = [counter.house.find(each).card.left_cents for each in (first, second)]
    assert (left, counter.line().standing) == ([4800, 0], Standing.ACTIVE)
    with pytest.raises(Refused) as caught:
        sepa.return_debit(**said, reason="AM04")
    assert refusals_of(caught) == ["debit_returned_already"]
    year = books.years_of(counter.house.entity.id)[0].year
    moved = {
        each.number: each.debit_cents - each.credit_cents for each in books.balances_of(counter.house.entity.id, year)
    }
    assert (moved["512"], moved["627"], moved["411"]) == (4800 - 800, 800, 4800)
    assert counter.run() != run


def test_a_closed_account_revokes_the_mandate(counter: Counter) -> None:
    counter.house.issued()
    counter.sign()
    (back,) = reads.debits_of(counter.paid())
    sepa.return_debit(
        **counter.house.said, debit=back.uuid, reason="AC04", on=counter.house.place.today(counter.house.now)
    )
    assert counter.line().standing is Standing.REVOKED


def test_the_treasurer_does_it_all_by_pages(counter: Counter, statements: Any) -> None:
    counter.house.issued()
    counter.sign()
    desk = Client(headers={"accept-language": "fr"})
    desk.force_login(counter.house.three.manager)
    path = f"/{counter.house.place.slug}/reglements/prelevements/"
    page = desk.get(f"{path}?on={counter.on}")
    assert (page.context["total"], len(page.context["takes"])) == ("48,00\xa0€", 1)
    made = desk.post(f"{path}faire/", {"on": counter.on.isoformat()})
    assert desk.get(f"{made['Location']}fichier.xml")["Content-Type"] == "application/xml"
    desk.post(f"{made['Location']}agir/", {"send": "yes"})
    desk.post(
        f"{made['Location']}agir/", {"credit": "yes", "on": counter.house.place.today(counter.house.now).isoformat()}
    )
    shown = desk.get(made["Location"])
    assert [each["line"].paid for each in shown.context["lines"]] == [True]
    debit = shown.context["lines"][0]["line"].uuid
    desk.post(
        f"{made['Location']}{debit}/retour/",
        {"reason": "MD01", "on": counter.house.place.today(counter.house.now).isoformat(), "fee": "8,00"},
    )
    assert Debit.objects.get().reason == "MD01"
    with statements() as said:
        desk.get(made["Location"])
    assert len(said) <= 6, said
