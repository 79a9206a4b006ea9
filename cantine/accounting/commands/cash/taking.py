"""Opening a drawer, and taking money: each taking holds the hash of the one before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from cantine.accounting import facts, queries
from cantine.accounting.commands.cash.frozen import lines_text, vat_text
from cantine.accounting.models import CashDrawer, Taking
from cantine.accounting.queries import DrawerRef
from cantine.accounting.rules import chain
from cantine.accounting.rules.cash import MOST_CENTS, NO_SALE, Method, Sold, VatGroup, check_cash_day, check_taking
from cantine.accounting.rules.chain import TakingRecord
from cantine.core import sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

# The last link of the chain, until when the drawer is closed, and the act where it was taken already.
_HEAD = """
SELECT coalesce(t.number, 0), coalesce(t.hash, ''), t.day,
  (SELECT max(c.last_day) FROM accounting_closing c WHERE c.drawer_id = d.id AND c.span = 'day'),
  (SELECT a.uuid FROM accounting_taking a WHERE a.entity_id = d.entity_id AND a.source = %s)
FROM accounting_cashdrawer d
LEFT JOIN LATERAL (SELECT number, hash, day FROM accounting_taking WHERE drawer_id = d.id ORDER BY number DESC LIMIT 1) t ON true
WHERE d.id = %s
"""


def open_drawer(*, actor: Actor, now: datetime, place: PlaceRef, name: str, float_cents: int) -> UUID:
    """A place takes money at a counter, in the name of the entity that invoices for it; ``float_cents`` is what is in the
    drawer. Records DrawerOpened.

    Refusals: entity_missing, drawer_name_missing, drawer_twice, counted_wrong.
    """
    authorize(actor, "cash.open", Target(place.organisation_id, place.id))
    entity, name = queries.entity_of(place), name.strip()
    refusals = [
        *([] if entity else [Refusal("entity_missing")]),
        *([] if name else [Refusal("drawer_name_missing", {}, "name")]),
        *([Refusal("drawer_twice", {"name": name}, "name")] if queries.has_drawer_named(place, name) else []),
        *([] if 0 <= float_cents <= MOST_CENTS else [Refusal("counted_wrong", {}, "float_cents")]),
    ]
    if entity is None or refusals:
        raise Refused(*refusals)
    with transaction.atomic():
        drawer = CashDrawer.objects.create(
            organisation_id=place.organisation_id, entity_id=entity.id, place_id=place.id, name=name[:60],
            float_cents=float_cents, opened_at=now,
        )  # fmt: skip
        fact = facts.DrawerOpened(
            organisation_id=place.organisation_id, place_id=place.id, entity=entity.uuid, drawer=drawer.uuid
        )
        record(fact, actor=actor, now=now)
    return drawer.uuid


def take(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    source: str,
    method: Method,
    amount_cents: int,
    what: Sequence[Sold],
    vat: Sequence[VatGroup],
    drawer: UUID | None = None,
    day: date | None = None,
    replay: bool = False,
) -> UUID:
    """Money comes in at the counter, VAT inside, or goes back (below zero): once for an act, today unless ``day`` is said. The
    system takes, in the transaction of the act; entries are posted by it too. Records MoneyTaken.

    Refusals: taking_empty, taking_lines_differ, taking_vat_differs, taking_source_wrong, drawer_missing, cash_day_closed.
    """
    authorize(actor, "cash.take", Target(place.organisation_id, place.id))
    if refusals := list(check_taking(source, amount_cents, what, vat)):
        raise Refused(*refusals)
    found = next((each for each in queries.drawers_of(place) if drawer in {None, each.uuid}), None)
    if found is None:
        raise Refused(Refusal("drawer_missing"))
    head = _head(found, source)
    if head.already is not None:
        return head.already
    today = place.today(now)
    day = day or max(today, head.sold_on or date.min)  # around midnight, requests may overtake each other
    if refusals := list(check_cash_day(day, closed_until=head.closed_until, today=today)):
        raise Refused(*refusals)
    taking = TakingRecord(
        number=head.number + 1, uuid=uuid4(), taken_at=now, day=day, method=method.value, amount_cents=amount_cents,
        what=lines_text(what), vat=vat_text(vat), source=source, former=head.hash,
    )  # fmt: skip
    return _write(place, found, taking, actor=actor, now=now, replay=replay)


def put_in_drawer(
    *, actor: Actor, now: datetime, place: PlaceRef, drawer: DrawerRef, day: date, cents: int, label: str, source: str,
    replay: bool = False,
) -> UUID:  # fmt: skip
    """Cash that is no sale of the counter (an invoice, a gift, dues) joins its takings, on the day when it came; below zero,
    it goes out. Once for an act; its VAT is told by its own document. Records MoneyTaken. Refusals: cash_day_closed."""
    authorize(actor, "cash.take", Target(place.organisation_id, place.id))
    head = _head(drawer, source)
    if head.already is not None:
        return head.already
    if refusals := list(check_cash_day(day, closed_until=head.closed_until, today=place.today(now))):
        raise Refused(*refusals)
    taking = TakingRecord(
        number=head.number + 1, uuid=uuid4(), taken_at=now, day=day, method=Method.CASH.value, amount_cents=cents,
        what=lines_text([Sold(label, cents)]), vat=vat_text([VatGroup(NO_SALE, cents, 0)]), source=source,
        former=head.hash,
    )  # fmt: skip
    return _write(place, drawer, taking, actor=actor, now=now, replay=replay)


@dataclass(frozen=True)
class _Head:
    """The end of a chain: ``sold_on`` is the latest day of it, ``already`` the taking of the act that is asked."""

    number: int
    hash: str
    sold_on: date | None
    closed_until: date | None
    already: UUID | None


def _head(drawer: DrawerRef, source: str) -> _Head:
    """Read once the drawer is locked."""
    queries.lock_drawer(drawer.id)
    row = sql.row(_HEAD, [source, drawer.id])
    return _Head(*row) if row else _Head(0, chain.FIRST, None, None, None)


def _write(
    place: PlaceRef, drawer: DrawerRef, taking: TakingRecord, *, actor: Actor, now: datetime, replay: bool
) -> UUID:
    taking = replace(taking, hash=chain.seal(taking.former, taking.fields))
    with transaction.atomic(savepoint=False):
        row = Taking(
            organisation_id=place.organisation_id, entity_id=drawer.entity_id, drawer_id=drawer.id, uuid=taking.uuid,
            number=taking.number, taken_at=taking.taken_at, day=taking.day, method=taking.method,
            amount_cents=taking.amount_cents, what=taking.what, vat=taking.vat, source=taking.source,
            former=taking.former, hash=taking.hash,
        )  # fmt: skip
        sql.insert_soon([row])
        fact = facts.MoneyTaken(
            organisation_id=place.organisation_id, place_id=place.id, entity=drawer.entity, drawer=drawer.uuid,
            taking=taking.uuid, source=taking.source,
        )  # fmt: skip
        record(fact, actor=actor, now=now, replay=replay)
    return taking.uuid
