"""What must be read again and is nobody's to read in a stolen database: an account, sealed with AES-GCM under a key made
from the installation's secret, which is not in the database. A print of it, keyed too, finds the same one again."""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


def seal(text: str) -> str:
    """Another text each time; nothing stays nothing."""
    if not text:
        return ""
    nonce = os.urandom(_NONCE)
    return base64.urlsafe_b64encode(
        nonce + AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, text.encode(), None)
    ).decode()


def unseal(sealed: str) -> str:
    """What was sealed; "" where this installation no longer has the key, for it is shown and never needed."""
    raw = base64.urlsafe_b64decode(sealed)
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS) if raw else ():
        try:
            return AESGCM(_key(secret)).decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
        except InvalidTag:
            continue
    return ""


def print_of(text: str) -> str:
    """The same for the same text, and of no use to who has no key; nothing has no print."""
    return hmac.new(_key(settings.SECRET_KEY), text.encode(), hashlib.sha256).hexdigest() if text else ""


def _key(secret: str) -> bytes:
    return hashlib.sha256(b"cantine accounts\0" + secret.encode()).digest()
