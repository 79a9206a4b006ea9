"""What billing does on its own time: making the files of what was issued, following online payments to their truth."""

from uuid import UUID

from cantine.core import clock, scoping
from cantine.core.actor import system
from cantine.core.jobs import job

FILES = system("billing.make_files")


@job("billing.make_files")
def make_files(*, organisation_id: int, invoice_id: int) -> None:
    from cantine.billing.commands.files import make_files as make

    with scoping.scope([organisation_id]):
        make(actor=FILES, now=clock.now(), organisation_id=organisation_id, invoice_id=invoice_id)


TELLER = system("billing.online")


@job("billing.follow_payment")
def follow_payment(*, organisation_id: int, payment: str) -> None:
    """A provider said that something happened: it is asked what."""
    from cantine.billing.commands import online

    online.follow_payment(actor=TELLER, now=clock.now(), organisation_id=organisation_id, payment=UUID(payment))


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
    """Every minute: what nobody told of in time, refunds to try again, notices of practice that are late on purpose."""
    from cantine.billing.commands import online

    now = clock.now()
    online.send_due_notices(actor=TELLER, now=now)
    online.follow_due(actor=TELLER, now=now)
    online.refund_due(actor=TELLER, now=now)
