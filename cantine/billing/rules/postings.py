"""Documents and money as entries in the books: who owes, which income, which VAT, and when it becomes due.

A deposit was an advance, and its VAT was written with it: the final invoice takes the advance back, asks for the rest, and
writes what is left of the VAT, so that both together make that of the whole.

VAT on services falls due when it is paid, unless the seller chose debits; that of goods falls due when they are supplied
(CGI art. 269). Until then it waits on an account of its own, and each payment moves the part that it holds: what moved in
all is always the VAT of what was paid in all of what is left of the document once its credit notes are taken off, so that
parts add up to the cent in whatever order they come.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cantine.accounting.rules import Posting, Role
from cantine.billing.rules.deposits import deposited, left_groups
from cantine.billing.rules.documents import Document, Kind, Line
from cantine.billing.rules.settling import Method
from cantine.kernel.money import round_half_up, share_of
from cantine.pricing.rules import Vat, VatGroup, VatKind

INCOMES: Mapping[str, Role] = {
    "letting": Role.SALES_LETTING, "equipment": Role.SALES_LETTING, "catering": Role.SALES_GOODS, "goods": Role.SALES_GOODS,
    "training": Role.SALES_TRAINING, "sponsorship": Role.SPONSORSHIP, "dues": Role.DUES_WITH_COUNTERPART,
}  # fmt: skip
GOODS = frozenset({"catering", "goods"})
MONEY: Mapping[Method, Role] = {
    Method.TRANSFER: Role.BANK, Method.OTHER: Role.BANK, Method.CARD: Role.CARDS, Method.CASH: Role.CASH,
    Method.CHEQUE: Role.CHEQUES,
}  # fmt: skip


@dataclass(frozen=True)
class Third:
    """Whom it is about, as the books name them."""

    code: str
    name: str


@dataclass(frozen=True)
class Paid:
    """So many cents of a document, after what was paid of it before; below zero, that is undone or paid back. ``notes`` are
    the credit notes that give it back; ``piece`` is what the money is about."""

    document: Document
    before_cents: int
    cents: int
    notes: tuple[Document, ...] = ()
    piece: str = ""


def income_of(line: Line) -> Role:
    return role_of_activity(line.activity)


def role_of_activity(activity: str) -> Role:
    return INCOMES.get(activity, Role.SALES_SERVICES)


def postings_of_document(document: Document, third: Third) -> list[Posting]:
    """The payer owes what deposits did not ask for; each activity has its income, and each rate its VAT. A credit note is
    the contrary."""
    owed = _sided(Role.CUSTOMERS, document.gross_cents - deposited(document).gross_cents, third=third)
    lines = [owed, *_incomes(document), *_advances(document), *_vat(document)]
    return [contrary(each) for each in lines] if document.kind.gives_back else lines


def postings_of_payment(method: Method, cents: int, parts: Sequence[Paid], third: Third) -> list[Posting]:
    """Money in, and the payer owes so much less; the VAT that waited for it becomes due. Below zero, the contrary."""
    lines = [
        _sided(Role.CUSTOMERS, -cents, third=third),
        _sided(MONEY[method], cents),
        *(each for part in parts for each in _vat_due(part)),
    ]
    return [each for each in lines if each.debit_cents or each.credit_cents]


def postings_of_advance(parts: Sequence[Paid]) -> list[Posting]:
    """Money that came before settles documents now: the payer had paid already, and the VAT that waited becomes due."""
    return [each for part in parts for each in _vat_due(part) if each.debit_cents or each.credit_cents]


def postings_of_correction(
    document: Document, paid_cents: int, notes: Sequence[Document], note: Document
) -> list[Posting]:
    """What was paid of a document pays, once ``note`` corrects it too, what is left: its VAT may be of other rates."""
    before, after = _due_within(document, notes, paid_cents), _due_within(document, (*notes, note), paid_cents)
    return [each for each in _moved(before, after) if each.debit_cents or each.credit_cents]


def contrary(posting: Posting) -> Posting:
    return replace(posting, debit_cents=posting.credit_cents, credit_cents=posting.debit_cents)


def waiting_groups(document: Document) -> list[VatGroup]:
    """What of each rate waits for its payment: services, unless the seller chose debits. A group keeps the whole gross of
    its rate in proportion, so it is counted from all of them; the VAT of a deposit was of services in that proportion."""
    if document.terms.on_debits:
        return []
    groups, taken = [], deposited(document)
    for group in document.groups:
        net = sum(line.net_cents for line in document.lines if line.vat == group.vat and line.activity not in GOODS)
        services = _services_vat(group, net)
        services -= _of(taken.vat_of(group.vat), services, group)
        groups.append(VatGroup(group.vat, net, services))
    return [each for each in groups if each.vat_cents]


def _services_vat(group: VatGroup, services_cents: int) -> int:
    """The VAT of the goods of a rate is counted first, so that both make the group's."""
    return group.vat_cents - share_of(group.net_cents - services_cents, group.vat.rate)


def _incomes(document: Document) -> Iterator[Posting]:
    role_of = (lambda line: Role.ADVANCES) if _is_deposit(document) else income_of
    sums: dict[Role, int] = {}
    for line in document.lines:
        sums[role_of(line)] = sums.get(role_of(line), 0) + line.net_cents
    for role, cents in sums.items():
        yield _sided(role, -cents)


def _advances(document: Document) -> Iterator[Posting]:
    """What deposits asked for before is no more an advance."""
    if net := deposited(document).net_cents:
        yield _sided(Role.ADVANCES, net)


def _vat(document: Document) -> Iterator[Posting]:
    waiting = {each.vat: each.vat_cents for each in waiting_groups(document)}
    yield _sided(Role.VAT_PENDING, -sum(waiting.values()))
    for group in left_groups(document):
        if group.vat.kind is VatKind.TAXED:
            yield _sided(Role.VAT_COLLECTED, waiting.get(group.vat, 0) - group.vat_cents, rate=group.vat.rate)


def _vat_due(part: Paid) -> Iterator[Posting]:
    """What waited and does not any more; of what goes back, what was collected and is not any more."""
    before = _due_within(part.document, part.notes, part.before_cents)
    return _moved(before, _due_within(part.document, part.notes, part.before_cents + part.cents))


def _moved(before: Mapping[Vat, int], after: Mapping[Vat, int]) -> Iterator[Posting]:
    moved = {vat: after.get(vat, 0) - before.get(vat, 0) for vat in sorted({*before, *after})}
    for vat, cents in moved.items():
        yield _sided(Role.VAT_COLLECTED, -cents, rate=vat.rate)
    yield _sided(Role.VAT_PENDING, sum(moved.values()))


def _due_within(document: Document, notes: Sequence[Document], paid_cents: int) -> Mapping[Vat, int]:
    """The VAT that ``paid_cents`` made due, by rate: of what is left of the document first, then, above that, of what was
    given back and is still to be paid back. Settled, it is all that waited, to the cent."""
    given_back = _summed(each for note in notes for each in waiting_groups(note))
    back_cents = sum(note.gross_cents for note in notes)
    left = _summed(waiting_groups(document))
    for vat, cents in given_back.items():
        left[vat] = left.get(vat, 0) - cents
    left_cents = sum(each.net_cents + each.vat_cents for each in left_groups(document)) - back_cents
    if paid_cents == left_cents:
        return left
    if paid_cents < left_cents or not back_cents:
        return _in_proportion(paid_cents, left, left_cents)
    above = _in_proportion(paid_cents - left_cents, given_back, back_cents)
    return {vat: left.get(vat, 0) + above.get(vat, 0) for vat in {*left, *above}}


def _in_proportion(cents: int, vat: Mapping[Vat, int], whole_cents: int) -> dict[Vat, int]:
    """Half up on the sum of the rates, then shared among them: the parts add up."""
    found, summed, done = {}, 0, 0
    for each in sorted(vat):
        summed += vat[each]
        upto = round_half_up(Decimal(cents) * summed / whole_cents) if whole_cents else 0
        found[each], done = upto - done, upto
    return found


def _summed(groups: Iterable[VatGroup]) -> dict[Vat, int]:
    found: dict[Vat, int] = {}
    for each in groups:
        found[each.vat] = found.get(each.vat, 0) + each.vat_cents
    return found


def _of(vat_cents: int, waiting_cents: int, group: VatGroup) -> int:
    """The part of a rate's VAT that waited: all of it, save where goods of that rate are on the document too."""
    return vat_cents * waiting_cents // group.vat_cents if group.vat_cents else 0


def _sided(role: Role, cents: int, *, rate: Decimal | None = None, third: Third | None = None) -> Posting:
    """A debit where ``cents`` is above zero, a credit where it is below."""
    return Posting(
        role=role, debit_cents=max(cents, 0), credit_cents=max(-cents, 0), rate=rate,
        third=third.code if third else "", third_name=third.name if third else "",
    )  # fmt: skip


def _is_deposit(document: Document) -> bool:
    return document.kind in {Kind.DEPOSIT, Kind.DEPOSIT_CREDIT_NOTE}
