"""What billing does on its own time: making the files of what was issued, sending them, reading what platforms say, following
online payments to their truth."""

import logging
from typing import Any
from uuid import UUID

from cantine.core import clock, scoping
from cantine.core.actor import system
from cantine.core.jobs import job, later

FILES = system("billing.make_files")
FLOWS = system("billing.flows")
TELLER = system("billing.online")
logger = logging.getLogger(__name__)


@job("billing.make_files")
def make_files(*, organisation_id: int, invoice_id: int) -> None:
    from cantine.billing.commands.files import make_files as make

    with scoping.scope([organisation_id]):
        make(actor=FILES, now=clock.now(), organisation_id=organisation_id, invoice_id=invoice_id)


@job("billing.follow_payment")
def follow_payment(*, organisation_id: int, payment: str) -> None:
    """A provider said that something happened: it is asked what."""
    from cantine.billing.commands import online

    online.follow_payment(actor=TELLER, now=clock.now(), organisation_id=organisation_id, payment=UUID(payment))


@job("billing.follow_mandate")
def follow_mandate(*, organisation_id: int, mandate: str) -> None:
    """A provider said that something happened to an authorisation: it is asked what."""
    from cantine.billing.commands import online

    online.follow_online_mandate(
        actor=TELLER, now=clock.now(), organisation_id=organisation_id, mandate=UUID(mandate)
    )  # fmt: skip


@job("billing.charge_mandate")
def charge_mandate(*, organisation_id: int, payment: str) -> None:
    """A debit was ordered: the provider is asked for it."""
    from cantine.billing.commands import online

    online.send_charge(actor=TELLER, now=clock.now(), organisation_id=organisation_id, payment=UUID(payment))


@job("billing.send_refund")
def send_refund(*, organisation_id: int, refund: str) -> None:
    from cantine.billing.commands import online

    online.send_refund(actor=TELLER, now=clock.now(), organisation_id=organisation_id, refund=UUID(refund))


@job("billing.send_practice_notice")
def send_practice_notice(*, organisation_id: int, notice: str) -> None:
    from cantine.billing.commands import online

    online.send_notice(actor=TELLER, now=clock.now(), organisation_id=organisation_id, notice=UUID(notice))


@job("billing.follow_online", cron="* * * * *")
def follow_online(timestamp: int) -> None:
    """Every minute: what nobody told of in time, debits and refunds to try again, and what practice says late on purpose."""
    from cantine.billing.commands import online

    now = clock.now()
    online.play_due_debits(actor=TELLER, now=now)
    online.send_due_notices(actor=TELLER, now=now)
    online.send_charges_due(actor=TELLER, now=now)
    online.follow_mandates_due(actor=TELLER, now=now)
    online.follow_due(actor=TELLER, now=now)
    online.refund_due(actor=TELLER, now=now)


@job("billing.send_flow")
def send_flow(*, organisation_id: int, flow_id: int) -> None:
    """Marked in a transaction, sent outside any, noted in another: whoever dies between leaves it as leaving, and it is not sent twice.
    Where nothing left, it waits, and the job is tried again."""
    from cantine.billing.commands import reporting
    from cantine.billing.rules.reporting import FlowState

    said: dict[str, Any] = {"actor": FLOWS, "organisation_id": organisation_id, "flow_id": flow_id}
    with scoping.scope([organisation_id]):
        leaving = reporting.take_flow(**said, now=clock.now())
    if leaving is None:
        return
    told, state, again = None, FlowState.UNSURE, None
    try:
        platform = reporting.open_platform(leaving.access)
        parcel = leaving.parcel
        told = platform.send_report(parcel) if parcel.is_report else platform.send_invoice(parcel)
    except reporting.CannotReach as error:
        state, again = FlowState.WAITING, error
    except reporting.Refusing as error:
        told = reporting.Told("Error", reason=str(error))
    except Exception as error:
        told = None
        logger.warning("flow %s: %s", flow_id, error)
    with scoping.scope([organisation_id]):
        reporting.note_left(**said, now=clock.now(), told=told, state=state)
    if again is not None:
        raise again


@job("billing.follow_round", cron="*/20 * * * *")
def follow_round(timestamp: int) -> None:
    """Every twenty minutes: each entity that has a platform reads its news."""
    from cantine.billing.queries.reporting import entities_to_follow

    with scoping.unscoped("a round hands each entity to a job"):
        for organisation_id, entity_id in entities_to_follow():
            later("billing.follow_entity", organisation_id=organisation_id, entity_id=entity_id)


@job("billing.follow_entity")
def follow_entity(*, organisation_id: int, entity_id: int) -> None:
    from cantine.billing.commands import reporting
    from cantine.billing.queries.reporting import setting_of, waiting_flows

    said: dict[str, Any] = {"actor": FLOWS, "organisation_id": organisation_id, "entity_id": entity_id}
    with scoping.scope([organisation_id]):
        access = setting_of(organisation_id=organisation_id, entity_id=entity_id).access
        for flow in waiting_flows(organisation_id=organisation_id, entity_id=entity_id) if access else ():
            later("billing.send_flow", organisation_id=organisation_id, flow_id=flow)
    if access is None:
        return
    try:
        news = reporting.open_platform(access).receive(access.told_until)
    except (reporting.CannotReach, reporting.Refusing) as error:
        with scoping.scope([organisation_id]):
            reporting.note_unreachable(**said, now=clock.now(), trouble=str(error))
        return
    with scoping.scope([organisation_id]):
        reporting.note_news(**said, now=clock.now(), news=news)
