"""Online payments as they stand: with whom, each attempt, what wants a hand; and the signed link by which an invoice is paid."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from cantine.billing.models import (
    Debit,
    Invoice,
    OnlineConnection,
    OnlinePayment,
    OnlineRefund,
)
from cantine.billing.queries.documents import InvoiceKey, key_of_invoice
from cantine.billing.rules.online import WANTS_A_HAND, Account, Dispute, Stage, State, Truth, state_of
from cantine.core import scoping, sql
from cantine.core.sealing import unseal
from cantine.places.queries import PlaceRef

SEPARATOR = "~"
ONE, ALL = "cantine.billing.pay", "cantine.billing.pay_all"  # a link for one invoice opens no other
MOST = 300
_OF = """
SELECT o.uuid, i.uuid, coalesce(i.reference, o.title) || coalesce((SELECT ', ' || string_agg(x.reference, ', ' ORDER BY q.position)
    FROM billing_onlinepart q JOIN billing_invoice x ON x.id = q.invoice_id WHERE q.online_payment_id = o.id), ''),
  coalesce(i.payer_name, o.payer_name), c.provider, o.cents, o.paid_cents, o.refunded_cents, o.fee_cents, o.stage,
  o.dispute, o.why, o.stuck, o.started_at, o.address, o.credited_cents,
  CASE WHEN i.id IS NULL THEN o.credited_cents ELSE coalesce((SELECT sum(s.cents)::bigint FROM billing_settlement s
    WHERE s.payment_id = o.payment_id AND (s.invoice_id = i.id OR s.invoice_id IN (
      SELECT q.invoice_id FROM billing_onlinepart q WHERE q.online_payment_id = o.id))), 0) END,
  coalesce((SELECT sum(r.cents)::bigint FROM billing_onlinerefund r WHERE r.online_payment_id = o.id AND r.state = 'done'), 0),
  coalesce((SELECT sum(r.cents)::bigint FROM billing_onlinerefund r WHERE r.online_payment_id = o.id AND r.state = 'asked'), 0),
  (SELECT max(r.why) FROM billing_onlinerefund r WHERE r.online_payment_id = o.id AND r.state <> 'done' AND r.why <> ''),
  o.mandate_id IS NOT NULL, o.charged_on,
  coalesce((SELECT d.returned_on IS NOT NULL FROM billing_debit d WHERE d.online_id = o.id), false),
  o.mandate_id IS NOT NULL AND o.stage = 'failed' AND NOT EXISTS (
    SELECT FROM billing_debit d WHERE d.organisation_id = o.organisation_id AND d.invoice_id = i.id AND d.live)
    AND i.due_cents > (SELECT coalesce(sum(s.cents), 0) FROM billing_settlement s
      WHERE s.organisation_id = o.organisation_id AND s.invoice_id = i.id)
    AND NOT EXISTS (SELECT FROM billing_onlinepayment n WHERE n.organisation_id = o.organisation_id AND n.invoice_id = i.id
      AND n.id > o.id AND n.mandate_id IS NOT NULL), o.source
FROM billing_onlinepayment o LEFT JOIN billing_invoice i ON i.id = o.invoice_id
JOIN billing_onlineconnection c ON c.id = o.connection_id WHERE o.organisation_id = %s AND
"""
_OF_PLACE = f"{_OF} o.place_id = %s ORDER BY o.started_at DESC, o.id DESC LIMIT %s"
_OF_INVOICE = f"""{_OF} (o.invoice_id = %s OR o.id IN (SELECT q.online_payment_id FROM billing_onlinepart q
  WHERE q.organisation_id = o.organisation_id AND q.invoice_id = %s)) ORDER BY o.id DESC"""  # noqa: S608  words of our own
_OWING = """
SELECT i.uuid FROM billing_invoice i JOIN billing_onlineconnection c
  ON c.organisation_id = i.organisation_id AND c.entity_id = i.entity_id AND c."on"
WHERE i.organisation_id = %s AND i.place_id = %s AND i.issued_at IS NOT NULL AND i.kind IN ('invoice', 'deposit')
  AND coalesce(i.customer_id, 0) = %s AND (i.customer_id IS NOT NULL OR i.person_id = %s)
  AND i.due_cents > (SELECT coalesce(sum(s.cents), 0) FROM billing_settlement s
    WHERE s.organisation_id = i.organisation_id AND s.invoice_id = i.id)
  AND NOT EXISTS (SELECT FROM billing_dispute d
    WHERE d.organisation_id = i.organisation_id AND d.invoice_id = i.id AND d.ended_at IS NULL)
ORDER BY i.due_on, i.id LIMIT 1
"""
_ONE = f"{_OF} o.uuid = %s"


@dataclass(frozen=True)
class ConnectionRef:
    """An account with a provider, its keys opened for who speaks with it."""

    id: int
    uuid: UUID
    organisation_id: int
    entity_id: int
    provider: str
    on: bool
    account: Account


@dataclass(frozen=True)
class OnlineLine:
    """An attempt in a list. ``settled_cents`` of what came paid the invoice; the rest stays with the payer. A ``debit`` may be
    ``taken_back`` by the bank, its payment undone here, or ``not_taken``, its invoice owed still and nothing else asked. With
    no ``invoice``, ``source`` names what it pays."""

    uuid: UUID
    invoice: UUID | None
    reference: str
    payer_name: str
    provider: str
    cents: int
    paid_cents: int
    refunded_cents: int
    fee_cents: int
    stage: Stage
    dispute: Dispute
    why: str
    stuck: str
    started_at: datetime
    address: str
    credited_cents: int
    settled_cents: int
    paid_back_cents: int
    going_back_cents: int
    refund_why: str
    debit: bool
    charged_on: date | None
    taken_back: bool
    not_taken: bool
    source: str = ""

    @property
    def state(self) -> State:
        return state_of(Truth(self.stage, self.paid_cents, self.refunded_cents, self.fee_cents, self.dispute))

    @property
    def kept_cents(self) -> int:
        """What the payer keeps for what comes next: the invoice was paid otherwise meanwhile."""
        return self.credited_cents - self.settled_cents

    @property
    def elsewhere_cents(self) -> int:
        """What the provider sent back without us: a credit note is missing for it."""
        return max(0, self.refunded_cents - self.paid_back_cents - self.going_back_cents)

    @property
    def wants_a_hand(self) -> bool:
        lost = self.state in WANTS_A_HAND and not self.taken_back
        return bool(self.stuck or self.refund_why or self.elsewhere_cents or self.not_taken or lost)


def account_of(row: OnlineConnection) -> Account:
    keys = json.loads(unseal(row.keys_sealed) or "{}") if row.keys_sealed else {}
    path = reverse("billing:webhook", args=[row.provider, row.uuid])
    return Account(row.organisation_id, row.uuid, keys, f"{settings.PUBLIC_URL}{path}")


def connections_of(organisation_id: int) -> list[ConnectionRef]:
    rows = OnlineConnection.objects.filter(organisation_id=organisation_id)
    return [_connection(row) for row in rows.order_by("entity_id", "provider")]


def find_connection(*, organisation_id: int, uuid: UUID) -> ConnectionRef | None:
    row = OnlineConnection.objects.filter(organisation_id=organisation_id, uuid=uuid).first()
    return _connection(row) if row else None


def tenancy_of_connection(*, provider: str, uuid: UUID) -> int | None:
    """Whose tenancy a webhook is for."""
    with scoping.unscoped("the address of a webhook names its tenant"):
        rows = OnlineConnection.objects.filter(provider=provider, uuid=uuid)
        return rows.values_list("organisation_id", flat=True).first()


def entities_paid_online(entities: Iterable[int]) -> frozenset[int]:
    """Those of these sellers that take money online: public, for whoever pays is told so. One statement."""
    wanted = set(entities)
    if not wanted:
        return frozenset()
    with scoping.unscoped("a payer is told who takes money online"):
        rows = OnlineConnection.objects.filter(entity_id__in=wanted, on=True)
        return frozenset(rows.values_list("entity_id", flat=True))


def organisations_paid_online(organisations: Iterable[int]) -> frozenset[int]:
    """Those of these tenancies of which an entity takes money online. One statement, none where none is asked."""
    wanted = set(organisations)
    if not wanted:
        return frozenset()
    rows = OnlineConnection.objects.filter(organisation_id__in=wanted, on=True)
    return frozenset(rows.values_list("organisation_id", flat=True))


def online_payments_of(place: PlaceRef, *, most: int = MOST) -> list[OnlineLine]:
    """Attempts at a place, the latest first; one statement."""
    return [_line(row) for row in sql.rows(_OF_PLACE, [place.organisation_id, place.id, most])]


def online_payments_of_invoice(*, organisation_id: int, invoice_id: int) -> list[OnlineLine]:
    return [_line(row) for row in sql.rows(_OF_INVOICE, [organisation_id, invoice_id, invoice_id])]


def find_online_payment(*, organisation_id: int, uuid: UUID) -> OnlineLine | None:
    row = sql.row(_ONE, [organisation_id, uuid])
    return _line(row) if row else None


def key_of_online_payment(uuid: UUID) -> InvoiceKey | None:
    """That of the invoice which it pays."""
    with scoping.unscoped("an address that names no place leads to one tenancy"):
        invoice = OnlinePayment.objects.filter(uuid=uuid).values_list("invoice__uuid", flat=True).first()
    return key_of_invoice(invoice) if invoice else None


def truth_of(row: OnlinePayment) -> Truth:
    return Truth(
        Stage(row.stage), row.paid_cents, row.refunded_cents, row.fee_cents, Dispute(row.dispute), row.why, row.other
    )  # fmt: skip


def online_payments_to_ask(*, now: datetime, most: int) -> list[tuple[int, UUID]]:
    """(tenancy, attempt) of which nothing was heard in time."""
    with scoping.unscoped("a job chooses its tenants"):
        rows = OnlinePayment.objects.filter(next_look_at__lte=now).exclude(reference="")
        return list(rows.order_by("next_look_at").values_list("organisation_id", "uuid")[:most])


@dataclass(frozen=True)
class Going:
    """Money that is on its way back; ``why`` is what stands in the way, "" where nothing was said."""

    uuid: UUID
    cents: int
    why: str


def refund_going(credit_note_id: int) -> Going | None:
    """The order to the provider that gives back a credit note, as long as nobody answered it; one statement."""
    rows = OnlineRefund.objects.filter(credit_note_id=credit_note_id, state="asked")
    row = rows.values_list("uuid", "cents", "why").first()
    return Going(*row) if row else None


def online_refunds_to_try(*, now: datetime) -> list[tuple[int, UUID]]:
    with scoping.unscoped("a job chooses its tenants"):
        rows = OnlineRefund.objects.filter(state="asked", next_try_at__lte=now)
        return list(rows.order_by("next_try_at").values_list("organisation_id", "uuid")[:100])


def link_to_pay(invoice: UUID) -> str:
    """The secret end of the address where an invoice is paid."""
    return _signer().sign(invoice.hex)


def path_to_pay(invoice: UUID) -> str:
    return reverse("billing:pay_online", args=[link_to_pay(invoice)])


def link_to_pay_all(invoice: UUID) -> str:
    """The secret end of the address where all that the payer of this invoice owes its seller is paid at once."""
    return _signer(ALL).sign(invoice.hex)


def path_to_pay_all(invoice: UUID) -> str:
    return reverse("billing:pay_all_online", args=[link_to_pay_all(invoice)])


def path_of_all_owed(place: PlaceRef, *, who: tuple[str, int]) -> str:
    """Where somebody pays all that they owe at the place; "" where nothing is owed that is not disputed, or not to a seller who takes
    money online. One statement."""
    kind, key = who
    values = [place.organisation_id, place.id, key if kind == "organisation" else 0, key if kind == "person" else 0]
    row = sql.row(_OWING, values)
    return path_to_pay_all(row[0]) if row else ""


def invoices_debited(invoices: Iterable[int]) -> frozenset[int]:
    """Those whose debit is on its way, by our bank or by a provider; one statement."""
    rows = Debit.objects.filter(invoice_id__in=list(invoices), live=True, payment=None)
    return frozenset(rows.values_list("invoice_id", flat=True))


def linked_invoice(token: str, *, salt: str = ONE) -> tuple[UUID, int, int] | None:
    """The invoice of a link of ours, its tenancy and its place; nothing of its rows."""
    try:
        uuid = UUID(hex=_signer(salt).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    with scoping.unscoped("a signed link names its tenant"):
        rows = Invoice.objects.filter(uuid=uuid).exclude(issued_at=None)
        row = rows.values_list("organisation_id", "place_id").first()
    return (uuid, *row) if row else None


def _signer(salt: str = ONE) -> signing.Signer:
    return signing.Signer(salt=salt, sep=SEPARATOR)


def _connection(row: OnlineConnection) -> ConnectionRef:
    return ConnectionRef(row.pk, row.uuid, row.organisation_id, row.entity_id, row.provider, row.on, account_of(row))


def _line(row: tuple[Any, ...]) -> OnlineLine:
    values = list(row)
    values[9], values[10], values[19] = Stage(values[9]), Dispute(values[10]), values[19] or ""
    return OnlineLine(*values)
