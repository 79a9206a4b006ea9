"""A request to render with, which opens no session and asks nothing of the database."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory


@pytest.fixture
def request_of_nobody() -> HttpRequest:
    return RequestFactory().get("/ui/")
