"""The bank of La Cantine: a statement of the last two weeks, made from what is owed: one transfer as it should be, one without
its number, one in part, one paid twice, one from nobody knows whom, and the rent."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from xml.sax.saxutils import escape

from cantine.accounting import queries as books
from cantine.billing import commands as billing
from cantine.billing import queries as documents
from cantine.billing.queries import Heap
from cantine.billing.rules.bank import Candidate
from cantine.core.actor import Actor
from cantine.places.queries import PlaceRef

OPENING = 842_317
KNOWN = "FR1420041010050500013M02606"
Movement = tuple[date, int, str, str, str]


def load_bank(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """Nothing if the place has lines already."""
    today = place.today(now)
    entity = books.entity_of(place)
    if entity is None or any(documents.bank_lines_of(place, heap, most=1) for heap in Heap):
        return
    movements = list(_movements(documents.candidates_of(place, today=today), today))
    billing.import_bank_file(actor=actor, now=now, place=place, content=_camt(movements, entity.iban), replay=True)


def _movements(invoices: list[Candidate], today: date) -> Iterator[Movement]:
    """Day, cents, words, who, their account."""
    owed = [each for each in invoices if each.left_cents > 0]
    paid = [each for each in invoices if each.left_cents <= 0]
    yield today - timedelta(days=12), -210_000, "LOYER PASSAGE DES PANORAMAS", "SCI Panoramas", ""
    if owed:
        first = owed[0]
        yield today - timedelta(days=2), first.left_cents, f"VIR {first.reference}", first.name.upper(), KNOWN
    if len(owed) > 1:
        yield today - timedelta(days=3), owed[1].left_cents, "VIREMENT COWORKING", owed[1].name.upper(), ""
    if len(owed) > 2:
        year, number = owed[2].reference[2:].split("-")
        yield (
            today - timedelta(days=1),
            owed[2].left_cents // 2,
            f"acompte fa {year} {int(number)}",
            owed[2].name.upper(),
            "",
        )
    if paid:
        yield today - timedelta(days=1), paid[0].due_cents, f"FACTURE {paid[0].reference}", paid[0].name.upper(), ""
    yield today - timedelta(days=5), 15_000, "VIR SEPA DON LIBRE", "LES AMIS DU PASSAGE", ""


def _camt(movements: list[Movement], account: str) -> bytes:
    closing = OPENING + sum(cents for _day, cents, *_rest in movements)
    entries = "".join(_entry(*each) for each in movements)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
        f"<Acct><Id><IBAN>{account}</IBAN></Id></Acct>{_balance('OPBD', OPENING)}{_balance('CLBD', closing)}{entries}"
        "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _balance(code: str, cents: int) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(cents)}</Bal>"


def _entry(day: date, cents: int, words: str, name: str, account: str) -> str:
    side = "Dbtr" if cents > 0 else "Cdtr"
    iban = f"<{side}Acct><Id><IBAN>{account}</IBAN></Id></{side}Acct>" if account else ""
    return (
        f"<Ntry>{_amount(cents)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><NtryDtls><TxDtls><RltdPties>"
        f"<{side}><Pty><Nm>{escape(name)}</Nm></Pty></{side}>{iban}</RltdPties><RmtInf><Ustrd>{escape(words)}</Ustrd></RmtInf>"
        "</TxDtls></NtryDtls></Ntry>"
    )


def _amount(cents: int) -> str:
    way = "CRDT" if cents >= 0 else "DBIT"
    return f'<Amt Ccy="EUR">{abs(cents) // 100}.{abs(cents) % 100:02}</Amt><CdtDbtInd>{way}</CdtDbtInd>'
