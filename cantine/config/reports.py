"""``/rapports/csp/``: where browsers say that a page tried what its content security policy forbids. One line of the log
each, without what an address asks for: it may hold a secret."""

import json
import logging
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from cantine.core import clock, rates
from cantine.core.rates import Limit
from cantine.core.routes import anyone, page

log = logging.getLogger("cantine.csp")
REPORTS = Limit("csp.reports", hits=30, seconds=3600)
LONGEST = 16_384


def csp(request: HttpRequest) -> HttpResponse:
    """Answered 204 whatever it is: a browser has nothing to do about it."""
    rates.spend(REPORTS, rates.network_on(request), now=clock.now())
    if int(request.headers.get("Content-Length") or 0) <= LONGEST:
        try:
            said = json.loads(request.body).get("csp-report")
        except (ValueError, AttributeError):
            said = None
        if isinstance(said, dict):
            log.warning("csp: %s blocked %s on %s", *(_told(said, name) for name in _NAMES))
    return HttpResponse(status=204)


_NAMES = ("violated-directive", "blocked-uri", "document-uri")


def _told(said: dict[str, object], name: str) -> str:
    """An address without its query and its fragment; no line break, and not its whole novel."""
    try:
        parts = urlsplit(str(said.get(name, ""))[:2_000])
    except ValueError:
        return "?"
    short = f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.netloc else parts.path or parts.scheme
    return " ".join(short.split())[:200]


csp.csrf_exempt = True  # type: ignore[attr-defined]  # a browser sends it by itself, and it changes nothing
urlpatterns: list[URLPattern] = [page("csp/", csp, policy=anyone, name="csp-reports", methods=["POST"])]
