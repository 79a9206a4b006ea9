"""The provider for practice as its own pages show it: a payment, an authorisation with its debits, what is due to be told."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cantine.billing.models import PracticeMandate, PracticeNotice, PracticePayment
from cantine.billing.rules.online import Consent, Debited, Stage
from cantine.core import scoping


@dataclass(frozen=True)
class PracticePage:
    """What the page of practice shows."""

    uuid: UUID
    organisation_id: int
    cents: int
    label: str
    back: str
    stage: Stage


@dataclass(frozen=True)
class PracticeDebit:
    """A debit of an account of practice; ``more`` that its bank has something to say yet."""

    uuid: UUID
    label: str
    cents: int
    stage: Stage
    returned: bool
    on: date | None
    more: bool


@dataclass(frozen=True)
class PracticeMandatePage:
    """An authorisation at the bank of practice, the latest debits first."""

    uuid: UUID
    organisation_id: int
    name: str
    back: str
    stage: Consent
    does: Debited | None
    debits: list[PracticeDebit]


def practice_page(uuid: UUID) -> PracticePage | None:
    with scoping.unscoped("the page of practice is of no tenant"):
        row = PracticePayment.objects.filter(uuid=uuid, mandate=None).first()
    return (
        PracticePage(row.uuid, row.organisation_id, row.cents, row.label, row.back, Stage(row.stage)) if row else None
    )


def practice_mandate_page(uuid: UUID) -> PracticeMandatePage | None:
    """Two statements."""
    with scoping.unscoped("the page of practice is of no tenant"):
        row = PracticeMandate.objects.filter(uuid=uuid).first()
        debits = [_debit(each) for each in row.debits.order_by("-pk")[:50]] if row else []
    if row is None:
        return None
    does = Debited(row.account) if row.account else None
    return PracticeMandatePage(row.uuid, row.organisation_id, row.name, row.back, Consent(row.stage), does, debits)


def practice_sheet(address: str) -> UUID:
    """Which page of practice an address is."""
    return UUID(address.rstrip("/").rpartition("/")[2])


def practice_notices_due(*, now: datetime) -> list[tuple[int, UUID]]:
    with scoping.unscoped("a job chooses its tenants"):
        rows = PracticeNotice.objects.filter(sent_at=None, due_at__lte=now)
        return list(rows.order_by("due_at").values_list("organisation_id", "uuid")[:100])


def practice_debits_due(*, now: datetime) -> list[tuple[int, UUID]]:
    with scoping.unscoped("a job chooses its tenants"):
        rows = PracticePayment.objects.filter(next_at__lte=now)
        return list(rows.order_by("next_at").values_list("organisation_id", "uuid")[:100])


def _debit(row: PracticePayment) -> PracticeDebit:
    on = row.next_at.date() if row.next_at else None
    return PracticeDebit(row.uuid, row.label, row.cents, Stage(row.stage), row.returned, on, row.next_at is not None)
