"""The bank of La Cantine: a statement of the last six weeks. What its books knew is matched; what waits for a treasurer is of the last
days: transfers to match, one of them without its number, one in part, one paid twice, one from nobody knows whom, card takings,
and suppliers who were paid."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

from cantine.accounting import queries as books
from cantine.accounting.commands.cheques import Brought, make_slip
from cantine.accounting.queries import MoneyMove
from cantine.accounting.queries.cheques import cheques_in_hand
from cantine.accounting.rules import Role
from cantine.billing import commands as billing
from cantine.billing import queries as documents
from cantine.billing.commands.bank_ends import explain_line, pay_in, pay_in_slip
from cantine.billing.queries import Heap
from cantine.billing.rules.bank import Became, Candidate
from cantine.core.actor import Actor
from cantine.funding.queries.costs import costs_of
from cantine.places.queries import PlaceRef
from cantine.web.demo.money import TRANSIT, Payout, enter_payout, pay_vat, payouts

DAYS = 45
KNOWN = "FR1420041010050500013M02606"
WORDS = {Role.CARDS: "REMISE CB", Role.CHEQUES: "REMISE CHEQUES", Role.INTERNAL_TRANSFER: "VERSEMENT ESPECES"}
BANKS = ("Crédit coopératif", "La Banque postale", "", "Crédit mutuel")  # of cheques
# Of an act, how a bank says it.
SAID = {
    "cost": "PRLV SEPA",
    "payment": "VIR RECU",
    "instalment": "VIR RECU",
    "dues": "VIR RECU",
    "gift": "VIR RECU",
    "demo": "",
}


@dataclass(frozen=True)
class Movement:
    """A line to come: ``entry`` where the books hold it already, ``payout`` where it is money that was on its way."""

    day: date
    cents: int
    words: str
    name: str = ""
    account: str = ""
    entry: UUID | None = None
    payout: Payout | None = None


def load_bank(*, actor: Actor, place: PlaceRef, now: datetime) -> None:
    """Nothing if the place has lines already. Last of what moves money, before the books are closed."""
    today = place.today(now)
    entity = books.entity_of(place)
    if entity is None or any(documents.bank_lines_of(place, heap, most=1) for heap in Heap):
        return
    first = today - timedelta(days=DAYS)
    pay_vat(actor=actor, place=place, entity=entity, now=now)
    moves = books.money_moves(place, [Role.BANK], first_day=first, last_day=today, since_ever=TRANSIT)
    paid_in = payouts(moves, before=today)
    for each in paid_in:
        if each.day < first:
            enter_payout(actor, now, entity, each)
    opening = books.money_of(entity.id, day=first - timedelta(days=1))[Role.BANK]
    known = [_known(each) for each in moves if each.role is Role.BANK and each.day < today]
    arrived = [
        Movement(each.day, each.net_cents, f"{WORDS[each.role]} {each.day:%d%m}", payout=each)
        for each in paid_in
        if each.day >= first
    ]
    waiting = list(_waiting(documents.candidates_of(place, today=today), today))
    movements = sorted([*known, *arrived, *waiting, *_suppliers(place, today)], key=lambda each: each.day)
    content = _camt(movements, entity.iban, opening)
    billing.import_bank_file(actor=actor, now=now, place=place, content=content, replay=True)
    _match({"actor": actor, "now": now, "place": place, "replay": True}, movements)


def _match(said: dict[str, Any], movements: Sequence[Movement]) -> None:
    """All but the last card takings, which are for whoever tries."""
    lines: dict[tuple[date, int, str], list[UUID]] = defaultdict(list)
    for heap in (Heap.WAITING, Heap.OUT):
        for line in documents.bank_lines_of(said["place"], heap):
            lines[line.said.day, line.said.cents, line.said.label].append(line.uuid)
    last = max((each.day for each in movements if each.payout), default=None)
    for each in movements:
        one = lines[each.day, each.cents, each.words].pop()
        if each.entry:
            explain_line(**said, line=one, became=Became.ENTRY, entry=each.entry)
        elif each.payout and each.payout.role is Role.CHEQUES:
            _bring_cheques(said, one, each)
        elif each.payout and each.day != last:
            pay_in(**said, line=one, what=TRANSIT[each.payout.role], gross_cents=each.payout.gross_cents)


def _bring_cheques(said: dict[str, Any], line: UUID, movement: Movement) -> None:
    """By a slip of two days before: those that the fortnight had left in hand, which are the oldest."""
    brought, left = list[Brought](), movement.cents
    for each in cheques_in_hand(said["place"]):
        if left >= each.cents and each.day < movement.day:
            brought.append(Brought(each.key, BANKS[each.key % len(BANKS)]))
            left -= each.cents
    slip = make_slip(**said, cheques=brought, day=movement.day - timedelta(days=2))
    pay_in_slip(**said, line=line, slip=slip)


def _known(move: MoneyMove) -> Movement:
    """What the books hold, as the bank would say it: an act, then what it is about, then who."""
    what, _dot, who = move.label.partition(" · ")
    how = SAID.get(move.source.split(":")[0].split(".")[0], "")
    words = f"{how} {what.removeprefix('Règlement ')}".strip().upper()
    return Movement(move.day, move.cents, words[:140], name=who.upper(), entry=move.entry)


def _waiting(invoices: Sequence[Candidate], today: date) -> Iterator[Movement]:
    owed = [each for each in invoices if each.left_cents > 0]
    paid = [each for each in invoices if each.left_cents <= 0]
    ago = [today - timedelta(days=number) for number in range(6)]
    if owed:
        first = owed[0]
        yield Movement(ago[2], first.left_cents, f"VIR {first.reference}", first.name.upper(), KNOWN)
    if len(owed) > 1:
        yield Movement(ago[3], owed[1].left_cents, "VIREMENT COWORKING", owed[1].name.upper())
    if len(owed) > 2:
        year, number = owed[2].reference[2:].split("-")
        words = f"acompte fa {year} {int(number)}"
        yield Movement(ago[1], owed[2].left_cents // 2, words, owed[2].name.upper())
    if paid:
        yield Movement(ago[1], paid[-1].due_cents, f"FACTURE {paid[-1].reference}", paid[-1].name.upper())
    yield Movement(ago[5], 15_000, "VIR SEPA DON LIBRE", "LES AMIS DU PASSAGE")


def _suppliers(place: PlaceRef, today: date) -> Iterator[Movement]:
    """The two oldest costs that the books say are to pay, paid a few days ago."""
    lines = costs_of(place, year=today.year).lines
    open_ones = [
        each.spent
        for each in lines
        if not each.spent.paid_on and each.spent.supplier and each.spent.category != "social"
    ]
    for number, spent in enumerate(reversed(open_ones[-2:])):
        day = max(spent.day, today - timedelta(days=4 - number))
        if day < today:
            yield Movement(day, -spent.gross_cents, f"PRLV SEPA {spent.supplier}".upper(), spent.supplier.upper())


def _camt(movements: Sequence[Movement], account: str, opening: int) -> bytes:
    closing = opening + sum(each.cents for each in movements)
    entries = "".join(map(_entry, movements))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
        f"<Acct><Id><IBAN>{account}</IBAN></Id></Acct>{_balance('OPBD', opening)}{_balance('CLBD', closing)}{entries}"
        "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _balance(code: str, cents: int) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(cents)}</Bal>"


def _entry(each: Movement) -> str:
    side = "Dbtr" if each.cents > 0 else "Cdtr"
    iban = f"<{side}Acct><Id><IBAN>{each.account}</IBAN></Id></{side}Acct>" if each.account else ""
    who = f"<{side}><Pty><Nm>{escape(each.name)}</Nm></Pty></{side}>" if each.name else ""
    return (
        f"<Ntry>{_amount(each.cents)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{each.day}</Dt></BookgDt><NtryDtls><TxDtls><RltdPties>"
        f"{who}{iban}</RltdPties><RmtInf><Ustrd>{escape(each.words)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def _amount(cents: int) -> str:
    way = "CRDT" if cents >= 0 else "DBIT"
    return f'<Amt Ccy="EUR">{abs(cents) // 100}.{abs(cents) % 100:02}</Amt><CdtDbtInd>{way}</CdtDbtInd>'
