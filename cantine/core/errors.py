"""Error pages: what happened and what to do, in the reader's language; problem+json under ``/api/``."""

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from cantine.core import refusals as words
from cantine.kernel import Refusal

RESTART_SECONDS = "2"


class Lost(Http404):
    """Nothing at this address, and what to do, in words for whoever followed it."""


def refused(request: HttpRequest, refusals: Sequence[Refusal]) -> HttpResponse:
    """422: every reason at once."""
    return render(request, "422.html", {"reasons": [words.sentence(refusal) for refusal in refusals]}, status=422)


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    response = render(request, "429.html", {"seconds": retry_after}, status=429)
    response.headers["Retry-After"] = str(retry_after)
    return response


def slow_down(request: HttpRequest) -> HttpResponse:
    """A limit of the sign-in library, which does not say how long to wait."""
    return too_many(request, 300)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page_or_problem(request, "403_csrf.html", 403, "csrf-missing")


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page_or_problem(request, "400.html", 400, "unreadable")


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page_or_problem(request, "403.html", 403, "forbidden")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    help_ = str(exception) if isinstance(exception, Lost) else ""
    return _page_or_problem(request, "404.html", 404, "not-found", help=help_)


def not_allowed(request: HttpRequest, allowed: Iterable[str]) -> HttpResponse:
    """405: a page has nothing to show for a verb that no browser sends."""
    from cantine.core.api.problems import Problem, is_api, problem_answer

    if is_api(request):
        return problem_answer(Problem(405, "method-not-allowed", headers={"Allow": ", ".join(allowed)}))
    return HttpResponseNotAllowed(list(allowed))


def failed(request: HttpRequest) -> HttpResponse:
    """500; 503 while the database restarts, wherever on its way the request met that."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _page_or_problem(request, "503.html", 503, "busy")
        response.headers["Retry-After"] = RESTART_SECONDS
        return response
    return _page_or_problem(request, "500.html", 500, "failed")


def _page_or_problem(request: HttpRequest, template: str, status: int, code: str, **said: str) -> HttpResponse:
    from cantine.core.api.problems import Problem, is_api, problem_answer  # only the API's callers need ninja

    if is_api(request):
        return problem_answer(Problem(status, code))
    return render(request, template, said, status=status)
