"""Where a request stands: its row held, then moved."""

from datetime import datetime
from uuid import UUID

from cantine.core.actor import Actor
from cantine.core.facts import record
from cantine.desk import facts
from cantine.desk.models import Request
from cantine.desk.rules import State
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def lock_request(place: PlaceRef, request: UUID) -> Request:
    """The row, held until the transaction ends. Raises Refused: request_unknown."""
    row = Request.objects.select_for_update(of=("self",)).filter(place_id=place.id, uuid=request).first()
    if row is None:
        raise Refused(Refusal("request_unknown"))
    return row


def stand(row: Request, to: State, actor: Actor, now: datetime, *, replay: bool = False) -> None:
    """Where a locked request stands from now on; called where it moves."""
    if row.state == to:
        return
    row.state, row.state_since = to, now
    row.save(update_fields=["state", "state_since"])
    fact = facts.RequestMoved(organisation_id=row.organisation_id, place_id=row.place_id, request=row.uuid, state=to)
    record(fact, actor=actor, now=now, replay=replay)
