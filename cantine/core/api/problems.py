"""Errors of the API as ``application/problem+json`` (RFC 9457): a stable ``code``, a sentence, and what stands in the
way. Everything that goes wrong under ``/api/`` leaves through here, so that no client ever meets a page."""

import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import singledispatch
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError, ValidationError
from pydantic import ConfigDict

from cantine.core import refusals as words
from cantine.core.answers import KeyReused
from cantine.core.api.inputs import refusals_of
from cantine.core.authorization import Denied, table
from cantine.core.rates import TooMany
from cantine.kernel import Interval, Refusal, Refused

API = "/api/"
Sentence = Callable[[], str]
# code: (its title, what to do). Each code is anchored on the page at /api/.
SENTENCES: dict[str, tuple[Sentence, Sentence]] = {
    "unreadable": (
        lambda: _("The request can’t be read"),
        lambda: _("The body is not valid JSON. Correct it, then send it again."),
    ),
    "unauthenticated": (
        lambda: _("Who are you?"),
        lambda: _("Send a token (“Authorization: Bearer …”), or sign in. Make a token in your account."),
    ),
    "token-unknown": (
        lambda: _("This token opens nothing"),
        lambda: _("It is mistyped, revoked or past its end. Make another one in your account."),
    ),
    "csrf-missing": (
        lambda: _("This request did not come from our pages"),
        lambda: _("With a session cookie, send the X-CSRFToken header of the page. Elsewhere, use a token."),
    ),
    "forbidden": (
        lambda: _("You may not do this"),
        lambda: _("It needs a role that you do not hold here. Ask the manager of the place."),
    ),
    "token-level": (
        lambda: _("This token may not do this"),
        lambda: _("It was not given the level that this needs. Make a token that has it."),
    ),
    "not-found": (
        lambda: _("There is nothing here"),
        lambda: _("No such object exists, or it is not yours to see. Check the address."),
    ),
    "method-not-allowed": (
        lambda: _("This address does not do that"),
        lambda: _("Use one of the methods that the Allow header names."),
    ),
    "taken": (
        lambda: _("Somebody was faster: this time is taken"),
        lambda: _("Choose another time or another room: “alternatives” names the nearest."),
    ),
    "clashes": (
        lambda: _("Some dates of this series can’t be booked"),
        lambda: _("“dates” says which and why. Skip or move them, then send the series again."),
    ),
    "too-large": (
        lambda: _("This request is too large"),
        lambda: _("Send less at once: 2.5 MB at most."),
    ),
    "unsupported-type": (
        lambda: _("The API reads JSON only"),
        lambda: _("Send the body as JSON, with the header “Content-Type: application/json”."),
    ),
    "refused": (
        lambda: _("This can’t be done as asked"),
        lambda: _("“refusals” says everything that stands in the way. Nothing was recorded."),
    ),
    "key-reused": (
        lambda: _("This Idempotency-Key was used for another request"),
        lambda: _("Use a new key for a new request; repeat a key only with the very same request."),
    ),
    "too-many-requests": (
        lambda: _("Too many requests in a short time"),
        lambda: _("Wait as many seconds as the Retry-After header says, then go on more slowly."),
    ),
    "failed": (
        lambda: _("Something broke on our side"),
        lambda: _("It was noted. Try again later; nothing was recorded."),
    ),
    "busy": (
        lambda: _("The service is busy or restarting"),
        lambda: _("Try again after the seconds that the Retry-After header says, with the same Idempotency-Key."),
    ),
}


class Problem(Exception):
    """What stands in the way of a request. ``members`` are added to the body; ``code`` names its sentences."""

    def __init__(self, status: int, code: str, *, headers: Mapping[str, str] | None = None, **members: Any) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code, self.headers, self.members = status, code, dict(headers or {}), members


class RefusalOut(Schema):
    """One reason. ``field`` is the input that it is about, when it is about one."""

    code: str
    field: str | None
    sentence: str
    context: dict[str, Any]


class ProblemOut(Schema):
    """RFC 9457. ``code`` and ``refusals[].code`` are stable; titles and sentences follow Accept-Language."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    detail: str
    code: str


class RefusedOut(ProblemOut):
    """Every reason at once."""

    refusals: list[RefusalOut]


def refused(refusals: Sequence[Refusal], **members: Any) -> Problem:
    """422 with every reason."""
    return Problem(422, "refused", refusals=refusals_out(refusals), **members)


def refusals_out(refusals: Sequence[Refusal]) -> list[dict[str, Any]]:
    return [
        {
            "code": refusal.code,
            "field": refusal.field or None,
            "sentence": words.sentence(refusal),
            "context": plain(dict(refusal.context)),
        }
        for refusal in refusals
    ]


def problem_of(error: Exception) -> Problem | None:
    """The problem that an exception is for a client; None for a fault of ours, which must reach the error tracker."""
    for kind, translate in _TRANSLATIONS:
        if isinstance(error, kind):
            return translate(error)
    return None


def _simply(status: int, code: str, **headers: str) -> Callable[[Any], Problem]:
    return lambda _error: Problem(
        status, code, headers={name.replace("_", "-"): each for name, each in headers.items()}
    )


def _denied(error: Denied) -> Problem:
    """Nobody: say who you are. A token of too low a level: say which one is needed. Else: ask for a role."""
    if error.actor.kind == "anonymous":
        return Problem(401, "unauthenticated", headers={"WWW-Authenticate": "Bearer"})
    permission, levels = table().get(error.action), error.actor.levels
    if permission is not None and levels is not None and permission.level not in levels:
        return Problem(403, "token-level", level=permission.level)
    return Problem(403, "forbidden")


def _unreadable(error: HttpError) -> Problem:
    """ninja says 400 for whatever goes wrong with a body; what our parser or Django said of it says more."""
    cause = error.__cause__
    told = problem_of(cause) if isinstance(cause, Problem | RequestDataTooBig) else None
    return told or Problem(400, "unreadable")


_TRANSLATIONS: tuple[tuple[type[Exception], Callable[[Any], Problem]], ...] = (
    (Problem, lambda error: error),
    (Denied, _denied),
    (Refused, lambda error: refused(error.refusals)),
    (ValidationError, lambda error: refused(refusals_of(error))),
    (TooMany, lambda error: Problem(429, "too-many-requests", headers={"Retry-After": str(error.retry_after)})),
    (Http404, _simply(404, "not-found")),
    (PermissionDenied, _simply(403, "forbidden")),
    (KeyReused, _simply(422, "key-reused")),
    (HttpError, _unreadable),
    (RequestDataTooBig, _simply(413, "too-large")),
    (SuspiciousOperation, _simply(400, "unreadable")),
    # What the checks above let through and PostgreSQL refused: a value out of its bounds.
    (DataError, lambda error: refused([Refusal("value_refused")])),
    (OperationalError, _simply(503, "busy", Retry_After="2")),
    (InterfaceError, _simply(503, "busy", Retry_After="2")),
)


def problem_answer(problem: Problem) -> HttpResponse:
    title, detail = SENTENCES[problem.code]
    body = {
        "type": f"{settings.PUBLIC_URL}{API}#{problem.code}",
        "title": title(),
        "status": problem.status,
        "detail": detail(),
        "code": problem.code,
        **problem.members,
    }
    response = answer(body, status=problem.status, media_type="application/problem+json")
    for name, value in problem.headers.items():
        response.headers[name] = value
    return response


def answer(body: Any, *, status: int = 200, media_type: str = "application/json") -> HttpResponse:
    """JSON as the API writes it; a string is JSON that PostgreSQL made."""
    content = body if isinstance(body, str) else json.dumps(plain(body), ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(content, status=status, content_type=media_type)


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith(API)


@singledispatch
def plain(value: Any) -> Any:
    """A value as JSON says it: instants in UTC with Z, days as dates, lengths as ISO 8601 durations.

    A domain registers the values that must not be told whole (``plain.register``).
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value


@plain.register(dict)
def _mapping(value: Any) -> Any:
    return {str(key): plain(item) for key, item in value.items()}


@plain.register(list)
@plain.register(tuple)
@plain.register(set)
@plain.register(frozenset)
def _sequence(value: Any) -> Any:
    return [plain(item) for item in value]


@plain.register
def _decimal(value: Decimal) -> str:
    """A quantity or a rate, as text: a JSON number would lose its last digits."""
    return format(value, "f")


@plain.register
def _enum(value: Enum) -> Any:
    return value.value


@plain.register
def _uuid(value: UUID) -> Any:
    return str(value)


@plain.register
def _instant(value: datetime) -> Any:
    if value.tzinfo is None:
        return value.isoformat(timespec="seconds")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


@plain.register
def _day(value: date) -> Any:
    return value.isoformat()


@plain.register
def _length(value: timedelta) -> Any:
    """``PT1H30M``: hours are not folded into days, which are not all as long."""
    sign, seconds = ("-" if value < timedelta() else ""), abs(int(value.total_seconds()))
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    said = "".join(f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if number)
    return f"{sign}PT{said or '0S'}"


@plain.register
def _interval(value: Interval) -> Any:
    return {"starts_at": plain(value.starts_at), "ends_at": plain(value.ends_at)}
