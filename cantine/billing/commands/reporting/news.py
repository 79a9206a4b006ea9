"""What a platform says of what was sent, and what it brings."""

import hashlib
from datetime import datetime

from django.db import transaction

from cantine.billing import facts
from cantine.billing.commands.reporting.platforms import News, Told
from cantine.billing.models import Flow, Incoming, PlatformAccess
from cantine.billing.rules.reporting import FlowState, moved_by, state_of_status
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record


def note_news(*, actor: Actor, now: datetime, organisation_id: int, entity_id: int, news: News) -> int:
    """Each flow where the platform says, what came kept once, and how far it was read; how many moved or came. The same news twice
    change nothing. Records FlowMoved for each that moved."""
    authorize(actor, "report.follow", Target(organisation_id))
    with transaction.atomic():
        moved = sum(_moved(each, actor, now, organisation_id, entity_id) for each in news.told)
        before = Incoming.objects.filter(entity_id=entity_id).count()
        Incoming.objects.bulk_create(
            [
                Incoming(
                    organisation_id=organisation_id, entity_id=entity_id, flow_id=each.flow_id[:120], name=each.name[:255],
                    content=each.content, sha256=hashlib.sha256(each.content).hexdigest(), received_at=now,
                )
                for each in news.came
            ],
            ignore_conflicts=True,
        )  # fmt: skip
        came = Incoming.objects.filter(entity_id=entity_id).count() - before
        PlatformAccess.objects.filter(entity_id=entity_id).update(
            tried_at=now, trouble="", **({"told_until": news.until[:40]} if news.until else {})
        )
    return moved + came


def note_unreachable(*, actor: Actor, now: datetime, organisation_id: int, entity_id: int, trouble: str) -> None:
    """The round could not read its news: the page says so. Records nothing."""
    authorize(actor, "report.follow", Target(organisation_id))
    PlatformAccess.objects.filter(entity_id=entity_id).update(tried_at=now, trouble=trouble[:300])


def _moved(told: Told, actor: Actor, now: datetime, organisation_id: int, entity_id: int) -> bool:
    which = {"flow_id": told.flow_id} if told.flow_id else {"invoice__reference": told.number}
    said = state_of_status(told.code)
    rows = Flow.objects.select_for_update(of=("self",)).filter(entity_id=entity_id, **which)
    row = rows.first() if said and (told.flow_id or told.number) else None
    if row is None or said is None:
        return False
    state = moved_by(FlowState(row.state), said)
    if state == row.state:
        return False
    row.state, row.reason, row.told_at = state, told.reason[:600], now
    row.save(update_fields=["state", "reason", "told_at"])
    record(facts.FlowMoved(organisation_id=organisation_id, flow=row.uuid, state=str(state)), actor=actor, now=now)
    return True
