"""A signature of a notice: the instant and an HMAC-SHA256 of both, as ``t=…,v1=…``. Stripe signs so, and so does practice."""

import hmac
from datetime import datetime
from hashlib import sha256

from cantine.billing.rules.online import Forged

TOLERANCE_SECONDS = 300


def signature_of(body: bytes, *, secret: str, at: datetime) -> str:
    stamp = int(at.timestamp())
    return f"t={stamp},v1={_mac(body, secret, stamp)}"


def check_signature(said: str, body: bytes, *, secret: str, now: datetime) -> None:
    """Several ``v1`` may stand, while a secret changes; one of them must be right. Raises Forged."""
    parts = [part.strip().partition("=")[::2] for part in said.split(",")]
    stamp = next((value for name, value in parts if name == "t" and value.isascii() and value.isdecimal()), "")
    if not secret or not stamp or abs(int(now.timestamp()) - int(stamp)) > TOLERANCE_SECONDS:
        raise Forged
    right = _mac(body, secret, int(stamp)).encode()
    if not any(hmac.compare_digest(value.encode(), right) for name, value in parts if name == "v1"):
        raise Forged


def _mac(body: bytes, secret: str, stamp: int) -> str:
    return hmac.new(secret.encode(), f"{stamp}.".encode() + body, sha256).hexdigest()
