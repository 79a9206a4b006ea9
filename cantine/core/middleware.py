"""What every request goes through: headers of the baseline, the actor, and the answers to refusals and limits."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from cantine.core import clock, errors, rates
from cantine.core.actor import ANONYMOUS, Actor
from cantine.core.rates import Limit, TooMany
from cantine.kernel import Refused

FOR_NOBODY = ("/ui/teintes/", "/api/v1/openapi.json")
BY_STRANGERS = Limit("pages.anonymous", 300, 60)
Handler = Callable[[HttpRequest], HttpResponse]
_PERMISSIONS_OFF = (
    ", ".join(
        f"{feature}=()"
        for feature in ("accelerometer", "geolocation", "gyroscope", "microphone", "midi", "payment", "usb")
    )
    + ", camera=(self), publickey-credentials-get=(self)"
)


class BaselineHeaders:
    """The headers of every answer, static files included."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS_OFF)
        session = getattr(request, "session", None)
        if session is not None and session.accessed and not request.path.startswith(FOR_NOBODY):
            patch_cache_control(response, private=True, no_store=True)
        return response


class ForNobody:
    """What an address says wholly, the same for everybody and for ever, is answered without a look at who asks: no
    session is read or renewed, so browsers and proxies may keep it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(FOR_NOBODY):
            return self.get_response(request)
        request.COOKIES = {}
        response = self.get_response(request)
        del response.headers["Vary"]
        return response


class ActorMiddleware:
    """``request.actor``, built when first asked for; and no place's clock but the one that this request opens."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.build: Callable[..., Actor] = import_string(settings.CANTINE_ACTOR_BUILDER)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        timezone.deactivate()
        request.actor = SimpleLazyObject(lambda: self._actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def _actor(self, request: HttpRequest) -> Actor:
        user = request.user
        return self.build(person_id=user.pk, now=clock.now()) if user.is_authenticated else ANONYMOUS


class StrangersPace:
    """A page asked by nobody signed in counts for the network it comes from; the API counts its own callers."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith((*FOR_NOBODY, "/api/")) or self._known(request):
            return self.get_response(request)
        try:
            rates.spend(BY_STRANGERS, rates.network_on(request), now=clock.now())
        except TooMany as limit:
            return errors.too_many(request, limit.retry_after)
        return self.get_response(request)

    @staticmethod
    def _known(request: HttpRequest) -> bool:
        """Without a cookie there is nobody to look for."""
        return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


class Answers:
    """A refusal or a limit that a view let through becomes a page with a sentence, never a 500."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return errors.refused(request, exception.refusals)
        if isinstance(exception, TooMany):
            return errors.too_many(request, exception.retry_after)
        return None
