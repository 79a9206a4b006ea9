"""Carts drawn from a number, and what the books make of each: ``judged(number)`` says what does not agree, to the cent.

The amounts are counted a second time here, with fractions and none of the code of the product: a line is quantity × price
half up, then what adjusts it; VAT is counted once a rate, half up; the deposit and the final invoice make the VAT of the
whole; paid in parts, no VAT waits at the end; an invoice and its credit note leave nothing.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

from cantine.accounting.rules import Posting, Role
from cantine.billing.rules import (
    Address,
    Adjustment,
    Document,
    Kind,
    Line,
    Method,
    Nature,
    Paid,
    Party,
    Terms,
    Third,
    deducted,
    deposit_lines,
    draft,
    line_of,
    postings_of_document,
    postings_of_payment,
)  # fmt: skip
from cantine.pricing.rules import Unit, Vat, VatKind

VATS = (
    Vat(rate=Decimal(20)), Vat(rate=Decimal(10)), Vat(rate=Decimal("5.5")), Vat(rate=Decimal("8.5")), Vat(rate=Decimal("2.1")),
    Vat(VatKind.EXEMPT), Vat(VatKind.FRANCHISE), Vat(VatKind.OUT_OF_SCOPE),
)  # fmt: skip
ACTIVITIES = ("letting", "catering", "staff", "equipment", "sponsorship", "training", "dues")
UNITS = tuple(Unit)
DISCOUNTS = (Decimal(-30), Decimal("-12.5"), Decimal(-50), Decimal(10), Decimal("-33.33"))
SELLER, BUYER = Party("La Cantine", Address()), Party("Odile", Address(), Nature.PERSON)
ODILE = Third("ODILE", "Odile")
DAY = date(2026, 3, 10)


def half_up(amount: Fraction) -> int:
    """Away from zero at the middle."""
    whole = (abs(amount) * 2 + 1) // 2
    return int(whole) if amount >= 0 else -int(whole)


def cart_of(number: int) -> Document:
    """The same cart for the same number: up to nine lines, with their discounts."""
    rng = Random(number)
    vats = rng.sample(VATS, rng.randint(1, 4))
    lines = tuple(_line(rng, rng.choice(vats)) for _ in range(rng.randint(1, 9)))
    return draft(kind=Kind.INVOICE, seller=SELLER, buyer=BUYER, lines=lines, terms=Terms(on_debits=rng.random() < 0.3))


def _line(rng: Random, vat: Vat) -> Line:
    quantity = Decimal(rng.randint(1, 4_000)).scaleb(-rng.choice((0, 0, 1, 2)))
    unit_cents = Decimal(rng.randint(0, 9_999_999)).scaleb(-rng.choice((0, 2, 3, 4)))
    whole = half_up(Fraction(quantity) * Fraction(unit_cents))
    adjustments: list[Adjustment] = []
    for _ in range(rng.choice((0, 0, 1, 2))):
        cents = half_up(Fraction(whole) * Fraction(rng.choice(DISCOUNTS)) / 100)
        if cents and whole + sum(each.cents for each in adjustments) + cents >= 0:
            adjustments.append(Adjustment("Remise", cents))
    return line_of(
        name="Salle", quantity=quantity, unit=rng.choice(UNITS), unit_cents=unit_cents, vat=vat, adjustments=tuple(adjustments),
        activity=rng.choice(ACTIVITIES), first_day=DAY,
    )  # fmt: skip


def judged(number: int) -> list[str]:
    """What does not agree in the life of one cart: nothing, as a rule."""
    cart, rng = cart_of(number), Random(-number - 1)
    return [
        f"{number}: {fault}"
        for fault in (*_amounts(cart), *_credited(cart), *_settled(cart, rng), *_deposited(cart, rng))
    ]


def _amounts(cart: Document) -> Iterator[str]:
    bases: Counter[Vat] = Counter()
    for line in cart.lines:
        net = half_up(Fraction(line.quantity) * Fraction(line.unit_cents)) + sum(
            each.cents for each in line.adjustments
        )
        if net != line.net_cents:
            yield f"a line says {line.net_cents}, not {net}"
        bases[line.vat] += net
    vat = {each: half_up(Fraction(base) * Fraction(each.rate) / 100) for each, base in bases.items()}
    if {each.vat: (each.net_cents, each.vat_cents) for each in cart.groups} != {
        each: (bases[each], vat[each]) for each in bases
    }:
        yield "the groups are not those of its lines"
    totals = (sum(bases.values()), sum(vat.values()), sum(bases.values()) + sum(vat.values()))
    if (cart.net_cents, cart.vat_cents, cart.gross_cents) != totals:
        yield "the totals are not those of its groups"


def _credited(cart: Document) -> Iterator[str]:
    undone = draft(kind=Kind.CREDIT_NOTE, seller=SELLER, buyer=BUYER, lines=cart.lines, terms=cart.terms)
    if undone.gross_cents != cart.gross_cents:
        yield "the credit note gives back something else"
    yield from _entry([*postings_of_document(cart, ODILE), *postings_of_document(undone, ODILE)], leaves={})


def _settled(cart: Document, rng: Random) -> Iterator[str]:
    postings = postings_of_document(cart, ODILE)
    yield from _entry(postings)
    for entry in _payments(cart, rng):
        yield from _entry(entry)
        postings += entry
    left = _sums(postings)
    if left[Role.VAT_PENDING, None] or left[Role.CUSTOMERS, None]:
        yield "paid whole, something is still owed or waits"
    for group in cart.groups:
        if group.vat.kind is VatKind.TAXED and left[Role.VAT_COLLECTED, group.vat.rate] != -group.vat_cents:
            yield f"paid whole, the VAT at {group.vat.rate} is not what it says"


def _deposited(cart: Document, rng: Random) -> Iterator[str]:
    """A share asked for before, then the rest: in the end the books say what one invoice would."""
    lines = deposit_lines(cart, percent=rng.randint(1, 100), name="Acompte")
    if not lines:
        return
    deposit = draft(
        kind=Kind.DEPOSIT, seller=SELLER, buyer=BUYER, lines=lines, terms=cart.terms, number="FA-1", issued_on=DAY,
    )  # fmt: skip
    rest = draft(
        kind=Kind.INVOICE, seller=SELLER, buyer=BUYER, lines=cart.lines, terms=cart.terms, deposits=(deducted(deposit),)
    )
    if deposit.gross_cents + rest.due_cents != cart.gross_cents:
        yield "the deposit and the rest do not make the whole"
    postings: list[Posting] = []
    for document in (deposit, rest):
        for entry in (postings_of_document(document, ODILE), *_payments(document, rng)):
            yield from _entry(entry)
            postings += entry
    if _sums(postings) != _sums([*postings_of_document(cart, ODILE), *_whole(cart)]):
        yield "a deposit leaves other books than one invoice"


def _payments(document: Document, rng: Random) -> Iterator[list[Posting]]:
    """All of what is due, in one to four parts."""
    due = document.due_cents
    cuts = sorted({rng.randint(1, due) for _ in range(rng.randint(0, 3))} | {due}) if due > 0 else []
    before = 0
    for upto in cuts:
        part = Paid(document, before, upto - before)
        yield postings_of_payment(rng.choice((Method.CARD, Method.TRANSFER)), part.cents, [part], ODILE)
        before = upto


def _whole(cart: Document) -> list[Posting]:
    due = cart.due_cents
    return postings_of_payment(Method.TRANSFER, due, [Paid(cart, 0, due)], ODILE) if due > 0 else []


def _entry(postings: Sequence[Posting], *, leaves: dict[object, int] | None = None) -> Iterator[str]:
    if sum(each.debit_cents - each.credit_cents for each in postings):
        yield "an entry does not balance"
    if leaves is not None and +_sums(postings) + -_sums(postings) != Counter(leaves):
        yield "the invoice and its credit note leave something in the books"


def _sums(postings: Iterable[Posting]) -> "Counter[tuple[Role, Decimal | None]]":
    """Cents left on each account, debits less credits; all that money comes by is one."""
    left: Counter[tuple[Role, Decimal | None]] = Counter()
    for each in postings:
        role = Role.BANK if each.role is Role.CARDS else each.role
        left[role, each.rate if role is Role.VAT_COLLECTED else None] += each.debit_cents - each.credit_cents
    return Counter({key: cents for key, cents in left.items() if cents})


def faults_among(first: int, last: int) -> list[str]:
    """What does not agree among the carts from ``first`` to ``last``, on every core of the machine."""
    size = 5_000
    shares = [range(begin, min(begin + size, last)) for begin in range(first, last, size)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return [fault for found in pool.map(_faults_of, shares) for fault in found]


def _faults_of(numbers: range) -> list[str]:
    return [fault for number in numbers for fault in judged(number)]


__all__ = ["cart_of", "faults_among", "judged"]
