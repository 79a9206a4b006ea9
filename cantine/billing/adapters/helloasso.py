"""HelloAsso, for associations: its checkout, confirmed by reading it again. Written from its published API v5."""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from cantine.billing.adapters.wire import Wire, right, within
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

HOSTS = {False: "https://api.helloasso.com", True: "https://api.helloasso-sandbox.com"}
CAME = frozenset({"Authorized", "Registered", "Refunding", "Refunded", "Contested"})
WHY = "errors.0.message"


class HelloAsso:
    """It has no idempotency keys: a start is asked once (the attempt keeps the first address), and what goes back goes back
    whole, so that asking again finds it done."""

    code = "helloasso"
    name = "HelloAsso"
    fields: Sequence[Field] = (
        Field("organisation", secret=False), Field("client_id", secret=False), Field("client_secret"),
        Field("webhook_secret", optional=True), Field("sandbox", secret=False, optional=True),
    )  # fmt: skip
    associations_only = True
    practice = False
    debits = False

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()

    def check(self, account: Account) -> Sequence[Refusal]:
        try:
            status, _said = self._ask(account, "GET", f"/v5/organizations/{account.keys['organisation']}")
        except SaysNo:
            status = 401
        if status >= 300:
            return [Refusal("provider_key_wrong", {"provider": self.name})]
        return [Refusal("provider_key_of_tests", {"provider": self.name})] if _sandbox(account) else []

    def start(self, account: Account, intent: Intent) -> Started:
        asked = {
            "totalAmount": intent.cents, "initialAmount": intent.cents, "itemName": intent.label[:250], "backUrl": intent.back,
            "errorUrl": intent.back, "returnUrl": intent.back, "containsDonation": False, "metadata": {"cantine": intent.key},
            **({"payer": {"email": intent.email}} if intent.email else {}),
        }  # fmt: skip
        path = f"/v5/organizations/{account.keys['organisation']}/checkout-intents"
        said = right(self._ask(account, "POST", path, asked), WHY)
        return Started(str(said["id"]), str(said["redirectUrl"]))

    def read_webhook(
        self, account: Account, *, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Sequence[Notice]:
        """Signed with the key that HelloAsso gives to partners. Without it none is believed: each payment is asked about."""
        secret = account.keys.get("webhook_secret", "")
        right_one = hmac.new(secret.encode(), body, sha256).hexdigest()
        if not secret or not hmac.compare_digest(headers.get("X-Ha-Signature", "").encode(), right_one.encode()):
            raise Forged
        try:
            said = json.loads(body)
            intent = within(said, "data.checkoutIntentId") or within(said, "data.order.checkoutIntentId")
            return [Notice(f"{said['eventType']}:{sha256(body).hexdigest()[:40]}", str(intent or ""))]
        except (ValueError, KeyError, TypeError) as error:
            raise Forged from error

    def fetch(self, account: Account, reference: str) -> Truth:
        status, said = self._ask(
            account, "GET", f"/v5/organizations/{account.keys['organisation']}/checkout-intents/{reference}"
        )
        payments = (
            [each for each in within(said, "order.payments") or [] if isinstance(each, dict)] if status < 300 else []
        )
        came = [each for each in payments if each.get("state") in CAME]
        paid = sum(int(each.get("amount") or 0) for each in came)
        if not came:
            refused = any(each.get("state") in {"Refused", "Error"} for each in payments)
            return Truth(Stage.FAILED, why="refused") if refused else Truth()
        contested = any(each.get("state") == "Contested" for each in came)
        return Truth(
            Stage.PAID, paid, min(sum(map(_sent_back, came)), paid), 0, Dispute.OPEN if contested else Dispute.NONE,
            other=str(came[0].get("id") or ""),
        )  # fmt: skip

    def refund(self, account: Account, reference: str, *, cents: int, key: str) -> None:
        truth = self.fetch(account, reference)
        if truth.paid_cents and truth.refunded_cents >= truth.paid_cents:
            return
        if cents != truth.paid_cents or truth.refunded_cents:
            raise SaysNo("only_whole_refunds")
        right(self._ask(account, "POST", f"/v5/payments/{truth.other}/refund?comment={key}"), WHY)

    def create_mandate(self, account: Account, intent: MandateIntent) -> MandateAsked:
        raise SaysNo("no_mandates")

    def fetch_mandate(self, account: Account, reference: str) -> MandateTruth:
        return MandateTruth()

    def stop_mandate(self, account: Account, reference: str) -> None:
        raise SaysNo("no_mandates")

    def charge_mandate(self, account: Account, mandate: str, intent: Intent) -> Charged:
        raise SaysNo("no_mandates")

    def _ask(self, account: Account, method: str, path: str, said: Any = None) -> tuple[int, Any]:
        """A token lasts half an hour; one a call is simpler than one that is shared, and we call seldom."""
        host = HOSTS[_sandbox(account)]
        form = {
            "grant_type": "client_credentials", "client_id": account.keys["client_id"],
            "client_secret": account.keys["client_secret"],
        }  # fmt: skip
        given = right(self.wire.ask("POST", f"{host}/oauth2/token", headers={}, form=form), "error_description")
        return self.wire.ask(
            method, f"{host}{path}", headers={"Authorization": f"Bearer {given['access_token']}"}, json=said
        )


def _sandbox(account: Account) -> bool:
    return account.keys.get("sandbox", "").lower() in {"yes", "oui"}


def _sent_back(payment: Mapping[str, Any]) -> int:
    if payment.get("state") == "Refunded":
        return int(payment.get("amount") or 0)
    return sum(int(each.get("amount") or 0) for each in payment.get("refundOperations") or [])
