"""Costs: entered once each, told to the books at once, paid once; a file of many, all of it or none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from cantine.accounting import commands as accounting
from cantine.accounting import queries as books
from cantine.accounting.queries import LegalEntityRef
from cantine.accounting.rules import JournalKind, Posting
from cantine.billing.commands.bank_ends import explain_line
from cantine.billing.rules.bank import Became
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.funding import facts, rules
from cantine.funding.commands.bookkeeping import BOOKKEEPER, Act, enter, find_books, piece_of, third_of
from cantine.funding.models import Cost
from cantine.funding.queries import lock_cost
from cantine.funding.queries.bank import is_of_line
from cantine.funding.queries.costs import spent_of
from cantine.funding.rules import Spent
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices
from cantine.pricing.rules import VatKind

PAID = "cost.paid:"


def note_cost(
    *, actor: Actor, now: datetime, place: PlaceRef, spent: Spent, key: str = "", line: UUID | None = None, replay: bool = False
) -> UUID:  # fmt: skip
    """Enter a cost, and its payment where it is paid already. The same ``key`` enters it once, and answers the one that
    stands. Who pays no VAT deducts none: it is part of the cost. ``line`` is the one of the bank that it was entered from: where it is
    what was paid, the line is handled. Records CostNoted.

    Refusals: those of ``check_spent``, nobody_invoices, period_closed, cost_day_to_come, cost_paid_early,
    wear_is_not_paid, and those of ``explain_line``.
    """
    authorize(actor, "cost.write", Target(place.organisation_id, place.id))
    _check(spent, place.today(now))
    spent, entity = _as_taxed(place, [spent])[0], find_books(place)
    with transaction.atomic():
        row, paid = _note(place, entity, spent, key or str(uuid4()), now=now, replay=replay)
        if row is None:
            return Cost.objects.get(organisation_id=place.organisation_id, place_id=place.id, key=key).uuid
        if line and paid and is_of_line(place, line, -spent.gross_cents):
            explain_line(actor=actor, now=now, place=place, line=line, became=Became.COST, entry=paid, replay=replay)
        fact = facts.CostNoted(organisation_id=place.organisation_id, place_id=place.id, cost=row.uuid)
        record(fact, actor=actor, now=now, replay=replay)
    return row.uuid


def pay_cost(*, actor: Actor, now: datetime, place: PlaceRef, cost: UUID, day: date) -> UUID:
    """What was owed is paid from the bank, once; the entry that tells it. Records CostPaid.

    Refusals: cost_unknown, cost_paid_already, cost_paid_early, wear_is_not_paid, period_closed.
    """
    authorize(actor, "cost.write", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = lock_cost(place, uuid=cost)
        if row is None:
            raise Refused(Refusal("cost_unknown"))
        if row.paid_on is not None:
            raise Refused(Refusal("cost_paid_already", {"day": row.paid_on}))
        spent = replace(spent_of(row), paid_on=day)
        _check(spent, place.today(now))
        entry = _pay(row, spent, now=now)
        Cost.objects.filter(pk=row.pk).update(paid_on=day)
        fact = facts.CostPaid(organisation_id=place.organisation_id, place_id=place.id, cost=cost)
        record(fact, actor=actor, now=now)
    return entry


def unpay_cost(*, actor: Actor, now: datetime, place: PlaceRef, entry: UUID) -> None:
    """The payment that this entry tells was none: its contrary is entered today, and the cost is to pay again. Records CostUnpaid.

    Refusals: cost_unknown, period_closed.
    """
    authorize(actor, "cost.write", Target(place.organisation_id, place.id))
    told = books.find_entry(uuid=entry)
    with transaction.atomic():
        row = lock_cost(place, uuid=_cost_of(told.source)) if told and told.source.startswith(PAID) else None
        if row is None or row.paid_on is None:
            raise Refused(Refusal("cost_unknown"))
        accounting.reverse_entry(
            actor=BOOKKEEPER, now=now, place=place, entry=entry, day=place.today(now), label=row.what
        )
        Cost.objects.filter(pk=row.pk).update(paid_on=None, turn=row.turn + 1)
        fact = facts.CostUnpaid(organisation_id=place.organisation_id, place_id=place.id, cost=row.uuid)
        record(fact, actor=actor, now=now)


def import_costs(
    *, actor: Actor, now: datetime, place: PlaceRef, rows: Sequence[Spent], file_key: str, replay: bool = False
) -> int:
    """All the lines of a file that was read, in one transaction; how many were new. ``file_key`` is the print of the file:
    the same one again brings nothing. Records CostsImported.

    Refusals: those of ``note_cost``, of the first line that has one.
    """
    authorize(actor, "cost.write", Target(place.organisation_id, place.id))
    today = place.today(now)
    for spent in rows:
        _check(spent, today)
    entity = find_books(place)
    with transaction.atomic():
        made = [
            _row(place, entity, spent, f"{file_key[:64]}:{number}", now)
            for number, spent in enumerate(_as_taxed(place, rows))
        ]
        Cost.objects.bulk_create(made, ignore_conflicts=True)
        written = Cost.objects.filter(place_id=place.id, uuid__in=[each.uuid for each in made])
        keys = set(written.values_list("uuid", flat=True))
        new = [each for each in made if each.uuid in keys]
        count = len(new)
        if new:
            _enter_many(entity, new, now=now, replay=replay)
            fact = facts.CostsImported(organisation_id=place.organisation_id, place_id=place.id, count=count)
            record(fact, actor=actor, now=now, replay=replay)
    return count


def _check(spent: Spent, today: date) -> None:
    if refusals := [*rules.check_spent(spent), *rules.check_cost_day(spent, today), *rules.check_paid(spent, today)]:
        raise Refused(*refusals)


def _as_taxed(place: PlaceRef, rows: Sequence[Spent]) -> list[Spent]:
    """One statement, where a line has VAT."""
    if not any(each.vat_cents for each in rows) or prices.terms_of(place).vat.kind is VatKind.TAXED:
        return list(rows)
    return [rules.without_deduction(each) for each in rows]


def _note(
    place: PlaceRef, entity: LegalEntityRef, spent: Spent, key: str, *, now: datetime, replay: bool
) -> tuple[Cost | None, UUID | None]:
    """The cost, None where this key is there already; and the entry of its payment."""
    row = _row(place, entity, spent, key, now)
    Cost.objects.bulk_create([row], ignore_conflicts=True)
    if not Cost.objects.filter(uuid=row.uuid).exists():
        return None, None
    enter(_bought(row), entity.id, _postings(row), now=now, replay=replay)
    return row, _pay(row, spent, now=now, replay=replay) if spent.paid_on else None


def _row(place: PlaceRef, entity: LegalEntityRef, spent: Spent, key: str, now: datetime) -> Cost:
    return Cost(
        organisation_id=place.organisation_id, place_id=place.id, entity_id=entity.id, key=key, what=spent.what,
        supplier=spent.supplier, category=spent.category, activity=spent.activity, day=spent.day,
        net_cents=spent.net_cents, vat_cents=spent.vat_cents, paid_on=spent.paid_on, made_at=now,
    )  # fmt: skip


def _enter_many(entity: LegalEntityRef, rows: Sequence[Cost], *, now: datetime, replay: bool) -> None:
    """All that was bought in one message to the books, then all that was paid."""
    bought = [_many(_bought(row), _postings(row)) for row in rows]
    paid = [_many(_paid(row, row.paid_on), _payment(row)) for row in rows if row.paid_on]
    for journal, acts in ((JournalKind.PURCHASES, bought), (JournalKind.BANK, paid)):
        if acts:
            accounting.post_entries(
                actor=BOOKKEEPER, now=now, entity_id=entity.id, journal=journal, acts=acts, replay=replay
            )


def _many(act: Act, postings: Sequence[Posting]) -> accounting.ManyAct:
    return accounting.ManyAct(
        source=act.source, day=act.day, label=act.label, piece=act.piece, postings=tuple(postings)
    )  # fmt: skip


def _bought(row: Cost) -> Act:
    return Act(
        source=f"cost:{row.uuid}",
        journal=JournalKind.PURCHASES,
        day=row.day,
        label=row.what,
        piece=piece_of("CH", row.uuid),
    )


def _paid(row: Cost, day: date) -> Act:
    return Act(
        source=f"{PAID}{row.uuid}:{row.turn}" if row.turn else f"{PAID}{row.uuid}",
        journal=JournalKind.BANK,
        day=day,
        label=row.what,
        piece=piece_of("CH", row.uuid),
    )


def _postings(row: Cost) -> list[Posting]:
    return rules.postings_of_cost(spent_of(row), third=third_of("F", row.supplier))


def _payment(row: Cost) -> list[Posting]:
    return rules.postings_of_payment(spent_of(row), third=third_of("F", row.supplier))


def _pay(row: Cost, spent: Spent, *, now: datetime, replay: bool = False) -> UUID:
    assert spent.paid_on is not None
    return enter(_paid(row, spent.paid_on), row.entity_id, _payment(row), now=now, replay=replay)


def _cost_of(source: str) -> UUID:
    return UUID(source.removeprefix(PAID).split(":")[0])
