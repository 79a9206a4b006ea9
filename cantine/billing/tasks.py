"""What billing does on its own time: making the files of what was issued."""

from cantine.core import clock, scoping
from cantine.core.actor import system
from cantine.core.jobs import job

FILES = system("billing.make_files")


@job("billing.make_files")
def make_files(*, organisation_id: int, invoice_id: int) -> None:
    from cantine.billing.commands.files import make_files as make

    with scoping.scope([organisation_id]):
        make(actor=FILES, now=clock.now(), organisation_id=organisation_id, invoice_id=invoice_id)
