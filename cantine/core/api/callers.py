"""Who calls: a bearer token, else the session of a browser (its unsafe requests with the CSRF token), else nobody.

Each is limited: a token and a person by their own counter, nobody by the address. The counters are spent before any
scope opens, so that a refused request counts and that parallel requests do not wait for each other's transactions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware

from cantine.core import clock, rates
from cantine.core.actor import ANONYMOUS, Actor
from cantine.core.api.problems import Problem
from cantine.core.rates import Limit, address_of

BY_TOKEN = Limit("api", 200, 60)
BY_ADDRESS = Limit("api.anonymous", 300, 60)
_SAFE = {"GET", "HEAD", "OPTIONS"}


class Holder(Protocol):
    """Whom the token speaks for, and what it was given."""

    @property
    def actor(self) -> Actor: ...
    @property
    def levels(self) -> frozenset[str]: ...
    @property
    def key(self) -> str: ...


FindHolder = Callable[[str, datetime], Holder | None]


@dataclass(frozen=True)
class Caller:
    """``key`` names the counter, and the owner of idempotency keys."""

    actor: Actor
    key: str


def caller_of(request: HttpRequest) -> Caller:
    """The caller that ``identify`` put on the request."""
    caller: Caller = request.caller  # type: ignore[attr-defined]  # put there before any operation runs
    return caller


def identify(request: HttpRequest, find_holder: FindHolder) -> Caller:
    """Put the caller and the actor on the request. Raises Problem (401, 403) or TooMany."""
    now = clock.now()
    caller = _caller(request, find_holder, now)
    request.caller = caller  # type: ignore[attr-defined]
    request.actor = caller.actor  # type: ignore[attr-defined]
    return caller


def _caller(request: HttpRequest, find_holder: FindHolder, now: datetime) -> Caller:
    header = request.headers.get("Authorization")
    if header is not None:
        return _bearer(header, find_holder, now)
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return _browser(request, now)
    rates.spend(BY_ADDRESS, rates.network_on(request), now=now)
    return Caller(ANONYMOUS, f"address:{address_of(request)}")


def _bearer(header: str, find_holder: FindHolder, now: datetime) -> Caller:
    scheme, _, secret = header.partition(" ")
    holder = find_holder(secret.strip(), now) if scheme.lower() == "bearer" and secret.isascii() else None
    if holder is None:
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise Problem(401, "token-unknown", headers=challenge)
    rates.spend(BY_TOKEN, holder.key, now=now)
    return Caller(holder.actor.limited_to(holder.levels), holder.key)


def _browser(request: HttpRequest, now: datetime) -> Caller:
    """The session's cookie is sent by the browser whoever asks: an unsafe request proves that our page made it."""
    if request.method not in _SAFE and not _from_our_pages(request):
        raise Problem(403, "csrf-missing")
    key = f"person:{request.user.pk}"
    rates.spend(BY_TOKEN, key, now=now)
    actor: Any = getattr(request, "actor", ANONYMOUS)
    return Caller(actor, key)


def _from_our_pages(request: HttpRequest) -> bool:
    """Django's own check, which the API's views are spared because a token needs none."""
    return CsrfViewMiddleware(lambda _: None).process_view(request, _checked, (), {}) is None  # type: ignore[arg-type]  # no answer is made


def _checked() -> None:
    """A view that is not exempt, for the middleware to look at."""
