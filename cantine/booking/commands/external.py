"""Bringing somebody else's calendar in: its times become blockings of a room, all of them or none."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from cantine.booking import rules
from cantine.booking.commands.blocking import block_resource
from cantine.booking.commands.claims import lock_resources
from cantine.booking.queries.external import blockings_planned
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef, ResourceCard


def import_blockings(
    *,
    actor: Actor,
    now: datetime,
    place: PlaceRef,
    resource: ResourceCard,
    times: Sequence[rules.TakenTime],
    reason: str,
    use_words: bool = False,
) -> int:
    """Withdraw ``resource`` at each of these times, leaving those that are there already; returns how many were made.
    ``use_words``: the reason that people read is what that calendar says.

    Refusals: taken (once a line that clashes), reason_missing; then nothing is written. Records ResourceBlocked.
    """
    authorize(actor, "booking.block", Target(place.organisation_id, place.id))
    if not times:
        return 0
    with transaction.atomic():
        lock_resources([resource])
        planned = blockings_planned(resource, times)
        clashes = [Refusal("taken", {"conflicts": line.clashes}) for line in planned if line.clashes]
        if clashes:
            raise Refused(*clashes)
        wanted = [line for line in planned if not line.there]
        for line in wanted:
            words = (line.words if use_words else "") or reason
            block_resource(actor=actor, now=now, place=place, resource=resource, interval=line.interval, reason=words)
    return len(wanted)
