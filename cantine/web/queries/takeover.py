"""A take-over in the middle of a year: what files of the old books would bring in, and where it stands beside them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cantine.accounting import queries as books
from cantine.accounting.queries import LegalEntityRef, TakenOver
from cantine.accounting.rules import Role
from cantine.billing import queries as billing
from cantine.billing.queries import SeriesLine, TakenSums
from cantine.kernel import Refusal, Refused, folded
from cantine.memberships import queries as memberships
from cantine.memberships.queries.shares import (
    TakenShares,
    colleges_of,
    cooperative_of,
    share_terms_on,
    shareholders_of,
    taken_over_shares,
    taken_share_sources,
)
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices
from cantine.pricing.rules import Unit, Vat, VatKind
from cantine.web import rules
from cantine.web.queries.plans import AnyPlan


@dataclass(frozen=True)
class Beside:
    """A sum as it is here, and as the old books had it, in cents; ``whose`` where it is of another entity. ``role``: the account
    where VAT that they hold elsewhere may come from one of their accounts of VAT."""

    what: str
    here_cents: int
    old_cents: int
    whose: str = ""
    role: Role | None = None

    @property
    def apart_cents(self) -> int:
        return self.here_cents - self.old_cents


@dataclass(frozen=True)
class TakeoverState:
    """``books`` is None until the balances came; ``sums`` are laid beside them."""

    entity: LegalEntityRef | None
    books: TakenOver | None
    taken: TakenSums | None
    units: dict[Unit, Decimal]
    series: dict[str, SeriesLine]
    sums: tuple[Beside, ...]
    cooperative: LegalEntityRef | None = None
    shares: TakenShares | None = None


def takeover_plan_of(*, place: PlaceRef, kind: str, data: bytes, day: date) -> AnyPlan:
    """What ``data`` would bring in, as the old books stood on ``day``, in a constant number of statements.
    Refusals: those of the file, seller_missing, books_taken_over_already, books_kept_already, no_cooperative, share_value_missing."""
    table = rules.read_table(data)
    entity = books.entity_of(place)
    if entity is None:
        raise Refused(Refusal("seller_missing", {"place": place.name}))
    if kind == "balances":
        plan = rules.plan_balances(table)
        if refusals := books.cannot_take_over(entity, day):
            raise Refused(*refusals)
        return plan
    if kind == "shareholders":
        return rules.plan_shareholders(table, _register(place, day))
    known = _known(place, day)
    return rules.plan_unpaid(table, known) if kind == "unpaid" else rules.plan_passes(table, known)


def takeover_state(place: PlaceRef, *, today: date) -> TakeoverState:
    """Seven statements at most; two more where there is a co-operative."""
    entity = books.entity_of(place)
    if entity is None:
        return TakeoverState(None, None, None, {}, {}, ())
    old, taken = books.books_taken_over(entity.id), billing.taken_sums(place, entity_id=entity.id)
    series = billing.series_of(place, entity_id=entity.id, year=today.year)
    units = memberships.taken_over_units(place)
    cooperative = cooperative_of(place.organisation_id)
    if cooperative is None:
        return TakeoverState(entity, old, taken, units, series, _beside(old, taken))
    shares = taken_over_shares(place.organisation_id)
    theirs = old if cooperative.id == entity.id else books.books_taken_over(cooperative.id)
    sums = (
        *_beside(old, taken),
        *_beside_capital(theirs, shares, "" if cooperative.id == entity.id else cooperative.name),
    )
    return TakeoverState(entity, old, taken, units, series, sums, cooperative, shares)


def beside_with(place: PlaceRef, plan: AnyPlan) -> tuple[Beside, ...]:
    """The same sums once the old documents of ``plan`` are here. Three statements."""
    entity = books.entity_of(place)
    if entity is None:
        return ()
    old = books.books_taken_over(entity.id)
    return _beside(
        old, billing.taken_sums(place, entity_id=entity.id), rules.sums_to_come(plan, on_debits=entity.vat_on_debits)
    )


def _beside(old: TakenOver | None, taken: TakenSums, more: rules.OldSums | None = None) -> tuple[Beside, ...]:
    if old is None:
        return ()
    more = more or rules.OldSums()
    waiting = taken.waiting_cents + more.waiting_cents
    held = -old.by_role.get(Role.VAT_PENDING, 0)
    return (
        Beside("unpaid", taken.left_cents + more.left_cents, old.by_role.get(Role.CUSTOMERS, 0)),
        Beside(
            "deposits", taken.deposits_net_cents + more.deposits_cents, -old.by_role.get(Role.ADVANCES, 0), role=Role.ADVANCES
        ),
        *([Beside("waiting", waiting, held, role=Role.VAT_PENDING)] if waiting or held else []),
    )  # fmt: skip


def _beside_capital(old: TakenOver | None, shares: TakenShares, whose: str) -> tuple[Beside, ...]:
    """What the register holds beside the account of the capital (1013)."""
    return () if old is None else (Beside("capital", shares.cents, -old.by_role.get(Role.SHARES, 0), whose),)


def _register(place: PlaceRef, day: date) -> rules.KnownRegister:
    cooperative, terms = cooperative_of(place.organisation_id), share_terms_on(place.organisation_id, day)
    if cooperative is None:
        raise Refused(Refusal("no_cooperative"))
    if terms is None:
        raise Refused(Refusal("share_value_missing"))
    people = places.known_people(place=place)
    names: dict[str, tuple[tuple[str, int], ...]] = {}
    for person in people:
        names[folded(person.name)] = (*names.get(folded(person.name), ()), ("person", person.id))
    for key, name in places.known_customers(place=place).items():
        names[folded(name)] = (*names.get(folded(name), ()), ("organisation", key))
    colleges = colleges_of(place.organisation_id)
    return rules.KnownRegister(
        day=day, cents=terms.cents, people={person.email: person.id for person in people}, names=names,
        colleges={folded(word): each for each in colleges for word in (each.code, each.name_fr, each.name_en)},
        held=shareholders_of(place.organisation_id), sources=taken_share_sources(place.organisation_id),
    )  # fmt: skip


def _known(place: PlaceRef, day: date) -> rules.KnownBooks:
    kinds = memberships.pass_kinds_of(place)
    vat = prices.terms_of(place).vat
    return rules.KnownBooks(
        day=day,
        vat=vat if vat.kind is not VatKind.TAXED else Vat(VatKind.OUT_OF_SCOPE),
        people={person.email: person.id for person in places.known_people(place=place)},
        customers={folded(name): key for key, name in places.known_customers(place=place).items()},
        passes={folded(word): kind for kind in kinds for word in (kind.code, kind.name_fr, kind.name_en)},
        numbers=billing.taken_numbers(place),
        sources=memberships.taken_over_sources(place),
    )
