"""What files of the old books would bring in: the balance of every account, what is left to pay, what is left on passes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from cantine.accounting.rules import OldBalance, check_balance, check_balances
from cantine.billing.rules import Kind, OldInvoice, OldPart, check_old_invoice
from cantine.kernel import Refusal, Refused, folded
from cantine.kernel.money import share_of
from cantine.memberships.rules import PassKind, check_left
from cantine.pricing.rules import Vat, VatKind
from cantine.web.rules.cells import cents_in, day_in, decimal_in
from cantine.web.rules.columns import Line, columns_of
from cantine.web.rules.csv_file import Table
from cantine.web.rules.plan import Draft, Plan, Status
from cantine.web.rules.takeover_shares import HoldingWish

KINDS = {
    "": Kind.INVOICE, "facture": Kind.INVOICE, "invoice": Kind.INVOICE, "acompte": Kind.DEPOSIT,
    "facture d'acompte": Kind.DEPOSIT, "deposit": Kind.DEPOSIT,
}  # fmt: skip
Who = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class KnownBooks:
    """What a take-over must know of the place: ``day`` is the last of the old books, ``vat`` how untaxed sales are untaxed;
    people by e-mail, organisations by folded name, passes by folded name; what came already."""

    day: date
    vat: Vat
    people: Mapping[str, int] = field(default_factory=dict)
    customers: Mapping[str, int] = field(default_factory=dict)
    passes: Mapping[str, PassKind] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()


@dataclass(frozen=True)
class UnpaidWish:
    """An old document and who owes it; it may be told in several lines, one a rate. ``lefts`` are what those lines say is left."""

    who: Who
    old: OldInvoice
    lefts: tuple[int, ...] = ()


@dataclass(frozen=True)
class PassWish:
    """``source`` tells the pass from the others of the same person."""

    person_id: int
    kind: str
    left: Decimal
    expires_on: date | None
    source: str


@dataclass(frozen=True)
class OldSums:
    """What old documents add, in cents: left to pay, deposits without VAT, VAT that waits for its payment."""

    left_cents: int = 0
    deposits_cents: int = 0
    waiting_cents: int = 0


def plan_balances(table: Table) -> Plan[OldBalance]:
    """Each account once, whatever its side; together they balance. Refusals: those of the file, entry_empty, takeover_unbalanced."""
    columns = columns_of(table, kind="balances", mapping="cantine")
    draft: Draft[OldBalance] = Draft()
    seen: dict[str, int] = {}
    for row in table.rows():
        line = Line(row, columns)
        wish = _balance(line)
        if wish.number in seen:
            line.refuse("number", Refusal("line.twice", {"line": seen[wish.number]}))
        for refusal in [] if line.wrong else check_balance(wish):
            line.refuse(refusal.field or "number", refusal)
        if line.wrong:
            draft.refuse(line.wrong)
            continue
        seen[wish.number] = row.line
        draft.add(row.line, Status.NEW, wish, line.said("number", "name", titled=("debit", "credit", "balance")))
    plan = draft.done(unread=columns.unread, encoding=table.encoding)
    if not plan.wrong and (refusals := list(check_balances([each.wish for each in plan.lines]))):
        raise Refused(*refusals)
    return plan


def plan_unpaid(table: Table, known: KnownBooks) -> Plan[UnpaidWish]:
    """Lines of one number are one document, whose first line says who and when. Refusals: those of the file."""
    columns = columns_of(table, kind="unpaid", mapping="cantine")
    draft: Draft[UnpaidWish] = Draft()
    found: dict[str, tuple[Line, UnpaidWish]] = {}
    for row in table.rows():
        line = Line(row, columns)
        wish = _unpaid(line, known, found.get(line.text("number")))
        if wish is not None and not line.wrong:
            first = found.get(wish.old.number)
            found[wish.old.number] = (first[0] if first else line, wish)
        draft.refuse(line.wrong)
    for line, wish in found.values():
        wrong = _checked(line, wish, known)
        draft.refuse(wrong.wrong)
        if not wrong.wrong:
            status = Status.KNOWN if wish.old.number in known.numbers else Status.NEW
            draft.add(
                line.row.line, status, wish, line.said("number", "kind", "organisation", "email", titled=("left",))
            )
    return draft.done(unread=columns.unread, encoding=table.encoding)


def plan_passes(table: Table, known: KnownBooks) -> Plan[PassWish]:
    """Refusals: those of the file."""
    columns = columns_of(table, kind="passes", mapping="cantine")
    draft: Draft[PassWish] = Draft()
    seen: dict[str, int] = {}
    for row in table.rows():
        line = Line(row, columns)
        wish = _pass(line, known)
        if wish is not None and wish.source in seen:
            line.refuse("number", Refusal("line.pass_twice", {"line": seen[wish.source]}))
        if wish is None or line.wrong:
            draft.refuse(line.wrong)
            continue
        seen[wish.source] = row.line
        status = Status.KNOWN if wish.source in known.sources else Status.NEW
        draft.add(row.line, status, wish, line.said("email", "kind", titled=("left", "expires_on")))
    return draft.done(unread=columns.unread, encoding=table.encoding)


def _balance(line: Line) -> OldBalance:
    line.needed("number")
    debit, credit = line.value("debit", cents_in) or 0, line.value("credit", cents_in) or 0
    signed = line.value("balance", cents_in) or 0
    if signed and not debit and not credit:
        debit, credit = max(signed, 0), max(-signed, 0)
    elif debit > 0 and credit > 0:  # the movements of the year: what it ends with is their difference
        debit, credit = max(debit - credit, 0), max(credit - debit, 0)
    number = line.text("number").replace(" ", "").upper()
    return OldBalance(number=number, name=line.text("name", most=120) or number, debit_cents=debit, credit_cents=credit)


def _unpaid(line: Line, known: KnownBooks, first: tuple[Line, UnpaidWish] | None) -> UnpaidWish | None:
    """This line alone, or added to the document that a former line began."""
    line.needed("number")
    part = _part(line, known)
    if first is not None:
        whole, left = first[1], line.value("left", cents_in)
        lefts = whole.lefts if left is None else (*whole.lefts, left)
        parts = (*whole.old.parts, part) if part else whole.old.parts
        old = replace(whole.old, parts=parts)
        return replace(whole, old=replace(old, left_cents=left_of(lefts, old.gross_cents)), lefts=lefts)
    who = _payer(line, known)
    kind = KINDS.get(folded(line.text("kind")))
    if kind is None:
        line.refuse("kind", Refusal("cell.document_kind"))
    day, left = line.value("day", day_in), line.value("left", cents_in)
    for name in ("day", "left"):
        line.needed(name)
    if who is None or kind is None or day is None or left is None or part is None:
        return None
    old = OldInvoice(
        number=line.text("number"), kind=kind, day=day, due_on=line.value("due_on", day_in) or day,
        subject=line.text("subject", most=120), parts=(part,), left_cents=left,
    )  # fmt: skip
    return UnpaidWish(who, old, (left,))


def left_of(lefts: Sequence[int], gross_cents: int) -> int:
    """What is left of a document whose lines say so each: the rest of the whole said again on each of them, unless together they
    make no more than the whole and differ, or make it exactly: each then said its own."""
    same, together = len(set(lefts)) == 1, sum(lefts)
    return lefts[0] if same and together != gross_cents else together


def _part(line: Line, known: KnownBooks) -> OldPart | None:
    line.needed("net")
    net, rate, vat = line.value("net", cents_in), line.value("rate", _percent_in), line.value("vat", cents_in)
    if net is None or line.wrong:
        return None
    if not rate:
        return OldPart(known.vat if known.vat.kind is not VatKind.TAXED else Vat(VatKind.EXEMPT), net, vat or 0)
    return OldPart(Vat(rate=rate), net, share_of(net, rate) if vat is None else vat)


def _payer(line: Line, known: KnownBooks) -> Who | None:
    """The organisation where one is named, else the person."""
    named, email = line.text("organisation"), line.text("email").lower()
    if named and folded(named) in known.customers:
        return ("organisation", known.customers[folded(named)])
    if email in known.people:
        return ("person", known.people[email])
    if named:
        line.refuse("organisation", Refusal("cell.customer_unknown"))
    elif email:
        line.refuse("email", Refusal("cell.person_unknown"))
    else:
        line.refuse("organisation", Refusal("cell.payer_missing"))
    return None


def _checked(line: Line, wish: UnpaidWish, known: KnownBooks) -> Line:
    again = Line(line.row, line.columns)
    for refusal in check_old_invoice(wish.old, last_day=known.day):
        again.refuse(refusal.field or "number", refusal)
    return again


def _pass(line: Line, known: KnownBooks) -> PassWish | None:
    for name in ("email", "kind", "left"):
        line.needed(name)
    email, kind = line.text("email").lower(), known.passes.get(folded(line.text("kind")))
    person = known.people.get(email)
    if email and person is None:
        line.refuse("email", Refusal("cell.person_unknown"))
    if kind is None and line.text("kind"):
        line.refuse("kind", Refusal("cell.pass_unknown"))
    left, expires_on = line.value("left", decimal_in), line.value("expires_on", day_in)
    if kind is None or person is None or left is None or line.wrong:
        return None
    for refusal in check_left(left, kind, expires_on=expires_on, day=known.day):
        line.refuse(refusal.field or "left", refusal)
    mark = line.text("number", most=40) or (f"{expires_on:%Y-%m-%d}" if expires_on else "")
    return PassWish(person, kind.code, left, expires_on, f"taken:{person}:{kind.code}:{mark}"[:120])


def _percent_in(text: str) -> Decimal:
    return decimal_in(text.replace("%", "").strip())


def deposits_to_pay(plan: Plan[UnpaidWish]) -> list[str]:
    """The numbers of those that the file says are still to be paid: a deposit that is held has nothing left."""
    old = [each.wish.old for each in plan.written]
    return [each.number for each in old if each.kind is Kind.DEPOSIT and each.left_cents]


def sums_to_come(plan: Plan[UnpaidWish], *, on_debits: bool = False) -> OldSums:
    """Of the documents that are not here yet; ``on_debits``: no VAT waits."""
    old = [each.wish.old for each in plan.written]
    held = sum(part.net_cents for each in old if each.kind is Kind.DEPOSIT for part in each.parts)
    waiting = 0 if on_debits else sum(each.waiting_cents for each in old)
    return OldSums(sum(each.left_cents for each in old), held, waiting)


def sums_of_plan(kind: str, wishes: Iterable[object]) -> dict[str, int | Decimal]:
    """What a plan adds up to, to lay beside the old books: cents, or units of passes."""
    listed = list(wishes)
    if kind == "balances":
        return {
            "debit": sum(each.debit_cents for each in listed if isinstance(each, OldBalance)),
            "credit": sum(each.credit_cents for each in listed if isinstance(each, OldBalance)),
        }
    if kind == "unpaid":
        old = [each.old for each in listed if isinstance(each, UnpaidWish)]
        held = sum(part.net_cents for each in old if each.kind is Kind.DEPOSIT for part in each.parts)
        return {"left": sum(each.left_cents for each in old), "deposits": held}
    if kind == "shareholders":
        shares = [each for each in listed if isinstance(each, HoldingWish)]
        return {"shares": Decimal(sum(each.quantity for each in shares)), "capital": sum(each.cents for each in shares)}
    return {"units": sum((each.left for each in listed if isinstance(each, PassWish)), Decimal(0))}
