"""Letters as they left. In the demo, everybody's, on the machine itself: the links work, so a date is cancelled from
its letter. At a place, those it sent, for its team: what was said to whom and whether it left, without the secret
ends of the links."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cantine.core import mail, scoping
from cantine.core.rates import address_of
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

# The letter's own page: it may style itself, and nothing else. Its links open beside the frame.
FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


View = Callable[..., HttpResponse]
PAGE, MOST_PAGES = 50, 10_000


def _demo_only(view: View) -> View:
    """In the demo, on the machine itself; elsewhere there is nothing at this address."""

    @wraps(view)
    def shown(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if not settings.DEMO or not _is_here(address_of(request)):
            raise Http404
        with scoping.unscoped("the demo's outbox holds everybody's letters"):
            response = view(request, **arguments)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return shown


@_demo_only
def demo(request: HttpRequest, **_arguments: Any) -> HttpResponse:
    """Every letter of the demo."""
    return render(request, "booking/outbox/list.html", {"letters": [_line(row) for row in mail.outbox()]})


@csp_update({"frame-src": [SELF]})
@_demo_only
def demo_letter(request: HttpRequest, *, letter: UUID) -> HttpResponse:
    """One letter as its reader would see it."""
    row = _found(letter)
    return render(request, "booking/outbox/letter.html", {"letter": row, "sent": _line(row)})


@_demo_only
def demo_html(request: HttpRequest, *, letter: UUID) -> HttpResponse:
    """The HTML part, for a frame without any right."""
    response = HttpResponse(_found(letter).html.replace("<head>", '<head><base target="_blank">', 1))
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_exempt = True  # type: ignore[attr-defined]  # django-csp: this answer has a policy of its own
    return response


@_demo_only
def demo_ics(request: HttpRequest, *, letter: UUID) -> HttpResponse:
    """The calendar part."""
    row = _found(letter)
    if not row.calendar:
        raise Http404
    response = HttpResponse(row.calendar, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="invitation.ics"'
    return response


def place_log(request: PlaceRequest) -> HttpResponse:
    """What the place wrote, newest first, a page at a time; or only what could not leave, with why."""
    unsent, number = "attente" in request.GET, _page_number(request.GET.get("page", ""))
    rows = mail.outbox(place_id=request.place.id, unsent=unsent, page=number, limit=PAGE)
    kept = "attente=oui&" if unsent else ""
    context = {
        "letters": [_line(row, request) for row in rows],
        "unsent": unsent,
        "every": not unsent,
        "number": number,
        "previous": f"?{kept}page={number - 1}" if number > 1 else "",
        "next": f"?{kept}page={number + 1}" if len(rows) == PAGE else "",
    }
    return render(request, "booking/outbox/log.html", context)


def _page_number(said: str) -> int:
    return min(int(said), MOST_PAGES) or 1 if said.isascii() and said.isdigit() and len(said) < 9 else 1


def place_letter(request: PlaceRequest, *, letter: UUID) -> HttpResponse:
    """One letter of the place, as text."""
    row = mail.find_letter(letter)
    if row is None or row.place_id != request.place.id:
        raise Http404
    context = {"letter": row, "text": mail.masked(row.text), "sent": _line(row, request)}
    return render(request, "booking/outbox/place_letter.html", context)


def _found(uuid: UUID) -> Any:
    row = mail.find_letter(uuid)
    if row is None:
        raise Http404
    return row


def _line(row: Any, request: PlaceRequest | None = None) -> dict[str, Any]:
    zone = request.place.zone if request else "Europe/Paris"
    return {
        "uuid": row.uuid,
        "to": row.to,
        "subject": row.subject,
        "when": formats.moment(row.written_at, zone),
        "state": row.state,
        "error": _("ten letters in a day are enough for one person") if row.error == mail.OVER_LIMIT else row.error,
        "calendar": bool(row.calendar),
    }


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
