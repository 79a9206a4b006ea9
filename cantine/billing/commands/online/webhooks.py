"""What a provider sends by itself: believed only when it is signed, taken once, and only as a hint to ask it what is true."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Q

from cantine.billing.commands.online.providers import provider_of
from cantine.billing.models import OnlineMandate, OnlinePayment
from cantine.billing.queries.online import ConnectionRef, find_connection
from cantine.billing.rules.online import Forged, Notice
from cantine.core import jobs, scoping, sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused

_ONCE = """
INSERT INTO billing_webhookevent (organisation_id, connection_id, event_id, reference, genuine, at) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (connection_id, event_id) DO NOTHING RETURNING id
"""


def take_webhook(
    *, actor: Actor, now: datetime, organisation_id: int, connection: UUID, headers: Mapping[str, str], body: bytes
) -> int:  # fmt: skip
    """Note each word that is new, and have the provider asked about its payment or its authorisation; how
    many were new. One that is not signed is
    kept as such, by its print, and nothing else is done.

    Refusals: webhook_forged, provider_unknown. Records nothing: what it leads to is recorded.
    """
    authorize(actor, "online.follow", Target(organisation_id))
    with scoping.scope([organisation_id]):
        found = find_connection(organisation_id=organisation_id, uuid=connection)
        if found is None:
            raise Refused(Refusal("provider_unknown"))
        try:
            notices = provider_of(found.provider).read_webhook(found.account, headers=headers, body=body, now=now)
        except Forged:
            forged = Notice(f"forged:{sha256(body).hexdigest()}", "")
            _note(found, forged, now, genuine=False)
            taken = None
        else:
            taken = sum(_taken(found, each, now) for each in notices)
    if taken is None:
        raise Refused(Refusal("webhook_forged"))
    return taken


def _taken(found: ConnectionRef, notice: Notice, now: datetime) -> bool:
    if not _note(found, notice, now, genuine=True):
        return False
    named = Q(reference=notice.reference) | Q(other=notice.reference)
    rows = OnlinePayment.objects.filter(named, organisation_id=found.organisation_id, connection_id=found.id)
    for uuid in rows.exclude(reference="").values_list("uuid", flat=True):
        jobs.later("billing.follow_payment", organisation_id=found.organisation_id, payment=str(uuid))
    given = Q(reference=notice.reference) | Q(mandate=notice.reference)
    mandates = OnlineMandate.objects.filter(given, organisation_id=found.organisation_id, connection_id=found.id)
    for uuid in mandates.exclude(reference="").values_list("uuid", flat=True):
        jobs.later("billing.follow_mandate", organisation_id=found.organisation_id, mandate=str(uuid))
    return True


def _note(found: ConnectionRef, notice: Notice, now: datetime, *, genuine: bool) -> bool:
    values = [found.organisation_id, found.id, notice.event_id[:120], notice.reference[:120], genuine, now]
    return sql.row(_ONCE, values) is not None
