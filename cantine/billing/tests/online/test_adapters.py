"""Stripe, HelloAsso and GoCardless, each against exchanges written from its published documentation (``exchanges/``, which say so):
no provider was asked. What is sent is looked at as much as what is understood."""

import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import httpx
import pytest

from cantine.billing.rules.online import (
    Account,
    Charged,
    Consent,
    Dispute,
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
    Unreachable,
)
from cantine.kernel import Refusal

EXCHANGES = Path(__file__).parent / "exchanges"
INTENT = Intent(
    key="k1",
    cents=4800,
    label="FA2026-000001, La Cantine",
    back="https://la.example/retour/",
    name="Odile Martin",
    email="o@example.org",
)
KEYS = {
    "stripe": {"secret_key": "sk_live_1", "webhook_secret": "whsec_1"},
    "helloasso": {"organisation": "asso-essai", "client_id": "c1", "client_secret": "s1", "webhook_secret": "w1"},
    "gocardless": {"access_token": "live_1", "webhook_secret": "w1"},
}


class Played:
    """A provider that answers by its script: (method, the end of the path) → (status, exchange)."""

    def __init__(self, code: str, **keys: str) -> None:
        from cantine.billing import adapters
        from cantine.billing.adapters.wire import Wire

        self.code, self.sent, self.script = code, [], {}  # type: ignore[var-annotated]
        self.said = json.loads((EXCHANGES / f"{code}.json").read_text())
        self.account = Account(1, UUID(int=1), {**KEYS[code], **keys})
        found = next(each for each in adapters.PROVIDERS if each.code == code)
        kind: Any = type(found)
        self.provider: Any = kind(Wire(httpx.MockTransport(self._answer)))

    def on(self, method: str, end: str, exchange: str, status: int = 200) -> "Played":
        self.script[method, end] = (status, self.said[exchange])
        return self

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        ends = [end for method, end in self.script if method == request.method and request.url.path.endswith(end)]
        if not ends:
            raise httpx.ConnectError("nobody there")
        status, body = self.script[request.method, max(ends, key=len)]
        return httpx.Response(status, json=body)

    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.sent[-1].content.decode()).items()}


@pytest.mark.parametrize("code", KEYS)
def test_the_exchanges_say_where_they_come_from(code: str) -> None:
    assert "published" in json.loads((EXCHANGES / f"{code}.json").read_text())["about"]


@pytest.mark.parametrize("code", KEYS)
def test_a_provider_that_does_not_answer_is_unreachable(code: str) -> None:
    with pytest.raises(Unreachable):
        Played(code).provider.fetch(Played(code).account, "x1")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_provider_that_is_busy_or_broken_is_asked_again_later(status: int) -> None:
    played = Played("stripe").on("GET", "/sessions/cs_live_a1", "session_paid", status)
    with pytest.raises(Unreachable):
        played.provider.fetch(played.account, "cs_live_a1")


# -- Stripe ------------------------------------------------------------------------------------------------------------


def test_stripe_opens_a_page_for_the_exact_amount_under_our_key() -> None:
    played = Played("stripe").on("POST", "/checkout/sessions", "session_started")
    assert played.provider.start(played.account, INTENT) == Started(
        "cs_live_a1", "https://checkout.stripe.com/c/pay/cs_live_a1"
    )
    form, sent = played.form(), played.sent[-1]
    assert (form["line_items[0][price_data][unit_amount]"], form["line_items[0][price_data][currency]"]) == (
        "4800",
        "eur",
    )
    assert (sent.headers["Idempotency-Key"], sent.headers["Authorization"]) == ("k1", "Bearer sk_live_1")


@pytest.mark.parametrize(
    ("exchange", "truth"),
    [
        ("session_started", Truth()),
        ("session_refused", Truth(Stage.FAILED, why="insufficient_funds", other="pi_1")),
        ("session_expired", Truth(Stage.EXPIRED)),
        ("session_paid", Truth(Stage.PAID, 4800, 1000, 97, other="pi_1")),
        ("session_disputed", Truth(Stage.PAID, 4800, 0, 97, Dispute.LOST, other="pi_1")),
    ],
)
def test_stripe_is_understood(exchange: str, truth: Truth) -> None:
    played = Played("stripe").on("GET", "/sessions/cs_live_a1", exchange).on("GET", "/disputes", "disputes")
    assert played.provider.fetch(played.account, "cs_live_a1") == truth


def test_stripe_refunds_once_even_when_its_keys_are_forgotten() -> None:
    played = Played("stripe").on("GET", "/sessions/cs_live_a1", "session_bare").on("GET", "/refunds", "no_refunds")
    played.on("POST", "/refunds", "refund").provider.refund(played.account, "cs_live_a1", cents=4800, key="k1")
    assert played.form() == {"payment_intent": "pi_1", "amount": "4800", "metadata[cantine]": "k1"}
    before = len(played.sent)
    played.on("GET", "/refunds", "refunded").provider.refund(played.account, "cs_live_a1", cents=4800, key="k1")
    assert [each.method for each in played.sent[before:]] == ["GET", "GET"]


def test_stripe_says_why_it_refuses() -> None:
    played = Played("stripe").on("GET", "/sessions/cs_live_a1", "session_bare").on("GET", "/refunds", "no_refunds")
    with pytest.raises(SaysNo, match="already been refunded"):
        played.on("POST", "/refunds", "refused", 400).provider.refund(played.account, "cs_live_a1", cents=1, key="k2")


def test_stripes_notices_are_signed(now: Any) -> None:
    from cantine.billing.commands.online.signatures import signature_of

    played = Played("stripe")
    for exchange, notice in (
        ("event_session", Notice("evt_1", "cs_live_a1")),
        ("event_dispute", Notice("evt_2", "pi_1")),
    ):
        body = json.dumps(played.said[exchange]).encode()
        signed = {"Stripe-Signature": signature_of(body, secret="whsec_1", at=now)}
        assert played.provider.read_webhook(played.account, headers=signed, body=body, now=now) == [notice]
        with pytest.raises(Forged):
            played.provider.read_webhook(played.account, headers=signed, body=body + b" ", now=now)


# -- HelloAsso ---------------------------------------------------------------------------------------------------------


def helloasso() -> Played:
    return Played("helloasso").on("POST", "/oauth2/token", "token")


def test_helloasso_opens_a_checkout_for_the_exact_amount() -> None:
    played = helloasso().on("POST", "/checkout-intents", "intent_started")
    made = played.provider.start(played.account, INTENT)
    assert made == Started("8741", "https://www.helloasso.com/associations/asso-essai/checkout/8741")
    sent = json.loads(played.sent[-1].content)
    assert (sent["totalAmount"], sent["initialAmount"], sent["metadata"]) == (4800, 4800, {"cantine": "k1"})
    assert played.sent[-1].url.host == "api.helloasso.com"


@pytest.mark.parametrize(
    ("exchange", "truth"),
    [
        ("intent_open", Truth()),
        ("intent_refused", Truth(Stage.FAILED, why="refused")),
        ("intent_paid", Truth(Stage.PAID, 4800, other="9902")),
        ("intent_refunded", Truth(Stage.PAID, 4800, 4800, other="9902")),
        ("intent_contested", Truth(Stage.PAID, 4800, dispute=Dispute.OPEN, other="9902")),
    ],
)
def test_helloasso_is_understood(exchange: str, truth: Truth) -> None:
    played = helloasso().on("GET", "/checkout-intents/8741", exchange)
    assert played.provider.fetch(played.account, "8741") == truth


def test_helloasso_refunds_whole_and_once() -> None:
    played = (
        helloasso().on("GET", "/checkout-intents/8741", "intent_paid").on("POST", "/payments/9902/refund", "refund")
    )
    played.provider.refund(played.account, "8741", cents=4800, key="k1")
    with pytest.raises(SaysNo, match="only_whole_refunds"):
        played.provider.refund(played.account, "8741", cents=1000, key="k2")
    played.on("GET", "/checkout-intents/8741", "intent_refunded").provider.refund(
        played.account, "8741", cents=4800, key="k1"
    )
    assert sum(each.url.path.endswith("/refund") for each in played.sent) == 1


def test_helloassos_notices_are_signed_or_not_believed(now: Any) -> None:
    played = helloasso()
    body = json.dumps(played.said["notification"]).encode()
    signed = {"X-Ha-Signature": hmac.new(b"w1", body, sha256).hexdigest()}
    (notice,) = played.provider.read_webhook(played.account, headers=signed, body=body, now=now)
    assert notice.reference == "8741"
    unsigned = Played("helloasso", webhook_secret="")
    for asked, headers in ((played, {}), (unsigned, signed)):
        with pytest.raises(Forged):
            asked.provider.read_webhook(asked.account, headers=headers, body=body, now=now)


# -- GoCardless --------------------------------------------------------------------------------------------------------


def gocardless() -> Played:
    return Played("gocardless").on("POST", "/billing_request_flows", "flow")


@pytest.mark.parametrize(("exchange", "status"), [("request_made", 201), ("request_conflict", 409)])
def test_gocardless_opens_one_page_a_key(exchange: str, status: int) -> None:
    played = gocardless().on("POST", "/billing_requests", exchange, status)
    made = played.provider.start(played.account, INTENT)
    assert made == Started("BRQ1", "https://pay.gocardless.com/billing/static/flow?id=BRF1")


@pytest.mark.parametrize(
    ("exchange", "truth"),
    [
        ("payment_pending", Truth(other="PM1")),
        ("payment_failed", Truth(Stage.FAILED, why="failed", other="PM1")),
        ("payment_confirmed", Truth(Stage.PAID, 4800, other="PM1")),
        ("payment_charged_back", Truth(Stage.PAID, 4800, dispute=Dispute.LOST, other="PM1")),
    ],
)
def test_gocardless_is_understood(exchange: str, truth: Truth) -> None:
    played = gocardless().on("GET", "/billing_requests/BRQ1", "request_fulfilled").on("GET", "/payments/PM1", exchange)
    assert played.provider.fetch(played.account, "BRQ1") == played.provider.fetch(played.account, "PM1") == truth


def test_a_request_that_nobody_signs_is_over() -> None:
    played = gocardless().on("GET", "/billing_requests/BRQ1", "request_cancelled")
    assert played.provider.fetch(played.account, "BRQ1") == Truth(Stage.EXPIRED)


def test_gocardless_asks_for_a_mandate_and_debits_it_once_a_key() -> None:
    played = gocardless().on("POST", "/billing_requests", "request_made")
    asked = MandateIntent("k1", "Odile Martin", "o@example.org", "https://la.example/")
    assert played.provider.create_mandate(played.account, asked) == MandateAsked(
        "BRQ1", "https://pay.gocardless.com/billing/static/flow?id=BRF1"
    )
    sent = json.loads(played.sent[0].content)["billing_requests"]
    assert (sent, played.sent[0].headers["Idempotency-Key"]) == (
        {"mandate_request": {"scheme": "sepa_core", "currency": "EUR"}}, "k1",
    )  # fmt: skip
    played.on("POST", "/payments", "payment_pending", 201)
    debit = replace(INTENT, on=date(2026, 3, 16))
    first = played.provider.charge_mandate(played.account, "MD1", debit)
    assert (first.reference, str(first.on), played.sent[-1].headers["Idempotency-Key"]) == ("PM1", "2026-03-16", "k1")
    said = json.loads(played.sent[-1].content)["payments"]
    assert (said["charge_date"], said["amount"], said["links"]) == ("2026-03-16", 4800, {"mandate": "MD1"})
    played.on("POST", "/payments", "payment_conflict", 409)
    assert played.provider.charge_mandate(played.account, "MD1", debit) == Charged("PM1")
    with pytest.raises(SaysNo, match="failed, cancelled or expired"):
        played.on("POST", "/payments", "mandate_inactive", 422).provider.charge_mandate(played.account, "MD1", debit)


@pytest.mark.parametrize(
    ("exchange", "truth"),
    [
        ("mandate_awaiting", MandateTruth(mandate="MD1")),
        ("mandate_pending", MandateTruth(Consent.ACTIVE, "MD1", "", date(2026, 3, 13))),
        ("mandate_active", MandateTruth(Consent.ACTIVE, "MD1", "", date(2026, 3, 16))),
        ("mandate_failed", MandateTruth(Consent.REFUSED, "MD1", "failed")),
        ("mandate_cancelled", MandateTruth(Consent.STOPPED, "MD1", "cancelled")),
        ("mandate_suspended", MandateTruth(Consent.STOPPED, "MD1", "suspended_by_payer")),
    ],
)
def test_a_mandate_of_gocardless_is_understood(exchange: str, truth: MandateTruth) -> None:
    played = gocardless().on("GET", "/billing_requests/BRQ1", "request_signed").on("GET", "/mandates/MD1", exchange)
    assert played.provider.fetch_mandate(played.account, "BRQ1") == truth


@pytest.mark.parametrize(
    ("exchange", "truth"),
    [("request_made", MandateTruth()), ("request_cancelled", MandateTruth(Consent.REFUSED, why="cancelled"))],
)
def test_a_request_that_is_not_signed_is_no_mandate(exchange: str, truth: MandateTruth) -> None:
    played = gocardless().on("GET", "/billing_requests/BRQ1", exchange)
    assert played.provider.fetch_mandate(played.account, "BRQ1") == truth


@pytest.mark.parametrize(
    ("request_said", "mandate_said", "asked"),
    [
        ("request_signed", "mandate_active", ["/mandates/MD1/actions/cancel"]),
        ("request_signed", "mandate_suspended", ["/mandates/MD1/actions/cancel"]),
        ("request_signed", "mandate_cancelled", []),
        ("request_made", "mandate_active", ["/billing_requests/BRQ1/actions/cancel"]),
    ],
)
def test_gocardless_stops_what_is_not_over(request_said: str, mandate_said: str, asked: list[str]) -> None:
    played = gocardless().on("GET", "/billing_requests/BRQ1", request_said).on("GET", "/mandates/MD1", mandate_said)
    played.on("POST", "/actions/cancel", "mandate_over", 422).provider.stop_mandate(played.account, "BRQ1")
    assert [each.url.path for each in played.sent if each.method == "POST"] == asked


def test_gocardless_refunds_and_says_why_it_does_not() -> None:
    played = gocardless().on("GET", "/payments/PM1", "payment_confirmed").on("POST", "/refunds", "refund", 201)
    played.provider.refund(played.account, "PM1", cents=4800, key="k1")
    sent = json.loads(played.sent[-1].content)["refunds"]
    assert (sent["amount"], sent["total_amount_confirmation"], sent["links"]) == (4800, 4800, {"payment": "PM1"})
    with pytest.raises(SaysNo, match="not enabled"):
        played.on("POST", "/refunds", "refused", 422).provider.refund(played.account, "PM1", cents=4800, key="k2")


def test_gocardless_tells_several_things_at_once(now: Any) -> None:
    played = gocardless()
    body = json.dumps(played.said["events"]).encode()
    signed = {"Webhook-Signature": hmac.new(b"w1", body, sha256).hexdigest()}
    told = played.provider.read_webhook(played.account, headers=signed, body=body, now=now)
    assert told == [Notice("EV1", "PM1"), Notice("EV2", "BRQ1"), Notice("EV3", "MD1")]
    with pytest.raises(Forged):
        played.provider.read_webhook(played.account, headers={"Webhook-Signature": "0"}, body=body, now=now)


# -- “Try it” ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "end", "yes", "no"),
    [
        (lambda: Played("stripe"), "/account", "account", "unauthorized"),
        (helloasso, "/organizations/asso-essai", "organisation", "refused"),
        (gocardless, "/creditors", "creditors", "unauthorized"),
    ],
)
def test_a_trial_says_whether_the_keys_are_right(make: Callable[[], Played], end: str, yes: str, no: str) -> None:
    played = make().on("GET", end, yes)
    assert played.provider.check(played.account) == []
    played.on("GET", end, no, 401)
    assert played.provider.check(played.account) == [Refusal("provider_key_wrong", {"provider": played.provider.name})]


def test_a_trial_says_that_keys_are_those_of_tests() -> None:
    played = Played("stripe", secret_key="sk_test_1").on("GET", "/account", "account")
    assert played.provider.check(played.account) == [Refusal("provider_key_of_tests", {"provider": "Stripe"})]
