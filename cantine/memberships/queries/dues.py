"""Dues: what kinds ask, who paid which days, where each member stands, and what a place makes that open."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from cantine.billing.queries import ORGANISATION, PERSON, Who
from cantine.core import sql
from cantine.memberships.models import Dues, DuesGate, DuesKind, Paper
from cantine.memberships.rules import dues as rules
from cantine.memberships.rules.papers import PaperKind
from cantine.places.queries import PlaceRef

COUNTING = (rules.DuesState.PAID, rules.DuesState.WAIVED)
_KINDS = """
SELECT k.id, k.code, k.name_fr, k.name_en, k.who, k.period, k.next_from, k.counterpart, k.online, k.retired_at IS NOT NULL,
  ARRAY(SELECT json_build_array(t.first_day::text, t.cents, t.free, t.suggested)
    FROM memberships_duesterms t WHERE t.kind_id = k.id ORDER BY t.first_day)
FROM memberships_dueskind k WHERE k.organisation_id = %s AND (k.retired_at IS NULL OR %s) ORDER BY k.position, k.id
"""
_COLUMNS = (
    "id", "uuid", "organisation_id", "place_id", "person_id", "customer_id", "kind_id", "kind__code", "kind__name_fr",
    "kind__name_en", "first_day", "last_day", "cents", "state", "called_on", "paid_on", "paid_cents", "gift_cents",
    "method", "why", "entry",
)  # fmt: skip
# Those of oneself, or of an organisation of one’s own, that last longest; of the organisation alone where it pays.
_WHOSE = """
SELECT g.everything, g.grace_days, ARRAY(SELECT r.resource_id FROM memberships_duesgateresource r WHERE r.gate_id = g.id),
  h.last_day, coalesce(h.name, ''), {category}
FROM memberships_duesgate g {prices} LEFT JOIN LATERAL (
  SELECT d.last_day, o.name FROM memberships_dues d LEFT JOIN people_organisation o ON o.id = d.customer_id
  WHERE d.organisation_id = g.organisation_id AND d.state IN ('paid', 'waived') AND (
    d.customer_id = %(customer)s::bigint OR (%(customer)s::bigint IS NULL AND (d.person_id = %(person)s::bigint
      OR d.id IN (SELECT p.dues_id FROM memberships_duesperson p WHERE p.person_id = %(person)s::bigint))))
  ORDER BY d.last_day DESC, d.customer_id NULLS FIRST LIMIT 1) h ON true
WHERE g.place_id = %(place)s
"""
_ASKED = _WHOSE.format(category="''", prices="")
_PRICED = _WHOSE.format(category="coalesce(c.code, '')", prices="LEFT JOIN pricing_category c ON c.id = g.category_id")
_PLACES = "SELECT DISTINCT place_id FROM memberships_dues"


@dataclass(frozen=True)
class DuesKindLine(rules.DuesKind):
    """``versions`` are its terms, the first ones first; ``retired``: it is asked no more."""

    id: int = 0
    retired: bool = False
    versions: tuple[rules.DuesTerms, ...] = ()

    def terms_on(self, day: date) -> rules.DuesTerms | None:
        return rules.dues_terms_on(self.versions, day)


@dataclass(frozen=True)
class DuesLine:
    """One row of dues, with the names of its kind."""

    id: int
    uuid: UUID
    organisation_id: int
    place_id: int
    person_id: int | None
    customer_id: int | None
    kind_id: int
    kind: str
    name_fr: str
    name_en: str
    first_day: date
    last_day: date
    cents: int
    state: rules.DuesState
    called_on: date
    paid_on: date | None
    paid_cents: int | None
    gift_cents: int
    method: str
    why: str
    entry: UUID | None

    @property
    def who(self) -> Who | None:
        """None once the person was erased."""
        if self.customer_id:
            return (ORGANISATION, self.customer_id)
        return (PERSON, self.person_id) if self.person_id else None

    @property
    def covered(self) -> rules.Covered:
        return rules.Covered(self.first_day, self.last_day)


@dataclass(frozen=True)
class Member:
    """Somebody who paid, or was asked: where they stand, their last kind, what waits to be paid."""

    who: Who
    standing: rules.MemberStanding
    lines: tuple[DuesLine, ...]
    called: DuesLine | None = None

    @property
    def last(self) -> DuesLine:
        return self.lines[-1]


@dataclass(frozen=True)
class Gate:
    """What up-to-date dues open at a place; ``category`` is a code of prices, ``""`` where dues change none."""

    category: str = ""
    grace_days: int = 30
    everything: bool = False
    resources: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class DuesAsked:
    """What booking asks of somebody: of which resources, and until when theirs hold, the grace included. ``paid_until`` is their
    last day, ``by`` the organisation whose they are where they are not one’s own, ``category`` the prices that they open."""

    everything: bool = False
    resources: frozenset[int] = field(default_factory=frozenset)
    until: date | None = None
    paid_until: date | None = None
    by: str = ""
    category: str = ""

    def asks(self, resource_id: int) -> bool:
        return self.everything or resource_id in self.resources


NO_DUES = DuesAsked()


def dues_asked_soon(place: PlaceRef, *, person_id: int | None) -> sql.Awaited[DuesAsked]:
    """What booking asks; read with whatever is read next."""
    values = {"person": person_id, "customer": None, "place": place.id}
    return sql.Awaited(sql.ahead(_ASKED, values), _asked)


def dues_priced_soon(
    place: PlaceRef, *, person_id: int | None, customer_id: int | None = None
) -> sql.Awaited[DuesAsked]:
    """The same with the prices that dues open; of ``customer_id`` where an organisation pays."""
    values = {"person": person_id, "customer": customer_id, "place": place.id}
    return sql.Awaited(sql.ahead(_PRICED, values), _asked)


def _asked(rows: Sequence[sql.Row]) -> DuesAsked:
    if not rows:
        return NO_DUES
    everything, grace_days, resources, until, by, category = rows[0]
    held = until + timedelta(days=grace_days) if until else None
    return DuesAsked(everything, frozenset(resources), held, until, by, category)


def dues_kinds_of(organisation_id: int, *, retired: bool = False) -> list[DuesKindLine]:
    """Those that are asked, in order, with their terms; with the others if asked. One statement."""
    return [_kind(row) for row in sql.rows(_KINDS, [organisation_id, retired])]


def find_dues_kind(organisation_id: int, *, code: str) -> DuesKindLine | None:
    return next((kind for kind in dues_kinds_of(organisation_id) if kind.code == code), None)


def asks_dues(organisation_id: int) -> bool:
    """Whether anybody may join by themselves."""
    return DuesKind.objects.filter(organisation_id=organisation_id, retired_at=None, online=True).exists()


def dues_lines(*, organisation_id: int | None, who: Who | None = None, whos: Iterable[Who] = ()) -> list[DuesLine]:
    """All that stands, or of some members, by first day; what was dropped is left out."""
    rows = Dues.objects.exclude(state=rules.DuesState.DROPPED)
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    wanted = [who] if who else list(whos)
    if wanted:
        persons = [key for kind, key in wanted if kind == PERSON]
        customers = [key for kind, key in wanted if kind == ORGANISATION]
        rows = rows.filter(Q(person_id__in=persons) | Q(customer_id__in=customers))
    return [_line(row) for row in rows.order_by("first_day", "pk").values_list(*_COLUMNS)]


def find_dues(organisation_id: int, *, uuid: UUID) -> DuesLine | None:
    row = Dues.objects.filter(organisation_id=organisation_id, uuid=uuid).values_list(*_COLUMNS).first()
    return _line(row) if row else None


def members_among(lines: Sequence[DuesLine], *, today: date, grace_days: int) -> list[Member]:
    """Each with all their lines; whoever was erased is no more among them."""
    by_who: dict[Who, list[DuesLine]] = defaultdict(list)
    for line in lines:
        if line.who is not None:
            by_who[line.who].append(line)
    return [_member(who, theirs, today, grace_days) for who, theirs in by_who.items()]


def members_of(place: PlaceRef, *, today: date) -> list[Member]:
    """The register: three statements, whatever their number."""
    lines = dues_lines(organisation_id=place.organisation_id)
    return members_among(lines, today=today, grace_days=grace_of(place))


def standing_of_member(place: PlaceRef, *, who: Who, today: date) -> rules.MemberStanding:
    lines = dues_lines(organisation_id=place.organisation_id, who=who)
    found = members_among(lines, today=today, grace_days=grace_of(place))
    return found[0].standing if found else rules.MemberStanding(rules.MemberState.NEVER)


def gate_of(place: PlaceRef) -> Gate:
    return gates_of([place.id]).get(place.id, Gate())


def grace_of(place: PlaceRef) -> int:
    """The days that the place gives past the end; one statement."""
    found = DuesGate.objects.filter(place_id=place.id).values_list("grace_days", flat=True).first()
    return Gate().grace_days if found is None else found


def gates_of(place_ids: Iterable[int]) -> Mapping[int, Gate]:
    """By place; those that made dues open nothing are left out. Two statements."""
    rows = DuesGate.objects.filter(place_id__in=list(place_ids)).select_related("category")
    return {
        row.place_id: Gate(
            row.category.code if row.category else "", row.grace_days, row.everything,
            frozenset(each.resource_id for each in row.resources.all()),
        )
        for row in rows.prefetch_related("resources")
    }  # fmt: skip


def papers_about(abouts: Iterable[UUID]) -> dict[UUID, list[tuple[UUID, PaperKind, str]]]:
    """(id, kind, number) of the papers of these dues, in the order in which they were given."""
    found: dict[UUID, list[tuple[UUID, PaperKind, str]]] = defaultdict(list)
    rows = Paper.objects.filter(about__in=list(abouts)).order_by("pk").values_list("about", "uuid", "kind", "reference")
    for about, uuid, kind, reference in rows:
        found[about].append((uuid, PaperKind(kind), reference))
    return found


def paper_file(
    uuid: UUID, *, organisation_id: int | None = None, person_id: int | None = None
) -> tuple[str, bytes | None, str] | None:
    """(number, file, SHA-256) of one of a tenant, or of a person; the file is None until it is made."""
    whose = {"organisation_id": organisation_id} if person_id is None else {"person_id": person_id}
    row = Paper.objects.filter(uuid=uuid, **whose).values_list("reference", "pdf", "sha256").first()
    return (row[0], bytes(row[1]) if row[1] is not None else None, row[2]) if row else None


def places_with_dues() -> list[int]:
    return [key for (key,) in sql.rows(_PLACES)]


def _member(who: Who, lines: list[DuesLine], today: date, grace_days: int) -> Member:
    counting = [line.covered for line in lines if line.state in COUNTING]
    called = next((line for line in lines if line.state is rules.DuesState.CALLED), None)
    return Member(who, rules.standing_of(counting, today=today, grace_days=grace_days), tuple(lines), called)


def _line(row: tuple[Any, ...]) -> DuesLine:
    values = list(row)
    values[13] = rules.DuesState(values[13])
    return DuesLine(*values)


def _kind(row: sql.Row) -> DuesKindLine:
    pk, code, name_fr, name_en, who, period, next_from, counterpart, online, retired, terms = row
    return DuesKindLine(
        code, name_fr, name_en, rules.DuesWho(who), rules.DuesPeriod(period), next_from, counterpart, online, id=pk,
        retired=retired,
        versions=tuple(
            rules.DuesTerms(date.fromisoformat(day), cents, free, tuple(suggested))
            for day, cents, free, suggested in terms
        ),
    )  # fmt: skip
