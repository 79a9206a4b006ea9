"""How the money of La Cantine reached its bank: card takings each week, less what the terminal keeps, cheques each fortnight, cash each
week; and the VAT of each quarter, paid."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid5

from cantine.accounting import commands as accounting
from cantine.accounting import queries as books
from cantine.accounting.queries import LegalEntityRef, MoneyMove
from cantine.accounting.rules import HandLine, JournalKind, Posting, Role
from cantine.billing.rules.bank import Became
from cantine.core.actor import Actor
from cantine.places.queries import PlaceRef

TRANSIT = {Role.CARDS: Became.CARDS, Role.CHEQUES: Became.CHEQUES, Role.INTERNAL_TRANSFER: Became.CASH}
LABELS = {
    Role.CARDS: "Encaissements par carte", Role.CHEQUES: "Remise de chèques", Role.INTERNAL_TRANSFER: "Espèces déposées",
}  # fmt: skip
FEE_BASIS = 60  # of ten thousand
TUESDAY, FORTNIGHT, VAT_DAY = 8, 15, 20
VAT = "4457"


@dataclass(frozen=True)
class Payout:
    """What the bank pays in on a day: so much had been taken, of which it keeps ``fee_cents``."""

    role: Role
    day: date
    gross_cents: int

    @property
    def fee_cents(self) -> int:
        return self.gross_cents * FEE_BASIS // 10_000 if self.role is Role.CARDS else 0

    @property
    def net_cents(self) -> int:
        return self.gross_cents - self.fee_cents


def payouts(moves: Iterable[MoneyMove], *, before: date) -> list[Payout]:
    """All that the bank had paid in before a day, in the order of days."""
    sums: dict[tuple[date, Role], int] = defaultdict(int)
    for each in moves:
        if each.role in TRANSIT:
            sums[_paid_on(each), each.role] += each.cents
    return [Payout(role, day, cents) for (day, role), cents in sorted(sums.items()) if cents > 0 and day < before]


def enter_payout(actor: Actor, now: datetime, entity: LegalEntityRef, payout: Payout) -> None:
    """One of before the statement that is read here."""
    postings = [
        Posting(role=Role.BANK, debit_cents=payout.net_cents), Posting(role=Role.BANK_FEES, debit_cents=payout.fee_cents),
        Posting(role=payout.role, credit_cents=payout.gross_cents),
    ]  # fmt: skip
    accounting.post_entry(
        actor=actor, now=now, entity_id=entity.id, journal=JournalKind.BANK, day=payout.day, label=LABELS[payout.role],
        piece=f"REL-{payout.day}", piece_day=payout.day, source=f"demo:payout:{payout.role}:{payout.day}", postings=postings,
        replay=True,
    )  # fmt: skip


def pay_vat(*, actor: Actor, place: PlaceRef, entity: LegalEntityRef, now: datetime) -> None:
    """Each quarter that is over is paid on the twentieth of the month that follows: what the books then hold of it."""
    today = place.today(now)
    began = date(today.year - 1, 1, 1)
    for ends in _quarters(began, today):
        day = (ends + timedelta(days=1)).replace(day=VAT_DAY)
        if day >= today:
            continue
        held = books.balances_between(entity.id, first_day=began, last_day=ends)
        owed = {each.number: -each.cents for each in held if each.number.startswith(VAT) and each.cents < 0}
        owed = {number: cents for number, cents in owed.items() if not number.startswith("44587")}  # not due yet
        if owed:
            _pay(actor, place, entity, now, day, owed)


def _pay(
    actor: Actor, place: PlaceRef, entity: LegalEntityRef, now: datetime, day: date, owed: Mapping[str, int]
) -> None:
    lines = [HandLine(number, debit_cents=cents) for number, cents in owed.items()]
    lines.append(HandLine("512", credit_cents=sum(owed.values())))
    accounting.enter_by_hand(
        actor=actor, now=now, place=place, entity=entity.uuid, key=uuid5(place.uuid, f"demo:vat:{day}"),
        journal=JournalKind.BANK, day=day, label="TVA du trimestre", piece=f"CA3-{day:%Y-%m}", lines=lines,
    )  # fmt: skip


def _quarters(first: date, until: date) -> Iterator[date]:
    for number in range(3, 25, 3):
        ends = date(first.year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
        if ends < until:
            yield ends


def _paid_on(move: MoneyMove) -> date:
    """Takings of a week on the second Tuesday, cheques of a fortnight two days after the slip."""
    day = move.day
    if move.role is not Role.CHEQUES:
        return day - timedelta(days=day.weekday()) + timedelta(days=TUESDAY)
    if day.day <= FORTNIGHT:
        return day.replace(day=FORTNIGHT + 3)
    return (day.replace(day=1) + timedelta(days=32)).replace(day=3)
