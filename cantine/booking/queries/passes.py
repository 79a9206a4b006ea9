"""What people and devices show at the door: a QR that lives five minutes, the short code under it, a printed card, the
key that a sensor signs with. They are derived from the server's secret, so nothing of them is stored but digests."""

import hmac
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int, int_to_base36, urlsafe_base64_encode

LASTS = timedelta(minutes=5)
PASS, CARD = "CP1.", "CC1."
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 6


def pass_of(person_id: int, *, now: datetime) -> str:
    """What the QR on a person's phone says during five minutes."""
    body = f"{int_to_base36(person_id)}.{int_to_base36(int((now + LASTS).timestamp()))}"
    return f"{PASS}{body}.{_signed('pass', body)}".upper()


def bearer_of(text: str, *, now: datetime) -> int | None:
    """Whose pass it is, if it is one of ours and still alive."""
    body, _, signature = text.strip().upper().removeprefix(PASS).rpartition(".")
    person, _, until = body.lower().partition(".")
    if not constant_time_compare(signature, _signed("pass", body.lower()).upper()):
        return None
    return base36_to_int(person) if base36_to_int(until) > now.timestamp() else None


def code_of(person_id: int, *, now: datetime) -> str:
    """The six characters under the QR, for who has no camera: theirs for five minutes, and five more to type them."""
    return _code(_key("code"), person_id, int(now.timestamp()) // int(LASTS.total_seconds()))


def bearers_of_code(code: str, *, among: Iterable[int], now: datetime) -> list[int]:
    """Those of these persons whose code it is."""
    wanted = typed(code)
    if len(wanted) != CODE_LENGTH:
        return []
    key, window = _key("code"), int(now.timestamp()) // int(LASTS.total_seconds())
    return [one for one in among if wanted in {_code(key, one, window), _code(key, one, window - 1)}]


def typed(code: str) -> str:
    """A code as it was meant: without blanks and dashes, in capitals."""
    return "".join(char for char in code.upper() if char.isalnum())


def code_changes_at(now: datetime) -> datetime:
    seconds = int(LASTS.total_seconds())
    return datetime.fromtimestamp((int(now.timestamp()) // seconds + 1) * seconds, tz=UTC)


def opening_digest(code: str, *, place_id: int) -> str:
    """A short code can be guessed from a plain digest, so this one is keyed."""
    return hmac.new(_key("opening"), f"{place_id}:{typed(code)}".encode(), sha256).hexdigest()


def device_key(device: UUID) -> str:
    """What a sensor or a door signs with."""
    return "ctk_" + urlsafe_base64_encode(hmac.digest(_key("device"), device.bytes, "sha256"))


def signature_of(device: UUID, *, message_id: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over ``id.timestamp.body``, in hexadecimal."""
    said = f"{message_id}.{timestamp}.".encode() + body
    return hmac.new(device_key(device).encode(), said, sha256).hexdigest()


def _code(key: bytes, person_id: int, window: int) -> str:
    number = int.from_bytes(hmac.digest(key, b"%d:%d" % (person_id, window), "sha256")[:8])
    characters = []
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(_LETTERS))
        characters.append(_LETTERS[rest])
    return "".join(characters)


def _signed(purpose: str, body: str) -> str:
    return hmac.new(_key(purpose), body.encode(), sha256).hexdigest()[:32]


def _key(purpose: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"cantine.booking.{purpose}".encode(), "sha256")
