"""Direct debits as they stand: who collects, mandates, what a run would take and leave, runs with their debits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.urls import reverse

from cantine.accounting import queries as accounting
from cantine.billing.models import Debit, DebitRun, Mandate, SepaCreditor
from cantine.billing.queries.advances import LEFT, MONEY
from cantine.billing.rules.bank import masked
from cantine.billing.rules.sepa import (
    Debtor,
    Due,
    Scheme,
    Standing,
    Taken,
    decided,
    earliest_collection,
    standing_of,
)
from cantine.billing.rules.sepa import Sequence as Order
from cantine.core import scoping, sql
from cantine.core.sealing import unseal
from cantine.kernel import Refusal
from cantine.places.queries import PlaceRef

SEPARATOR = "~"
LEAD_DAYS = 2  # what most banks ask for, a file being brought on a day of work
_OWED = f"""
WITH held AS (SELECT p.customer_id, p.person_id, sum({LEFT})::bigint AS cents FROM billing_payment p
  WHERE p.organisation_id = %s AND p.entity_id = %s AND {MONEY} GROUP BY p.customer_id, p.person_id)
SELECT i.id, i.reference, coalesce(i.customer_id, 0), coalesce(i.person_id, 0), i.payer_name, i.due_cents - s.settled, i.due_on,
  EXISTS (SELECT 1 FROM billing_debit d WHERE d.organisation_id = i.organisation_id AND d.invoice_id = i.id AND d.live),
  EXISTS (SELECT 1 FROM billing_dispute d WHERE d.organisation_id = i.organisation_id AND d.invoice_id = i.id AND d.ended_at IS NULL),
  i.uuid, coalesce((SELECT sum(held.cents) FROM held WHERE CASE WHEN i.customer_id IS NULL
    THEN held.customer_id IS NULL AND held.person_id = i.person_id ELSE held.customer_id = i.customer_id END), 0)::bigint
FROM billing_invoice i
JOIN LATERAL (SELECT coalesce(sum(cents), 0)::bigint AS settled FROM billing_settlement
  WHERE organisation_id = i.organisation_id AND invoice_id = i.id) AS s ON true
WHERE i.organisation_id = %s AND i.place_id = %s AND i.entity_id = %s AND i.issued_at IS NOT NULL
  AND i.kind IN ('invoice', 'deposit') AND i.due_cents > s.settled
ORDER BY i.due_on, i.id
"""  # noqa: S608  words of our own


@dataclass(frozen=True)
class CreditorRef:
    """Who collects, and by which account."""

    entity_id: int
    name: str
    iban: str
    bic: str
    ics: str
    notice_days: int


@dataclass(frozen=True)
class MandateLine:
    """``iban`` is masked."""

    id: int
    uuid: UUID
    rum: str
    scheme: Scheme
    payer_name: str
    holder: str
    street: str
    postcode: str
    town: str
    country: str
    iban: str
    asked_at: datetime
    signed_at: datetime | None
    signed_name: str
    used_on: date | None
    revoked_why: str
    standing: Standing


@dataclass(frozen=True)
class RunPreview:
    earliest: date
    takes: list[Taken]
    leaves: list[tuple[Due, Refusal]]

    @property
    def cents(self) -> int:
        return sum(each.due.left_cents for each in self.takes)


@dataclass(frozen=True)
class RunLine:
    """A run in a list; ``returned`` of its debits came back."""

    uuid: UUID
    reference: str
    collected_on: date
    sha256: str
    made_at: datetime
    sent_at: datetime | None
    credited_on: date | None
    dropped_at: datetime | None
    debits: int
    cents: int
    returned: int


@dataclass(frozen=True)
class DebitLine:
    uuid: UUID
    invoice: UUID
    reference: str
    payer_name: str
    cents: int
    sequence: Order
    rum: str
    paid: bool
    reason: str
    returned_on: date | None


def creditor_of(place: PlaceRef) -> CreditorRef | None:
    """Of who invoices at the place, if it was given an identifier."""
    entity = accounting.entity_of(place)
    row = SepaCreditor.objects.filter(entity_id=entity.id).first() if entity else None
    return (
        CreditorRef(entity.id, entity.name, entity.iban, entity.bic, row.ics, row.notice_days)
        if entity and row
        else None
    )


def mandates_of(place: PlaceRef, *, today: date) -> list[MandateLine]:
    """The latest first; one statement."""
    rows = Mandate.objects.filter(organisation_id=place.organisation_id, place_id=place.id)
    return [_mandate(row, today) for row in rows.order_by("-asked_at", "-pk")]


def find_mandate(place: PlaceRef, uuid: UUID, *, today: date) -> MandateLine | None:
    row = Mandate.objects.filter(place_id=place.id, uuid=uuid).first()
    return _mandate(row, today) if row else None


def earliest_run(creditor: CreditorRef, *, today: date) -> date:
    """The first day that a run may take: payers are told before, and the bank has the file."""
    return earliest_collection(today=today, notice_days=creditor.notice_days, lead_days=LEAD_DAYS)


def preview_of_run(place: PlaceRef, creditor: CreditorRef, *, on: date, today: date) -> RunPreview:
    """Two statements. What would be taken on that day, and why the rest would not."""
    owed = invoices_owed(place, creditor.entity_id)
    earliest = earliest_run(creditor, today=today)
    takes, leaves = decided(owed, _debtors(creditor.entity_id, on), on=on)
    return RunPreview(earliest, takes, leaves)


def invoices_owed(place: PlaceRef, entity_id: int) -> list[Due]:
    """What is left of the invoices of a seller at the place, the first due first; one statement."""
    return [
        Due(key, reference, ("organisation", customer) if customer else ("person", person), name, left, due, going, disputed, uuid, held)
        for key, reference, customer, person, name, left, due, going, disputed, uuid, held in sql.rows(
            _OWED, [place.organisation_id, entity_id, place.organisation_id, place.id, entity_id]
        )
    ]  # fmt: skip


def runs_of(place: PlaceRef, *, most: int = 60) -> list[RunLine]:
    """The latest first; one statement."""
    return [RunLine(*row) for row in sql.rows(_RUNS.format(one=""), [place.organisation_id, place.id, most])]


def find_run(place: PlaceRef, uuid: UUID) -> RunLine | None:
    row = sql.row(_RUNS.format(one="AND r.uuid = %s"), [place.organisation_id, place.id, uuid, 1])
    return RunLine(*row) if row else None


def file_of_run(place: PlaceRef, uuid: UUID) -> tuple[str, bytes] | None:
    row = DebitRun.objects.filter(place_id=place.id, uuid=uuid).values_list("reference", "content").first()
    return (row[0], bytes(row[1])) if row else None


def debits_of(run: UUID) -> list[DebitLine]:
    rows = Debit.objects.filter(run__uuid=run).order_by("pk").values_list(
        "uuid", "invoice__uuid", "invoice__reference", "invoice__payer_name", "cents", "sequence", "mandate__rum", "payment_id",
        "reason", "returned_on",
    )  # fmt: skip
    return [DebitLine(*row[:5], Order(row[5]), row[6], row[7] is not None, row[8], row[9]) for row in rows]


def link_to_sign(mandate: UUID) -> str:
    """The secret end of the address where a mandate is signed."""
    return _signer().sign(mandate.hex)


def path_to_sign(mandate: UUID) -> str:
    return reverse("billing:sign_mandate", args=[link_to_sign(mandate)])


def linked_mandate(token: str) -> tuple[UUID, int, int] | None:
    """The mandate of a link of ours, its tenancy and its place; nothing of its rows."""
    try:
        uuid = UUID(hex=_signer().unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    with scoping.unscoped("a signed link names its tenant"):
        row = Mandate.objects.filter(uuid=uuid).values_list("organisation_id", "place_id").first()
    return (uuid, *row) if row else None


_RUNS = """
SELECT r.uuid, r.reference, r.collected_on, r.sha256, r.made_at, r.sent_at, r.credited_on, r.dropped_at, d.debits, d.cents, d.returned
FROM billing_debitrun r
JOIN LATERAL (SELECT count(*) AS debits, coalesce(sum(cents), 0)::bigint AS cents, count(returned_on) AS returned
  FROM billing_debit WHERE run_id = r.id) AS d ON true
WHERE r.organisation_id = %s AND r.place_id = %s {one} ORDER BY r.made_at DESC LIMIT %s
"""


def _debtors(entity_id: int, on: date) -> dict[tuple[str, int], Debtor]:
    """The one that holds wins over those before it. Whoever was erased is debited no more."""
    found: dict[tuple[str, int], Debtor] = {}
    rows: Sequence[Any] = list(Mandate.objects.filter(entity_id=entity_id).order_by("pk"))
    known = [each for each in rows if each.person_id or each.customer_id]
    for row in sorted(known, key=lambda each: each.revoked_at is None):
        who = ("organisation", row.customer_id) if row.customer_id else ("person", row.person_id or 0)
        found[who] = Debtor(row.pk, standing_on(row, on), row.used_on is not None)
    return found


def _mandate(row: Mandate, today: date) -> MandateLine:
    return MandateLine(
        row.pk, row.uuid, row.rum, Scheme(row.scheme), row.payer_name, row.holder, row.street, row.postcode, row.town,
        row.country, masked(unseal(row.iban_sealed)) if row.iban_sealed else "", row.asked_at, row.signed_at, row.signed_name,
        row.used_on, row.revoked_why, standing_on(row, today),
    )  # fmt: skip


def standing_on(row: Mandate, day: date) -> Standing:
    return standing_of(signed_on=row.signed_on, used_on=row.used_on, revoked=row.revoked_at is not None, today=day)


def _signer() -> signing.Signer:
    return signing.Signer(salt="cantine.billing.mandate", sep=SEPARATOR)
