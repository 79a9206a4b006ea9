"""What a file of the old register of shareholders would bring in: who holds how many shares, of which college, since when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cantine.kernel import Refusal, folded
from cantine.memberships.rules.shares import College, check_subscription
from cantine.web.rules.cells import cents_in, day_in, whole_in
from cantine.web.rules.columns import Line, columns_of
from cantine.web.rules.csv_file import Table
from cantine.web.rules.plan import Draft, Plan, Status

Who = tuple[str, int]
WHOLE = frozenset(("", "oui", "yes", "o", "y", "x", "1"))


@dataclass(frozen=True, kw_only=True)
class KnownRegister:
    """What must be known of the co-operative: ``day`` is the last of the old books, ``cents`` the value of a share on it. ``names``
    gives everybody of a folded name; ``held`` who has shares here already, ``sources`` what came from a file before."""

    day: date
    cents: int
    people: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, tuple[Who, ...]] = field(default_factory=dict)
    colleges: Mapping[str, College] = field(default_factory=dict)
    held: frozenset[Who] = frozenset()
    sources: frozenset[str] = frozenset()


@dataclass(frozen=True)
class HoldingWish:
    """``number`` is that of the old register; ``cents`` is what was paid for all of them."""

    who: Who
    college: str
    quantity: int
    number: str
    since: date
    cents: int

    @property
    def source(self) -> str:
        return f"taken:{self.number}"[:80]


def plan_shareholders(table: Table, known: KnownRegister) -> Plan[HoldingWish]:
    """Each number and each holder once. Refusals: those of the file."""
    columns = columns_of(table, kind="shareholders", mapping="cantine")
    draft: Draft[HoldingWish] = Draft()
    seen: dict[object, int] = {}
    for row in table.rows():
        line = Line(row, columns)
        wish = _holding(line, known)
        if wish is not None:
            for name, key in (("number", wish.number), ("name", wish.who)):
                if key in seen:
                    line.refuse(name, Refusal("line.twice", {"line": seen[key]}))
        if wish is None or line.wrong:
            draft.refuse(line.wrong)
            continue
        seen |= {wish.number: row.line, wish.who: row.line}
        status = Status.KNOWN if wish.source in known.sources else Status.NEW
        draft.add(row.line, status, wish, line.said("number", "name", "college", "shares"))
    return draft.done(unread=columns.unread, encoding=table.encoding)


def _holding(line: Line, known: KnownRegister) -> HoldingWish | None:
    for name in ("number", "college", "shares", "since"):
        line.needed(name)
    who, college = _who(line, known), known.colleges.get(folded(line.text("college")))
    if college is None and line.text("college"):
        line.refuse("college", Refusal("cell.college_unknown"))
    quantity, since = line.value("shares", whole_in), line.value("since", day_in)
    number = line.text("number", most=20)
    if since is not None and since > known.day:
        line.refuse("since", Refusal("cell.after_old_books", {"day": known.day}))
    if who is None or college is None or quantity is None or since is None or line.wrong:
        return None
    for refusal in check_subscription(quantity, college=college, held=0):
        line.refuse("shares", refusal)
    wish = HoldingWish(who, college.code, quantity, number, since, quantity * known.cents)
    _check_paid(line, wish.cents)
    if who in known.held and wish.source not in known.sources:
        line.refuse("name", Refusal("cell.shareholder_known"))
    return None if line.wrong else wish


def _who(line: Line, known: KnownRegister) -> Who | None:
    """By e-mail where it is written; else the only one of that name."""
    email, name = line.text("email").lower(), line.text("name")
    if email:
        if email not in known.people:
            line.refuse("email", Refusal("cell.person_unknown"))
            return None
        return ("person", known.people[email])
    found = known.names.get(folded(name), ())
    if not name:
        line.refuse("name", Refusal("cell.missing"))
    elif len(found) != 1:
        line.refuse("name", Refusal("cell.shareholder_unknown" if not found else "cell.shareholder_ambiguous"))
    return found[0] if len(found) == 1 else None


def _check_paid(line: Line, due: int) -> None:
    """A word that says yes, or the amount: whole, for the register here knows of paid shares only."""
    if folded(line.text("paid")) in WHOLE:
        return
    paid = line.value("paid", cents_in)
    if paid is not None and paid != due:
        line.refuse("paid", Refusal("cell.shares_unpaid", {"paid": paid, "due": due}))
