"""What the books say of the money that a line of the bank may be: entries that no line is about yet, and what is on its way; and
what domains above expect of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from cantine.accounting import queries as books
from cantine.accounting.queries import MoneyMove
from cantine.accounting.queries.cheques import Slip, slips_of
from cantine.accounting.rules import Role
from cantine.billing.queries.bank import Heap, Line
from cantine.billing.rules import bank as rules
from cantine.billing.rules.bank import Became, Move, PaidIn, Waiting
from cantine.billing.rules.bank.became import NEAR_DAYS
from cantine.core import sql
from cantine.places.queries import PlaceRef

PAID_IN = "bank-in:"  # the source of an entry that a line of the bank made
REVERSED = "reverse:"
OWN_DAY = ("payment:", "online-fee:", "counter:")  # below zero: money given back, and what the provider kept already
ROLES: Mapping[Became, Role] = {
    Became.CARDS: Role.CARDS, Became.CHEQUES: Role.CHEQUES, Became.CASH: Role.INTERNAL_TRANSFER,
}  # fmt: skip
_WHAT = {role: what for what, role in ROLES.items()}
NEAR = timedelta(days=NEAR_DAYS)
# Which entries a line is about already: by their key, or by the act that they tell. A payment and the one that undid it are neither
# at the bank.
TIED = """
SELECT b.entry::text FROM billing_bankline b WHERE b.organisation_id = %(organisation)s AND b.entry IS NOT NULL
UNION ALL SELECT 'payment:' || p.uuid FROM billing_bankline b JOIN billing_payment p ON p.id = b.payment_id
WHERE b.organisation_id = %(organisation)s AND NOT EXISTS (SELECT FROM billing_payment u WHERE u.undoes_id = p.id)
UNION ALL SELECT 'payment:' || x FROM billing_payment p JOIN billing_payment u ON u.undoes_id = p.id
CROSS JOIN LATERAL (VALUES (p.uuid), (u.uuid)) AS v(x)
WHERE p.organisation_id = %(organisation)s AND u.received_on <= %(until)s
UNION ALL SELECT 'payment:' || p.uuid FROM billing_debit d JOIN billing_payment p ON p.id = d.payment_id
WHERE d.organisation_id = %(organisation)s AND d.run_id IN (SELECT run_id FROM billing_bankline b
  WHERE b.organisation_id = %(organisation)s AND b.run_id IS NOT NULL)
UNION ALL SELECT x FROM billing_bankline b JOIN billing_debit d ON d.id = b.debit_id
LEFT JOIN billing_payment u ON u.undoes_id = d.payment_id
CROSS JOIN LATERAL (VALUES ('payment:' || u.uuid), ('debit-fee:' || d.uuid)) AS v(x) WHERE b.organisation_id = %(organisation)s
"""


@dataclass(frozen=True)
class Offer:
    """What is proposed for a line: ``label`` says what, ``why`` by what it is known; one press, whose words are ``press``, sends
    ``fields`` to ``action``."""

    label: str
    why: str
    press: str
    action: str
    fields: tuple[tuple[str, str], ...]


Offers = Mapping[UUID, Sequence[Offer]]
_OFFERS: dict[str, Callable[[PlaceRef, Sequence[Line]], Offers]] = {}


def register_bank_offers(name: str, offers: Callable[[PlaceRef, Sequence[Line]], Offers]) -> None:
    """``offers(place, lines)`` gives, by line, what each may be."""
    _OFFERS[name] = offers


def offers_for(place: PlaceRef, lines: Sequence[Line]) -> dict[UUID, list[Offer]]:
    """Nothing is asked where no line waits."""
    found: dict[UUID, list[Offer]] = {}
    for offers in _OFFERS.values() if lines else ():
        for line, some in offers(place, lines).items():
            found.setdefault(line, []).extend(some)
    return found


@dataclass(frozen=True)
class Ends:
    """By line: the entry that it seems to be, what it may pay in, and the slips of cheques of its amount; and all the slips that are
    expected."""

    entries: Mapping[UUID, Move]
    paid_in: Mapping[UUID, Sequence[PaidIn]]
    slips: Mapping[UUID, Sequence[Slip]]
    expected: Sequence[Slip] = ()


def ends_of(place: PlaceRef, lines: Sequence[Line]) -> Ends:
    """Of the lines that wait or went out; two statements, three where an entry may be one of them, none where there is no line."""
    open_ones = [each for each in lines if each.heap in {Heap.WAITING, Heap.OUT}]
    if not open_ones:
        return Ends({}, {}, {})
    days = [each.said.day for each in open_ones]
    first, last = min(days) - NEAR, max(days) + NEAR
    moves = books.money_moves(place, [Role.BANK], first_day=first, last_day=last, since_ever=ROLES.values())
    asked = {each.said.cents for each in open_ones}
    alike = [each for each in standing(moves) if each.role is Role.BANK and each.cents in asked]
    tied = _tied(place) if alike else frozenset[str]()
    free = [_move(each) for each in alike if not is_tied(each, tied)]
    waiting, expected = _waiting(moves), slips_of(place, expected=True)
    of_slips = {each.uuid: [slip for slip in expected if _is_of(each, slip)] for each in open_ones}
    return Ends(
        rules.paired([(each.uuid, each.said) for each in open_ones], free),
        {each.uuid: found for each in open_ones if (found := rules.paid_in(each.said, waiting))}, of_slips, expected,
    )  # fmt: skip


def _is_of(line: Line, slip: Slip) -> bool:
    return line.said.cents == slip.cents and line.said.day >= slip.day


def bank_moves(place: PlaceRef, *, first_day: date, last_day: date) -> list[MoneyMove]:
    """Entries on the bank account near these days that no line is about yet; two statements."""
    moves = books.money_moves(place, [Role.BANK], first_day=first_day - NEAR, last_day=last_day + NEAR)
    tied = _tied(place)
    return [each for each in moves if not is_tied(each, tied)]


def on_their_way(place: PlaceRef, *, until: date) -> dict[Became, list[Waiting]]:
    """What each day until then left on its way; one statement."""
    return _waiting(books.money_moves(place, (), first_day=until, last_day=until, since_ever=ROLES.values()))


def _waiting(moves: Sequence[MoneyMove]) -> dict[Became, list[Waiting]]:
    """What was paid in by hand, with no line of the bank, empties the oldest days too; what was given back lessens its own day."""
    told: dict[Became, list[tuple[date, int, bool]]] = {}
    for each in moves:
        if each.role in _WHAT:
            out = each.cents < 0 and not each.source.startswith(OWN_DAY)
            told.setdefault(_WHAT[each.role], []).append((each.day, each.cents, out))
    return {what: rules.still_waiting(some) for what, some in told.items()}


def standing(moves: Sequence[MoneyMove]) -> list[MoneyMove]:
    """Of these, an entry and the one that undid it are neither at the bank."""
    undone = {each.source.removeprefix(REVERSED) for each in moves if each.source.startswith(REVERSED)}
    return [each for each in moves if not each.source.startswith(REVERSED) and str(each.entry) not in undone]


def _tied(place: PlaceRef) -> frozenset[str]:
    return tied_entries(place, until=date.max)


def tied_entries(place: PlaceRef, *, until: date) -> frozenset[str]:
    """The entries, or the acts that they tell, that a line of the bank is about; one statement."""
    return frozenset(row[0] for row in sql.rows(TIED, {"organisation": place.organisation_id, "until": until}))


def is_tied(each: MoneyMove, tied: frozenset[str]) -> bool:
    return str(each.entry) in tied or each.source in tied


def _move(each: MoneyMove) -> Move:
    return Move(each.entry, each.day, each.cents, each.label)
