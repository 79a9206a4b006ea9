"""Withdrawing a resource for a while, with a reason; dates already made there are moved, or cancelled in the same act."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.booking import facts, rules
from cantine.booking.commands.claims import give_back, lock_resources, take_blocking
from cantine.booking.commands.closing import cancel_for_house
from cantine.booking.models import Blocking
from cantine.booking.queries import busy_of
from cantine.core import live
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Interval, Refusal, Refused
from cantine.places.queries import PlaceRef, ResourceCard


def block_resource(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    resource: ResourceCard,
    interval: Interval,
    reason: str,
    cancel: Collection[UUID] = (),
    words: str = "",
) -> UUID:
    """Withdraw ``resource`` during ``interval``, once the dates named by ``cancel`` are cancelled: each person is
    written to, with ``words`` or the reason.

    Refusals: taken (with the dates to move or cancel first), reason_missing, date_unknown, wrong_state. Records
    ResourceBlocked, DatesCancelled.
    """
    authorize(actor, "booking.block", Target(place.organisation_id, place.id))
    if not reason.strip():
        raise Refused(Refusal("reason_missing", field="reason"))
    with transaction.atomic():
        cancel_for_house(actor, now, place, cancel, words.strip() or reason)
        lock_resources([resource])
        conflicts = rules.conflicts_with(interval, busy_of([resource], window=interval)[resource.id])
        if conflicts:
            raise Refused(Refusal("taken", {"conflicts": conflicts}, "starts_at"))
        row = Blocking.objects.create(
            organisation_id=place.organisation_id,
            place_id=place.id,
            resource_id=resource.id,
            starts_at=interval.starts_at,
            ends_at=interval.ends_at,
            reason=reason.strip(),
            made_by_id=actor.person_id,
            made_at=now,
        )
        take_blocking(row, resource)
        _tell(facts.ResourceBlocked, row, place, actor, now)
    return row.uuid


def lift_blocking(*, actor: Actor, now: datetime, place: PlaceRef, blocking: UUID) -> None:
    """Give the resource back. Refusals: blocking_unknown. Records BlockingLifted."""
    authorize(actor, "booking.block", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = Blocking.objects.select_for_update().filter(uuid=blocking, place_id=place.id, lifted_at=None).first()
        if row is None:
            raise Refused(Refusal("blocking_unknown"))
        Blocking.objects.filter(pk=row.pk).update(lifted_at=now)
        give_back(blocking_ids=[row.pk])
        _tell(facts.BlockingLifted, row, place, actor, now)


def _tell(
    fact: type[facts.ResourceBlocked] | type[facts.BlockingLifted],
    row: Blocking,
    place: PlaceRef,
    actor: Actor,
    now: datetime,
) -> None:
    told = fact(
        organisation_id=place.organisation_id, place_id=place.id, blocking_id=row.pk, resource_id=row.resource_id
    )
    record(told, actor=actor, now=now)
    live.tell(place.topic)
