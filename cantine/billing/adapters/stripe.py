"""Stripe: its hosted page (Checkout), so that no card number comes here. Written from its published API reference."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cantine.billing.adapters.wire import Wire, right, within
from cantine.billing.commands.online.signatures import check_signature
from cantine.billing.rules.online import (
    Account,
    Charged,
    Dispute,
    Field,
    Forged,
    Intent,
    MandateAsked,
    MandateIntent,
    MandateTruth,
    Notice,
    SaysNo,
    Stage,
    Started,
    Truth,
)
from cantine.kernel import Refusal

API = "https://api.stripe.com/v1"
VERSION = "2025-03-31.basil"
WHY = "error.message"
WHOLE = "expand[]=payment_intent.latest_charge.balance_transaction"
OVER = {"won": Dispute.WON, "warning_closed": Dispute.WON, "lost": Dispute.LOST}


class Stripe:
    code = "stripe"
    name = "Stripe"
    fields: Sequence[Field] = (Field("secret_key"), Field("webhook_secret"))
    associations_only = False
    practice = False
    debits = False

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()

    def check(self, account: Account) -> Sequence[Refusal]:
        status, _said = self._ask(account, "GET", "/account")
        if status >= 300:
            return [Refusal("provider_key_wrong", {"provider": self.name})]
        if "_test_" in account.keys["secret_key"]:
            return [Refusal("provider_key_of_tests", {"provider": self.name})]
        return []

    def start(self, account: Account, intent: Intent) -> Started:
        form = {
            "mode": "payment", "success_url": intent.back, "cancel_url": intent.back, "client_reference_id": intent.key,
            "locale": intent.language, "line_items[0][quantity]": "1", "line_items[0][price_data][currency]": "eur",
            "line_items[0][price_data][unit_amount]": str(intent.cents),
            "line_items[0][price_data][product_data][name]": intent.label, "payment_intent_data[description]": intent.label,
            **({"customer_email": intent.email} if intent.email else {}),
        }  # fmt: skip
        said = right(self._ask(account, "POST", "/checkout/sessions", form, key=intent.key), WHY)
        return Started(str(said["id"]), str(said["url"]))

    def read_webhook(
        self, account: Account, *, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Sequence[Notice]:
        """Of a session, it bears its id; of a charge or of a dispute, that of the payment intent."""
        check_signature(
            headers.get("Stripe-Signature", ""), body, secret=account.keys.get("webhook_secret", ""), now=now
        )
        try:
            said = json.loads(body)
            thing = said["data"]["object"]
            named = thing.get("payment_intent") if thing["object"] in {"charge", "dispute", "refund"} else thing["id"]
            return [Notice(str(said["id"]), str(named or ""))]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Forged from error

    def fetch(self, account: Account, reference: str) -> Truth:
        status, said = self._ask(account, "GET", f"/checkout/sessions/{reference}?{WHOLE}")
        if status >= 300:
            return Truth()
        paying = within(said, "payment_intent") or {}
        charge = within(paying, "latest_charge") or {}
        why = str(within(paying, "last_payment_error.decline_code") or within(paying, "last_payment_error.code") or "")
        stage = _stage(said, why)
        paid = int(within(paying, "amount_received") or 0) if stage is Stage.PAID else 0
        return Truth(
            stage, paid, min(int(charge.get("amount_refunded") or 0), paid),
            int(within(charge, "balance_transaction.fee") or 0) if paid else 0,
            self._dispute(account, paying) if charge.get("disputed") else Dispute.NONE, why, str(paying.get("id") or ""),
        )  # fmt: skip

    def refund(self, account: Account, reference: str, *, cents: int, key: str) -> None:
        """Stripe forgets its idempotency keys after a day, and a refund may be asked again after: its own list is read first."""
        said = right(self._ask(account, "GET", f"/checkout/sessions/{reference}"), WHY)
        paying = str(said.get("payment_intent") or "")
        made = right(self._ask(account, "GET", f"/refunds?payment_intent={paying}&limit=100"), WHY)
        if any(within(each, "metadata.cantine") == key for each in made["data"]):
            return
        form = {"payment_intent": paying, "amount": str(cents), "metadata[cantine]": key}
        right(self._ask(account, "POST", "/refunds", form, key=key), WHY)

    def create_mandate(self, account: Account, intent: MandateIntent) -> MandateAsked:
        raise SaysNo("no_mandates")

    def fetch_mandate(self, account: Account, reference: str) -> MandateTruth:
        return MandateTruth()

    def stop_mandate(self, account: Account, reference: str) -> None:
        raise SaysNo("no_mandates")

    def charge_mandate(self, account: Account, mandate: str, intent: Intent) -> Charged:
        raise SaysNo("no_mandates")

    def _dispute(self, account: Account, paying: Mapping[str, Any]) -> Dispute:
        status, said = self._ask(account, "GET", f"/disputes?payment_intent={paying.get('id')}&limit=1")
        return OVER.get(str(within(said, "data.0.status")), Dispute.OPEN) if status < 300 else Dispute.OPEN

    def _ask(
        self, account: Account, method: str, path: str, form: Mapping[str, Any] | None = None, *, key: str = ""
    ) -> tuple[int, Any]:  # fmt: skip
        headers = {"Authorization": f"Bearer {account.keys['secret_key']}", "Stripe-Version": VERSION}
        headers |= {"Idempotency-Key": key} if key else {}
        return self.wire.ask(method, f"{API}{path}", headers=headers, form=form)


def _stage(said: Mapping[str, Any], why: str) -> Stage:
    if said.get("payment_status") == "paid":
        return Stage.PAID
    if said.get("status") == "expired":
        return Stage.EXPIRED
    return Stage.FAILED if why else Stage.STARTED
