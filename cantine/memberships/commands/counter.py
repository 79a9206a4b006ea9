"""A pass sold at the till was paid there: what it gives is given here, and taken back with the sale."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from cantine.billing.queries import counter as till
from cantine.billing.queries.counter import SaleCard
from cantine.billing.rules.counter import Act
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.memberships import queries, rules
from cantine.memberships.commands.drawing import enter, grant
from cantine.memberships.models import Allowance, AllowanceEntry
from cantine.memberships.queries.goods import SORT
from cantine.memberships.rules import EntryKind
from cantine.places.queries import PlaceRef


def give_sold_passes(*, actor: Actor, now: datetime, place: PlaceRef, sale: UUID) -> None:
    """Give whoever bought the passes of a sale, from its day on; of a sale that takes another back, what is left of them is
    gone. Done again, nothing more. Records nothing: the sale was told. Refusals: none."""
    authorize(actor, "pass.sell", Target(place.organisation_id, place.id))
    found = till.find_sale(place, uuid=sale)
    if found is None or found.person_id is None or not any(line.gives.startswith(SORT) for line in found.lines):
        return
    with transaction.atomic():
        if found.act is Act.SALE:
            grant(list(_allowances(place, found, now)))
        elif found.undoes is not None:
            _take_back(place, found, now)


def _allowances(place: PlaceRef, found: SaleCard, now: datetime) -> Iterator[Allowance]:
    """One for each piece."""
    for rank, line in enumerate(found.lines):
        kind = queries.find_pass_kind(place, code=line.gives.removeprefix(SORT)) if line.gives else None
        for piece in range(line.quantity) if kind else ():
            assert kind is not None
            source = f"{_right(found.entity_id, found.number)}:{rank}:{piece}"
            yield Allowance(
                uuid=uuid5(found.uuid, source), organisation_id=place.organisation_id, place_id=place.id,
                use=kind.use.value, unit=kind.unit.value, name_fr=kind.name_fr, name_en=kind.name_en, right=source,
                source=source, person_id=found.person_id, begins_on=found.day,
                expires_on=rules.last_day_of(kind, sold_on=found.day), granted=kind.quantity, made_at=now,
            )  # fmt: skip


def _take_back(place: PlaceRef, found: SaleCard, now: datetime) -> None:
    """What was used stays used: the ledger says both."""
    assert found.undoes is not None
    undone = f"{_right(found.entity_id, found.undoes)}:"
    mine = Allowance.objects.select_for_update(no_key=True).filter(
        organisation_id=place.organisation_id, place_id=place.id, source__startswith=undone, balance__gt=0
    )
    enter(
        [
            AllowanceEntry(
                organisation_id=row.organisation_id, allowance_id=row.pk, source=f"undo:{undone}", person_id=row.person_id,
                kind=EntryKind.EXPIRY.value, quantity=-row.balance, day=found.day, at=now,
            )
            for row in mine.order_by("pk")
        ]
    )  # fmt: skip


def _right(entity_id: int, number: int) -> str:
    return f"till:{entity_id}:{number}"
