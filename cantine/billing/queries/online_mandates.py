"""Authorisations to debit that payers gave at a provider, what they let be charged, and the signed link where one is given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.urls import reverse

from cantine.accounting import queries as accounting
from cantine.billing.models import OnlineConnection, OnlineMandate, OnlinePayment
from cantine.billing.queries.documents import InvoiceCard
from cantine.billing.queries.payers import ORGANISATION, PERSON, Who
from cantine.billing.queries.sepa import RunPreview, invoices_owed
from cantine.billing.rules.online import Consent, MandateTruth, Stage, earliest_charge
from cantine.billing.rules.sepa import Debtor, Standing, decided
from cantine.core import scoping, sql
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
    connection_id: int
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
    "id", "uuid", "organisation_id", "place_id", "entity_id", "connection_id", "provider", "person_id", "customer_id", "payer_name",
    "reference", "stage", "why", "asked_at", "moved_at",
)  # fmt: skip

_THEIRS = ", ".join(f"m.{name}" for name in COLUMNS)
_MINE = f"""
SELECT c.entity_id, c.provider, {_THEIRS} FROM (SELECT entity_id, provider FROM billing_onlineconnection
  WHERE "on" AND entity_id = ANY(%s::bigint[])) AS c
FULL JOIN (SELECT * FROM billing_onlinemandate WHERE person_id = %s AND customer_id IS NULL AND stage IN ('waiting', 'active')) AS m
  ON m.entity_id = c.entity_id ORDER BY m.asked_at DESC, m.id DESC
"""  # noqa: S608  names of our own
_DEBITING = f"""
SELECT coalesce(d.going, false), d.day, d.cents, {_THEIRS} FROM (SELECT 1) AS one
LEFT JOIN LATERAL (SELECT true AS going, coalesce(r.collected_on, o.charged_on) AS day, b.cents FROM billing_debit b
  LEFT JOIN billing_debitrun r ON r.id = b.run_id LEFT JOIN billing_onlinepayment o ON o.id = b.online_id
  WHERE b.organisation_id = %s AND b.invoice_id = %s AND b.live AND b.payment_id IS NULL LIMIT 1) AS d ON true
LEFT JOIN LATERAL (SELECT a.* FROM billing_onlinemandate a JOIN billing_onlineconnection c ON c.id = a.connection_id AND c."on"
  WHERE a.organisation_id = %s AND a.entity_id = %s AND a.stage IN ('waiting', 'active') AND coalesce(a.customer_id, 0) = %s
    AND (a.customer_id IS NOT NULL OR a.person_id = %s) LIMIT 1) AS m ON true
"""  # noqa: S608  names of our own


@dataclass(frozen=True)
class Going:
    """A debit that is on its way; ``on`` once its day is known."""

    on: date | None
    cents: int


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


def codes_on(organisation_id: int) -> list[str]:
    """The providers by which a tenancy takes money; one statement."""
    rows = OnlineConnection.objects.filter(organisation_id=organisation_id, on=True)
    return list(rows.order_by("pk").values_list("provider", flat=True))


def debiting_at(place: PlaceRef) -> DebitingRef | None:
    """Of who invoices at the place: the provider that is on, whether it debits or not."""
    entity = accounting.entity_of(place)
    rows = OnlineConnection.objects.filter(organisation_id=place.organisation_id, on=True)
    row = rows.filter(entity_id=entity.id).values_list("pk", "provider").first() if entity else None
    return DebitingRef(row[0], entity.id, entity.name, row[1]) if entity and row else None


def online_mandates_of(organisation_id: int) -> list[OnlineMandateLine]:
    """Those of every place of the tenancy, the latest first; one statement."""
    rows = OnlineMandate.objects.filter(organisation_id=organisation_id)
    return [_line(row) for row in rows.order_by("-asked_at", "-pk").values_list(*COLUMNS)]


def my_debits(person_id: int, *, entities: Iterable[int]) -> tuple[dict[int, str], list[OnlineMandateLine]]:
    """By seller, with whom it takes money online; and what a person lets providers debit for themselves, in every place. Both are the
    reader's to know whatever tenancy they stand in. One statement."""
    with scoping.unscoped("a payer is told who takes money online, and what they let them debit"):
        rows = sql.rows(_MINE, [list(entities), person_id])
    on = {entity: provider for entity, provider, *_line_ in rows if entity is not None}
    return on, [_line(tuple(row)) for _entity, _provider, *row in rows if row[0] is not None]


def debiting_of(card: InvoiceCard, *, organisation_id: int) -> tuple[Going | None, OnlineMandateLine | None]:
    """The debit of an invoice that is on its way, by our bank or by a provider; and the authorisation by which its payer may be debited, or
    is asked whether they may. One statement."""
    kind, key = card.who
    customer, person = (key, 0) if kind == ORGANISATION else (0, key)
    row = sql.row(_DEBITING, [organisation_id, card.id, organisation_id, card.entity_id, customer, person])
    assert row is not None
    going, on, cents, *line = row
    return Going(on, cents) if going else None, _line(tuple(line)) if line[0] is not None else None


def find_online_mandate(uuid: UUID) -> OnlineMandateLine | None:
    row = OnlineMandate.objects.filter(uuid=uuid).values_list(*COLUMNS).first()
    return _line(row) if row else None


def mandate_truth_of(row: OnlineMandate) -> MandateTruth:
    return MandateTruth(Consent(row.stage), row.mandate, row.why, row.earliest_on)


def preview_of_charges(
    place: PlaceRef, debiting: DebitingRef, mandates: Iterable[OnlineMandateLine], *, on: date, today: date
) -> RunPreview:  # fmt: skip
    """What would be charged for that day of those who authorised it, and why the rest would not; one statement."""
    owed = invoices_owed(place, debiting.entity_id)
    takes, leaves = decided(owed, _debtors(debiting, mandates), on=on)
    return RunPreview(earliest_charge(today), takes, leaves)


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


def _debtors(debiting: DebitingRef, mandates: Iterable[OnlineMandateLine]) -> dict[Who, Debtor]:
    """Of this provider: the one that lives wins over those before it. Whoever was erased is debited no more."""
    known = [each for each in mandates if each.person_id or each.customer_id]
    mine = [each for each in known if each.connection_id == debiting.connection_id]
    ordered = sorted(mine, key=lambda each: (each.live, each.id))
    return {each.who: Debtor(each.id, STANDINGS[each.stage], True) for each in ordered}


def _line(row: tuple[Any, ...]) -> OnlineMandateLine:
    said = dict(zip(COLUMNS, row, strict=True))
    return OnlineMandateLine(**{**said, "stage": Consent(said["stage"])})


def _signer() -> signing.Signer:
    return signing.Signer(salt="cantine.billing.online_mandate", sep=SEPARATOR)
