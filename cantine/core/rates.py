"""Rate limits counted in PostgreSQL, so that any number of processes share them. A limit never locks the victim out:
it slows the bucket (an address, an account, a token) and says when to come back."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from cantine.core import sql
from cantine.core.models import RateCounter


@dataclass(frozen=True)
class Limit:
    """At most ``hits`` in ``seconds``; ``name`` is its line in the settings (``CANTINE_RATES``)."""

    name: str
    hits: int
    seconds: int


class TooMany(Exception):
    """Too many tries in a short time. Wait a moment, then try again."""

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


_COUNT = """
INSERT INTO core_ratecounter (bucket, "window", hits) VALUES (%s, %s, 1)
ON CONFLICT (bucket, "window") DO UPDATE SET hits = core_ratecounter.hits + 1 RETURNING hits
"""


def spend(limit: Limit, who: str, *, now: datetime) -> None:
    """Count one use of ``limit`` by ``who``; raise TooMany past it. A setting of 0 hits switches the limit off.

    Call it before opening a scope: a count made inside one is undone with what is refused there.
    """
    hits = hits_of(limit)
    if not hits:
        return
    stamp = int(now.timestamp())
    window = stamp - stamp % limit.seconds
    used = sql.row(_COUNT, [f"{limit.name}:{who}"[:120], window])
    if used is not None and used[0] > hits:
        raise TooMany(retry_after=window + limit.seconds - stamp)


def hits_of(limit: Limit) -> int:
    """What the settings allow; 0 when the limit is switched off."""
    return 0 if settings.CANTINE_RATES_OFF else settings.CANTINE_RATES.get(limit.name, limit.hits)


def sweep(*, now: datetime) -> int:
    """Forget the counters of windows that began two days ago; no limit is longer than a day. Returns how many."""
    return RateCounter.objects.filter(window__lt=int(now.timestamp()) - 2 * 24 * 3600).delete()[0]


def network_on(request: HttpRequest) -> str:
    """The bucket of who asks: the address in IPv4, its /64 in IPv6."""
    address = address_of(request)
    return ":".join(address.split(":")[:4]) if ":" in address else address


def address_of(request: HttpRequest) -> str:
    """The address of the client: what the outermost of our own proxies saw, or the connection's."""
    proxies = settings.CANTINE_TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
