"""GoCardless: an account debited with its holder's agreement, once or by a mandate. Written from its published API reference."""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from cantine.billing.adapters.wire import Wire, right, within
from cantine.billing.rules.online import (
    Account,
    Charged,
    Consent,
    Dispute,
    Field,
    Forged,
    Intent,
    MandateAsked,
    MandateIntent,
    MandateTruth,
    Notice,
    Stage,
    Started,
    Truth,
)
from cantine.kernel import Refusal

LIVE, SANDBOX = "https://api.gocardless.com", "https://api-sandbox.gocardless.com"
VERSION = "2015-07-06"
WHY = "error.message"
PAID = frozenset({"confirmed", "paid_out", "charged_back"})
FAILED = frozenset({"failed", "cancelled", "customer_approval_denied"})
# A mandate that waits for the bank may be charged already; one that its payer suspended must not be.
ACTIVE = frozenset({"pending_submission", "submitted", "active"})
REFUSED = frozenset({"failed"})
SUSPENDED = "suspended_by_payer"
STOPPED = frozenset({"cancelled", "expired", "consumed", "blocked", SUSPENDED})
OVER_ALREADY = frozenset({"cancellation_failed", "mandate_cancelled"})
ONCE_ALREADY = "idempotent_creation_conflict"


class GoCardless:
    code = "gocardless"
    name = "GoCardless"
    fields: Sequence[Field] = (Field("access_token"), Field("webhook_secret"))
    associations_only = False
    practice = False
    debits = True

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()

    def check(self, account: Account) -> Sequence[Refusal]:
        status, _said = self._ask(account, "GET", "/creditors?limit=1")
        if status >= 300:
            return [Refusal("provider_key_wrong", {"provider": self.name})]
        return [Refusal("provider_key_of_tests", {"provider": self.name})] if _sandbox(account) else []

    def start(self, account: Account, intent: Intent) -> Started:
        asked = {"payment_request": {"description": intent.label, "amount": intent.cents, "currency": "EUR"}}
        return Started(*self._flow(account, asked, intent.key, intent.back, intent.name, intent.email, intent.language))

    def read_webhook(
        self, account: Account, *, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Sequence[Notice]:
        secret = account.keys.get("webhook_secret", "")
        right_one = hmac.new(secret.encode(), body, sha256).hexdigest()
        if not secret or not hmac.compare_digest(headers.get("Webhook-Signature", "").encode(), right_one.encode()):
            raise Forged
        try:
            return [Notice(str(each["id"]), _about(each["links"])) for each in json.loads(body)["events"]]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Forged from error

    def fetch(self, account: Account, reference: str) -> Truth:
        """Of a request that somebody signs, or of a payment that was taken by a mandate."""
        if reference.startswith("PM"):
            return self._payment(account, reference)
        status, said = self._ask(account, "GET", f"/billing_requests/{reference}")
        made = within(said, "billing_requests.links.payment_request_payment") if status < 300 else None
        if made:
            return self._payment(account, str(made))
        return Truth(Stage.EXPIRED) if within(said, "billing_requests.status") == "cancelled" else Truth()

    def refund(self, account: Account, reference: str, *, cents: int, key: str) -> None:
        truth = self.fetch(account, reference)
        asked = {
            "amount": cents, "total_amount_confirmation": truth.refunded_cents + cents, "links": {"payment": truth.other},
            "metadata": {"cantine": key},
        }  # fmt: skip
        answer = self._ask(account, "POST", "/refunds", {"refunds": asked}, key=key)
        if within(answer[1], "error.errors.0.reason") != ONCE_ALREADY:
            right(answer, WHY)

    def create_mandate(self, account: Account, intent: MandateIntent) -> MandateAsked:
        asked = {"mandate_request": {"scheme": "sepa_core", "currency": "EUR"}}
        flow = self._flow(account, asked, intent.key, intent.back, intent.name, intent.email, intent.language)
        return MandateAsked(*flow)

    def fetch_mandate(self, account: Account, reference: str) -> MandateTruth:
        """Of a request that somebody reads, then of the mandate that came of it."""
        status, said = self._ask(account, "GET", f"/billing_requests/{reference}")
        made = within(said, "billing_requests.links.mandate_request_mandate") if status < 300 else None
        if made:
            return self._mandate(account, str(made))
        over = within(said, "billing_requests.status") == "cancelled"
        return MandateTruth(Consent.REFUSED, why="cancelled") if over else MandateTruth()

    def stop_mandate(self, account: Account, reference: str) -> None:
        truth = self.fetch_mandate(account, reference)
        if truth.over and truth.why != SUSPENDED:
            return
        path = f"/mandates/{truth.mandate}" if truth.mandate else f"/billing_requests/{reference}"
        answer = self._ask(account, "POST", f"{path}/actions/cancel", {})
        if within(answer[1], "error.errors.0.reason") not in OVER_ALREADY:
            right(answer, WHY)

    def charge_mandate(self, account: Account, mandate: str, intent: Intent) -> Charged:
        asked = {
            "amount": intent.cents, "currency": "EUR", "description": intent.label, "links": {"mandate": mandate},
            "metadata": {"cantine": intent.key}, **({"charge_date": intent.on.isoformat()} if intent.on else {}),
        }  # fmt: skip
        answer = self._ask(account, "POST", "/payments", {"payments": asked}, key=intent.key)
        if within(answer[1], "error.errors.0.reason") == ONCE_ALREADY:
            made = str(within(answer[1], "error.errors.0.links.conflicting_resource_id"))
            return Charged(made)
        said = right(answer, WHY)
        taken = within(said, "payments.charge_date")
        return Charged(str(within(said, "payments.id")), date.fromisoformat(taken) if taken else None)

    def _flow(
        self, account: Account, asked: Mapping[str, Any], key: str, back: str, name: str, email: str, language: str
    ) -> tuple[str, str]:  # fmt: skip
        answer = self._ask(account, "POST", "/billing_requests", {"billing_requests": asked}, key=key)
        if within(answer[1], "error.errors.0.reason") == ONCE_ALREADY:
            made = str(within(answer[1], "error.errors.0.links.conflicting_resource_id"))
        else:
            made = str(within(right(answer, WHY), "billing_requests.id"))
        given, _space, family = name.partition(" ")
        flow = {
            "redirect_uri": back, "exit_uri": back, "language": language, "links": {"billing_request": made},
            "prefilled_customer": {"given_name": given, "family_name": family, "email": email},
        }  # fmt: skip
        said = right(self._ask(account, "POST", "/billing_request_flows", {"billing_request_flows": flow}), WHY)
        return made, str(within(said, "billing_request_flows.authorisation_url"))

    def _mandate(self, account: Account, mandate: str) -> MandateTruth:
        status, said = self._ask(account, "GET", f"/mandates/{mandate}")
        one = within(said, "mandates") if status < 300 else None
        if not one:
            return MandateTruth(mandate=mandate)
        state, day = str(one.get("status")), one.get("next_possible_charge_date")
        if state in ACTIVE:
            return MandateTruth(Consent.ACTIVE, mandate, "", date.fromisoformat(day) if day else None)
        if state in REFUSED | STOPPED:
            return MandateTruth(Consent.REFUSED if state in REFUSED else Consent.STOPPED, mandate, state)
        return MandateTruth(mandate=mandate)

    def _payment(self, account: Account, payment: str) -> Truth:
        status, said = self._ask(account, "GET", f"/payments/{payment}")
        one = within(said, "payments") if status < 300 else None
        if not one:
            return Truth(other=payment)
        state = str(one.get("status"))
        if state in FAILED:
            return Truth(Stage.FAILED, why=state, other=payment)
        if state not in PAID:
            return Truth(other=payment)
        paid, back = int(one.get("amount") or 0), int(one.get("amount_refunded") or 0)
        dispute = Dispute.LOST if state == "charged_back" else Dispute.NONE
        return Truth(Stage.PAID, paid, min(back, paid), 0, dispute, other=payment)

    def _ask(
        self, account: Account, method: str, path: str, said: Any = None, *, key: str = ""
    ) -> tuple[int, Any]:  # fmt: skip
        token = account.keys["access_token"]
        headers = {"Authorization": f"Bearer {token}", "GoCardless-Version": VERSION}
        headers |= {"Idempotency-Key": key} if key else {}
        host = SANDBOX if _sandbox(account) else LIVE
        return self.wire.ask(method, f"{host}{path}", headers=headers, json=said)


def _sandbox(account: Account) -> bool:
    return account.keys.get("access_token", "").startswith("sandbox_")


def _about(links: Mapping[str, Any]) -> str:
    return str(links.get("payment") or links.get("billing_request") or links.get("mandate") or "")
