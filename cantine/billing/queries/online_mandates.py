"""Authorisations to debit that payers gave at a provider, what they let be charged, and the signed link where one is given."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.urls import reverse

from cantine.accounting import queries as accounting
from cantine.billing.models import Debit, OnlineConnection, OnlineMandate, OnlinePayment
from cantine.billing.queries.payers import ORGANISATION, PERSON, Who
from cantine.billing.queries.sepa import RunPreview, invoices_owed
from cantine.billing.rules.online import Consent, MandateTruth, Stage, earliest_charge
from cantine.billing.rules.sepa import Debtor, Standing, decided
from cantine.core import scoping
from cantine.places.queries import PlaceRef

SEPARATOR = "~"
LIVE = frozenset({Consent.WAITING, Consent.ACTIVE})
STANDINGS = {
    Consent.WAITING: Standing.ASKED, Consent.ACTIVE: Standing.ACTIVE, Consent.REFUSED: Standing.REVOKED,
    Consent.STOPPED: Standing.REVOKED,
}  # fmt: skip


@dataclass(frozen=True)
class OnlineMandateLine:
    """One in a list. ``started``: its payer went to the page of the provider."""

    id: int
    uuid: UUID
    organisation_id: int
    place_id: int
    entity_id: int
    provider: str
    person_id: int | None
    customer_id: int | None
    payer_name: str
    reference: str
    stage: Consent
    why: str
    asked_at: datetime
    moved_at: datetime

    @property
    def who(self) -> Who:
        return (ORGANISATION, self.customer_id) if self.customer_id else (PERSON, self.person_id or 0)

    @property
    def started(self) -> bool:
        return bool(self.reference)

    @property
    def live(self) -> bool:
        return self.stage in LIVE


COLUMNS = (
    "id", "uuid", "organisation_id", "place_id", "entity_id", "provider", "person_id", "customer_id", "payer_name", "reference",
    "stage", "why", "asked_at", "moved_at",
)  # fmt: skip


@dataclass(frozen=True)
class DebitingRef:
    """The account with a provider by which an entity takes debits."""

    connection_id: int
    entity_id: int
    name: str
    provider: str


def providers_on(entities: set[int]) -> dict[int, str]:
    """By seller, with whom it takes money online: public, for whoever pays is told so. One statement."""
    if not entities:
        return {}
    with scoping.unscoped("a payer is told who takes money online"):
        rows = OnlineConnection.objects.filter(entity_id__in=entities, on=True)
        return dict(rows.values_list("entity_id", "provider"))


def debiting_at(place: PlaceRef) -> DebitingRef | None:
    """Of who invoices at the place: the provider that is on, whether it debits or not."""
    entity = accounting.entity_of(place)
    rows = OnlineConnection.objects.filter(organisation_id=place.organisation_id, on=True)
    row = rows.filter(entity_id=entity.id).values_list("pk", "provider").first() if entity else None
    return DebitingRef(row[0], entity.id, entity.name, row[1]) if entity and row else None


def online_mandates_of(place: PlaceRef) -> list[OnlineMandateLine]:
    """The latest first; one statement."""
    rows = OnlineMandate.objects.filter(organisation_id=place.organisation_id, place_id=place.id)
    return [_line(row) for row in rows.order_by("-asked_at", "-pk").values_list(*COLUMNS)]


def my_online_mandates(person_id: int) -> list[OnlineMandateLine]:
    """Those that a person gave for themselves, in every place: read in the door ``own``. One statement."""
    rows = OnlineMandate.objects.filter(person_id=person_id, customer_id=None)
    return [_line(row) for row in rows.order_by("-asked_at", "-pk").values_list(*COLUMNS)[:100]]


def live_online_mandate(*, entity_id: int, who: Who) -> OnlineMandateLine | None:
    """The one by which this payer may be debited for a seller, or is asked whether they may; one statement."""
    kind, key = who
    whose = {"customer_id": key} if kind == ORGANISATION else {"customer_id": None, "person_id": key}
    rows = OnlineMandate.objects.filter(entity_id=entity_id, connection__on=True, stage__in=LIVE, **whose)
    row = rows.values_list(*COLUMNS).first()
    return _line(row) if row else None


def find_online_mandate(uuid: UUID) -> OnlineMandateLine | None:
    row = OnlineMandate.objects.filter(uuid=uuid).values_list(*COLUMNS).first()
    return _line(row) if row else None


def mandate_truth_of(row: OnlineMandate) -> MandateTruth:
    return MandateTruth(Consent(row.stage), row.mandate, row.why, row.earliest_on)


def preview_of_charges(place: PlaceRef, debiting: DebitingRef, *, on: date, today: date) -> RunPreview:
    """What would be charged for that day, and why the rest would not; two statements."""
    owed = invoices_owed(place, debiting.entity_id)
    takes, leaves = decided(owed, _debtors(debiting), on=on)
    return RunPreview(earliest_charge(today), takes, leaves)


def debit_day_of(invoice_id: int) -> tuple[date | None, int] | None:
    """The day on which an invoice is debited, by our bank or by a provider, and how much; None where nothing is on its way."""
    rows = Debit.objects.filter(invoice_id=invoice_id, live=True, payment=None)
    row = rows.values_list("run__collected_on", "online__charged_on", "cents").first()
    return (row[0] or row[1], row[2]) if row else None


def online_mandates_to_ask(*, now: datetime, most: int) -> list[tuple[int, UUID]]:
    """(tenancy, authorisation) of which nothing was heard in time."""
    with scoping.unscoped("a job chooses its tenants"):
        rows = OnlineMandate.objects.filter(next_look_at__lte=now)
        return list(rows.order_by("next_look_at").values_list("organisation_id", "uuid")[:most])


def charges_to_send(*, now: datetime, most: int) -> list[tuple[int, UUID]]:
    """(tenancy, charge) that no provider has yet: it did not answer, or we stopped before we asked."""
    with scoping.unscoped("a job chooses its tenants"):
        rows = OnlinePayment.objects.filter(mandate__isnull=False, reference="", stage=Stage.STARTED)
        due = rows.filter(next_look_at__lte=now).order_by("next_look_at")
        return list(due.values_list("organisation_id", "uuid")[:most])


def path_to_authorise(mandate: UUID) -> str:
    """The secret address where an authorisation is given, read and stopped."""
    return reverse("billing:online_mandate", args=[_signer().sign(mandate.hex)])


def linked_online_mandate(token: str) -> tuple[UUID, int, int] | None:
    """The authorisation of a link of ours, its tenancy and its place; nothing else of its row."""
    try:
        uuid = UUID(hex=_signer().unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    with scoping.unscoped("a signed link names its tenant"):
        row = OnlineMandate.objects.filter(uuid=uuid).values_list("organisation_id", "place_id").first()
    return (uuid, *row) if row else None


def _debtors(debiting: DebitingRef) -> dict[Who, Debtor]:
    """The one that lives wins over those before it."""
    rows = OnlineMandate.objects.filter(connection_id=debiting.connection_id).order_by("pk").values_list(*COLUMNS)
    found: dict[Who, Debtor] = {}
    for line in sorted(map(_line, rows), key=lambda each: each.live):
        found[line.who] = Debtor(line.id, STANDINGS[line.stage], True)
    return found


def _line(row: tuple[Any, ...]) -> OnlineMandateLine:
    said = dict(zip(COLUMNS, row, strict=True))
    return OnlineMandateLine(**{**said, "stage": Consent(said["stage"])})


def _signer() -> signing.Signer:
    return signing.Signer(salt="cantine.billing.online_mandate", sep=SEPARATOR)
