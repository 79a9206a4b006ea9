"""What every page of a signed-in person goes through: how old the session may be, and the second factor of those
who hold money or other people's data."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.core.routes import actor_on, anyone
from cantine.people.rules import sessions

Handler = Callable[[HttpRequest], HttpResponse]
SEEN_EVERY = timedelta(minutes=5)
FACTORS = ["totp", "webauthn"]
OPEN_TO_ALL = ("account_", "mfa_", "usersessions_")


class SessionLease:
    """Ends a session that is too old or was left alone: twelve hours and one hour for the staff of a place,
    thirty days and seven for the others. Written at most every five minutes."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated and _is_over(request):
            auth.logout(request)
            if request.method in {"GET", "HEAD"}:
                messages.info(request, _("Your session was left alone for too long. Sign in again."))
                return redirect_to_login(request.get_full_path())
        return self.get_response(request)


class SecondFactor:
    """Sends managers and treasurers to set up a second factor. In the first days of their role, and in the demo, it only
    marks the request for a banner: nobody is stopped in the middle of opening a place."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        policies = getattr(view, "policies", {})
        if policies.get(request.method) == anyone or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if not _lacks_factor(request):
            return None
        request.second_factor_missing = True  # type: ignore[attr-defined]  # read by the banner of the pages
        request.second_factor_days = _days_left(request)  # type: ignore[attr-defined]  # the same
        if not settings.CANTINE_MFA_REQUIRED or request.second_factor_days or _is_spared(request):  # type: ignore[attr-defined]
            return None
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseForbidden(_("Set up a second factor first: /compte/securite/"))
        messages.warning(request, _("You run a place here: protect your account with a second factor to go on."))
        return HttpResponseRedirect(reverse("mfa_index"))


def _is_over(request: HttpRequest) -> bool:
    now, session = clock.now(), request.session
    begun_at, seen_at = session.get("begun_at"), session.get("seen_at")
    if begun_at is None or seen_at is None:
        session["begun_at"] = session["seen_at"] = now.timestamp()
        return False
    begun, seen = datetime.fromtimestamp(begun_at, UTC), datetime.fromtimestamp(seen_at, UTC)
    ages = {"begun_at": begun, "seen_at": seen, "now": now}
    if sessions.is_over(sessions.STAFF_LEASE, **ages) and sessions.is_over(_lease(request), **ages):
        return True  # whose session it is costs a query: asked only of one that the shorter lease would end
    if now - seen > SEEN_EVERY:
        session["seen_at"] = now.timestamp()
    return False


def _lease(request: HttpRequest) -> sessions.Lease:
    return sessions.lease_for(grant.role for grant in actor_on(request).grants)


def _lacks_factor(request: HttpRequest) -> bool:
    """One query a session: the answer is kept until the second factors may have changed."""
    if not request.user.is_authenticated or not sessions.second_factor_required(
        grant.role for grant in actor_on(request).grants
    ):
        return False
    match = request.resolver_match
    if match is not None and (match.url_name or "").startswith("mfa_"):
        request.session.pop("second_factor", None)
        return not is_mfa_enabled(request.user, FACTORS)
    if not request.session.get("second_factor"):
        if not is_mfa_enabled(request.user, FACTORS):
            return True
        request.session["second_factor"] = True
    return False


def _days_left(request: HttpRequest) -> int:
    if not settings.CANTINE_MFA_REQUIRED:
        return 0
    held = [(grant.role, grant.since) for grant in actor_on(request).grants]
    return sessions.second_factor_days(held, today=clock.now().date(), grace_days=settings.CANTINE_MFA_GRACE_DAYS)


def _is_spared(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None:
        return True
    return match.namespace in {"people", "ui"} or (match.url_name or "").startswith(OPEN_TO_ALL)
