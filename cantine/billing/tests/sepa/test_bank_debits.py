"""What the bank sends back, read from a statement and confirmed by a person. The entries are written from the published structure of
camt.053 (ISO 20022, BankToCustomerStatement: ``RtrInf``, ``Refs``, ``Btch``), with the names and amounts of these tests: they were
recorded from no bank."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from cantine.billing import commands as billing
from cantine.billing import queries
from cantine.billing.commands import sepa
from cantine.billing.commands.bank_debits import confirm_return, confirm_run
from cantine.billing.documents.bank import read_file
from cantine.billing.models import BankLine, Debit, DebitRun, Mandate, Payment
from cantine.billing.queries import Heap
from cantine.billing.queries.bank_debits import debits_back, runs_in
from cantine.billing.rules.bank.debits import SentRun, run_paid_in
from cantine.billing.rules.bank.lines import BankLine as Said
from cantine.billing.tests.bank_files import a_camt
from cantine.billing.tests.sepa.test_runs import Counter, refusals_of
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.places.testing import actor_for

pytestmark = pytest.mark.django_db

RETURN = """<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{day}</Dt></BookgDt>
<AcctSvcrRef>RET{name}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs><EndToEndId>{name}</EndToEndId><MndtId>{rum}</MndtId></Refs>
<RltdPties><Dbtr><Nm>Odile Martin</Nm></Dbtr><Cdtr><Nm>Association d’essai</Nm></Cdtr></RltdPties>
<RtrInf><OrgnlBkTxCd><Prtry><Cd>NTRF</Cd></Prtry></OrgnlBkTxCd>{reason}</RtrInf></TxDtls></NtryDtls></Ntry>"""
CREDIT = """<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{day}</Dt></BookgDt>
<NtryDtls><Btch><PmtInfId>{batch}</PmtInfId><NbOfTxs>2</NbOfTxs></Btch>
<TxDtls><Amt Ccy="EUR">{half}</Amt></TxDtls><TxDtls><Amt Ccy="EUR">{half}</Amt></TxDtls></NtryDtls></Ntry>"""


def reason(code: str) -> str:
    return f"<Rsn><Cd>{code}</Cd></Rsn>" if code else ""


class Bank:
    """A run of one debit of 48 €, and the statements that the bank makes of it."""

    def __init__(self, counter: Counter) -> None:
        self.counter, self.house = counter, counter.house
        self.today = self.house.place.today(self.house.now)

    def bring(self, *entries: str) -> None:
        content = a_camt([], opening=0, closing=0).replace(b"</Stmt>", "".join(entries).encode() + b"</Stmt>")
        # The balances of the writer say nothing of entries that are put in: those of this file are left out.
        content = content.replace(b"OPBD", b"ITBD").replace(b"CLBD", b"ITBD")
        billing.import_bank_file(**self.house.said, content=content)

    def returns(self, *, amount: str = "48.00", code: str = "AM04", name: str | None = None) -> str:
        debit, rum = Debit.objects.get(), Mandate.objects.get().rum
        return RETURN.format(
            amount=amount, day=self.today, name=debit.uuid.hex if name is None else name, rum=rum, reason=reason(code)
        )

    def lines(self, heap: Heap) -> list[Any]:
        return queries.bank_lines_of(self.house.place, heap)

    def back(self) -> dict[Any, Any]:
        return debits_back(self.house.place, self.lines(Heap.RETURNED), today=self.today)

    def paid_in(self) -> list[Any]:
        return list(runs_in(self.lines(Heap.WAITING), queries.bank_heaps_of(self.house.place)).values())


@pytest.fixture
def bank(house: Any) -> Bank:
    made = Counter(house)
    house.issued()
    made.sign()
    return Bank(made)


def test_the_reason_the_payer_and_the_names_of_a_return_are_read() -> None:
    entry = RETURN.format(amount="48.00", day="2026-11-03", name="abc", rum="RUM-1", reason=reason("AC04"))
    content = a_camt([], closing=-4_800).replace(b"</Stmt>", entry.encode() + b"</Stmt>")
    ((line,),) = [each.lines for each in read_file(content).statements]
    assert (line.cents, line.return_code, line.counterparty, line.reference) == (
        -4_800,
        "AC04",
        "Odile Martin",
        "abc RUM-1",
    )
    unsaid = content.replace(reason("AC04").encode(), b"")
    ((line,),) = [each.lines for each in read_file(unsaid).statements]
    assert line.return_code == "MS03"


def test_a_return_is_proposed_then_confirmed_and_its_invoice_is_owed_again(bank: Bank) -> None:
    bank.counter.paid()
    bank.bring(bank.returns())
    ((line,), (debit,)) = bank.lines(Heap.RETURNED), bank.back().values()
    assert Debit.objects.get().returned_on is None
    confirm_return(**bank.house.said, line=line.uuid, debit=debit.id)
    row = Debit.objects.get()
    assert (row.reason, row.returned_on, row.live) == ("AM04", bank.today, False)
    assert queries.bank_heaps_of(bank.house.place).counts[Heap.MATCHED] == 1
    with pytest.raises(Refused) as again:
        confirm_return(**bank.house.said, line=line.uuid, debit=debit.id)
    assert refusals_of(again) == ["bank_line_matched_already"]


def test_what_the_bank_takes_for_it_is_a_fee_and_a_reason_that_revokes_revokes(bank: Bank) -> None:
    bank.counter.paid()
    bank.bring(bank.returns(amount="53.00", code="AC04"))
    ((line,), (debit,)) = bank.lines(Heap.RETURNED), bank.back().values()
    confirm_return(**bank.house.said, line=line.uuid, debit=debit.id)
    assert Mandate.objects.get().revoked_at is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(debit_cents)::int FROM accounting_entryline l JOIN accounting_entry e ON e.id = l.entry_id "
            "WHERE e.source LIKE 'debit-fee:%'"
        )
        assert cursor.fetchone() == (500,)


def test_without_its_name_a_return_is_found_by_its_mandate_and_amount_and_another_is_not(bank: Bank) -> None:
    bank.counter.paid()
    bank.bring(bank.returns(name="NOTPROVIDED"), bank.returns(amount="12.00", name="OTHER"))
    assert [BankLine.objects.get(uuid=each).cents for each in bank.back()] == [-4_800]


def test_a_code_that_is_not_known_is_as_one_that_is_not_said(bank: Bank) -> None:
    bank.counter.paid()
    bank.bring(bank.returns(code="AG01"))
    confirm_return(**bank.house.said, line=bank.lines(Heap.RETURNED)[0].uuid, debit=Debit.objects.get().uuid)
    assert Debit.objects.get().reason == "MS03"


def test_the_credit_of_the_bank_matches_its_run_once(bank: Bank) -> None:
    run = bank.counter.run()
    sepa.send_run(**bank.house.said, run=run)
    reference = DebitRun.objects.get().reference
    bank.bring(CREDIT.format(amount="48.00", half="24.00", day=bank.today, batch=f"{reference}-CORE-FRST"))
    ((line,), (found,)) = bank.lines(Heap.WAITING), bank.paid_in()
    assert (line.said.cents, found.id) == (4_800, run)
    confirm_run(**bank.house.said, line=line.uuid, run=run)
    assert (DebitRun.objects.get().credited_on, Payment.objects.get().cents) == (bank.today, 4_800)
    assert (bank.lines(Heap.MATCHED)[0].debits, queries.bank_heaps_of(bank.house.place).runs) == (reference, ())
    with pytest.raises(Refused) as again:
        confirm_run(**bank.house.said, line=line.uuid, run=run)
    assert refusals_of(again) == ["bank_line_matched_already"]


def test_a_run_is_known_by_its_sum_near_its_day_where_only_one_is_so() -> None:
    day, far = date(2026, 11, 3), date(2026, 11, 12)
    runs = [SentRun(UUID(int=1), "PRLV1", day, 4_800, credited=False)]
    assert run_paid_in(Said(day, day, 4_800, "REMISE"), runs) == runs[0]
    assert run_paid_in(Said(far, far, 4_800, "REMISE"), runs) is None
    assert run_paid_in(Said(day, day, 4_800, "REMISE"), [*runs, replace(runs[0], id=UUID(int=2))]) is None


def test_the_page_says_why_in_plain_words_and_confirms(bank: Bank) -> None:
    bank.counter.paid()
    bank.bring(bank.returns())
    client = Client(headers={"accept-language": "en"})
    client.force_login(bank.house.three.manager)
    address = f"/{bank.house.place.slug}/reglements/banque/"
    page = client.get(address, {"etat": "prelevements-rejetes"})
    (row,) = page.context["rows"]
    assert "not enough money" in str(row["why"])
    assert "Direct debit returned: Odile Martin" in page.content.decode()
    posted = client.post(f"{address}{row['uuid']}/prelevement/", {"debit": str(row["back"]["debit"].id)})
    assert (posted.status_code, Debit.objects.get().reason) == (302, "AM04")
    assert "debit sent back" in client.get(address, {"etat": "rapprochees"}).content.decode()
    assert client.post(f"{address}{row['uuid']}/prelevement/", {"debit": "x"}).status_code == 404


def test_by_hand_a_line_is_of_one_thing_and_a_debit_comes_back_by_one_line(bank: Bank) -> None:
    bank.counter.paid()
    bank.bring(bank.returns(), bank.returns(name="other"))
    debit = Debit.objects.get().pk
    for change in ({"debit_id": debit, "run_id": DebitRun.objects.get().pk}, {"run_id": DebitRun.objects.get().pk}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BankLine.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        BankLine.objects.update(debit_id=debit)


def test_nobody_else_confirms_a_return(bank: Bank) -> None:
    bank.counter.paid()
    bank.bring(bank.returns())
    said = {**bank.house.said, "actor": actor_for(bank.house.three.stranger, now=bank.house.now)}
    with pytest.raises(Denied):
        confirm_return(**said, line=bank.lines(Heap.RETURNED)[0].uuid, debit=Debit.objects.get().uuid)
