"""A payer goes to the page of a provider for what is no invoice."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from cantine.billing import facts
from cantine.billing.commands.online.sources import Owed, payable_of
from cantine.billing.commands.online.starting import gone_to
from cantine.billing.models import OnlineConnection, OnlinePayment
from cantine.billing.rules.online import Intent, Stage, next_look
from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def start_payment_of_source(
    *, actor: Actor, now: datetime, place: PlaceRef, source: str, key: str, back: str, replay: bool = False
) -> UUID:  # fmt: skip
    """What a source asks for is to be paid on the page of the provider that is on, as ``start_payment`` does for an invoice.

    Refusals: nothing_left_to_pay, online_not_connected, provider_unreachable, provider_says_no. Records OnlinePaymentStarted.
    """
    authorize(actor, "online.start", Target(place.organisation_id, place.id, _person_of(place, source)))
    with scoping.scope([place.organisation_id]):
        owed = payable_of(source).owed(place, source)
        if owed is None or owed.cents <= 0:
            raise Refused(Refusal("nothing_left_to_pay", {"reference": owed.title if owed else ""}))
        row = _attempt(actor, now, place, source, owed, key, replay=replay)
    return gone_to(row, place, lambda: _intent(row, owed, place, back))


def _person_of(place: PlaceRef, source: str) -> int | None:
    with scoping.scope([place.organisation_id]):
        owed = payable_of(source).owed(place, source)
    return owed.person_id if owed else None


def _attempt(
    actor: Actor, now: datetime, place: PlaceRef, source: str, owed: Owed, key: str, *, replay: bool
) -> OnlinePayment:  # fmt: skip
    on = OnlineConnection.objects.filter(
        organisation_id=place.organisation_id, entity_id=owed.entity_id, on=True
    ).first()
    if on is None:
        raise Refused(Refusal("online_not_connected"))
    rows = OnlinePayment.objects.select_related("connection").filter(organisation_id=place.organisation_id)
    going = rows.filter(source=source, connection=on, stage=Stage.STARTED, cents=owed.cents).exclude(address="")
    if (open_one := going.order_by("-pk").first()) is not None:
        return open_one
    with transaction.atomic():
        row, is_new = rows.get_or_create(
            organisation_id=place.organisation_id, key=key,
            defaults={
                "uuid": uuid4(), "place_id": place.id, "connection": on, "source": source, "cents": owed.cents,
                "title": owed.title[:60], "payer_name": owed.payer_name[:160], "started_at": now, "moved_at": now,
                "next_look_at": next_look(started_at=now, now=now, stage=Stage.STARTED),
            },
        )  # fmt: skip
        if is_new:
            fact = facts.OnlinePaymentStarted(
                organisation_id=place.organisation_id, place_id=place.id, online_payment=row.uuid, invoice=None,
                cents=owed.cents,
            )  # fmt: skip
            record(fact, actor=actor, now=now, replay=replay)
    if row.source != source:
        raise Refused(Refusal("nothing_left_to_pay", {"reference": owed.title}))
    return row


def _intent(row: OnlinePayment, owed: Owed, place: PlaceRef, back: str) -> Intent:
    return Intent(
        key=str(row.uuid), cents=row.cents, label=f"{owed.title}, {place.name}", name=owed.payer_name, email=owed.email,
        back=back.replace("{payment}", str(row.uuid)), language=owed.language,
    )  # fmt: skip
