"""What goes wrong on our side is said in words, and a database that restarts is no fault of ours to report."""

import pytest
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory

from cantine.core import errors

GET = RequestFactory().get


@pytest.mark.parametrize("cut", [OperationalError, InterfaceError])
@pytest.mark.parametrize(("address", "kind"), [("/", "text/html"), ("/api/v1/places", "application/problem+json")])
def test_a_database_that_restarts_is_a_closed_door_for_two_seconds(
    cut: type[Exception], address: str, kind: str
) -> None:
    try:
        raise cut("terminating connection due to administrator command")
    except cut:
        answer = errors.failed(GET(address))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.headers["Content-Type"].startswith(kind)


def test_anything_else_is_ours() -> None:
    try:
        raise ValueError("a bug")
    except ValueError:
        answer = errors.failed(GET("/"))
    assert (answer.status_code, "Retry-After" in answer.headers) == (500, False)
