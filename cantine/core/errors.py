"""Error pages: what happened and what to do, in the reader's language."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cantine.core import refusals as words
from cantine.kernel import Refusal


def refused(request: HttpRequest, refusals: Sequence[Refusal]) -> HttpResponse:
    """422: every reason at once."""
    return render(request, "422.html", {"reasons": [words.sentence(refusal) for refusal in refusals]}, status=422)


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    response = render(request, "429.html", {"seconds": retry_after}, status=429)
    response.headers["Retry-After"] = str(retry_after)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
