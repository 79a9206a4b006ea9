"""Options and requests that nobody answered reach their end and free the room."""

from datetime import datetime

from django.db import transaction

from cantine.booking import facts, rules
from cantine.booking.commands.claims import give_back
from cantine.booking.commands.lookup import move_states, tell_dates
from cantine.booking.models import Occurrence
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.places.queries import PlaceRef


def expire_due(*, actor: Actor, now: datetime, place: PlaceRef, limit: int = 500) -> int:
    """Expire what is past its hour at the place, leaving what somebody is answering at this moment; returns how many.

    Records DatesExpired.
    """
    authorize(actor, "booking.expire", Target(place.organisation_id, place.id))
    with transaction.atomic():
        due = Occurrence.objects.select_for_update(skip_locked=True, no_key=True).filter(
            place_id=place.id, expires_at__lte=now, state__in=[rules.State.HELD, rules.State.REQUESTED]
        )
        rows = list(due.order_by("pk")[:limit])
        if rows:
            move_states(rows, rules.Act.EXPIRE, now, expires_at=None)
            give_back(occurrence_ids=[row.pk for row in rows])
            tell_dates(facts.DatesExpired, rows, place, actor, now)
    return len(rows)
