"""Every address of the product declares who may enter, or the product does not load."""

from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from cantine.core.routes import all_routes, anyone, check_routes, page, policy_of


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


def test_every_route_of_the_house_has_a_policy() -> None:
    assert [address for address, pattern in all_routes() if policy_of(pattern) is None] == []


def test_a_route_without_a_policy_does_not_load() -> None:
    with pytest.raises(ImproperlyConfigured, match="bare/"):
        check_routes([page("said/", hello, policy=anyone, name="said"), path("bare/", hello)])


def test_a_route_without_a_policy_is_found_inside_an_include() -> None:
    inner = [page("said/", hello, policy=anyone, name="said"), path("bare/", hello)]
    with pytest.raises(ImproperlyConfigured, match=r"outer/bare/$"):
        check_routes([path("outer/", include(inner))])


def test_the_routes_are_printed_with_their_policies() -> None:
    printed = StringIO()
    call_command("routes", stdout=printed)
    assert ["/ui/", "gallery", "anyone"] in [line.split() for line in printed.getvalue().splitlines()]
