"""Clients of the API: somebody with a token, and nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client


class Api:
    """``api.get("/places")`` → (status, body); a token or nobody, in French unless ``language`` says so."""

    def __init__(self, secret: str = "", language: str = "fr") -> None:
        headers: dict[str, Any] = {"HTTP_ACCEPT_LANGUAGE": language}
        if secret:
            headers["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
        self.client = Client(**headers)
        self.answer: Any = None

    def get(self, path: str, **query: Any) -> Any:
        return self._send("get", path, data=query or None)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self._send("post", path, data=body, content_type="application/json", headers=headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self._send("patch", path, data=body, content_type="application/json", headers=headers)

    def delete(self, path: str) -> Any:
        return self._send("delete", path)

    def _send(self, verb: str, path: str, **options: Any) -> Any:
        address = path if path.startswith(("http", "/api")) else f"/api/v1{path}"
        self.answer = getattr(self.client, verb)(address, **options)
        if self.answer.status_code >= 400:
            assert self.answer.headers["Content-Type"] == "application/problem+json", self.answer.content
        return self.answer.status_code, self.answer.json() if self.answer.content else None


@pytest.fixture
def api(at: Callable[..., None], now: Any) -> Callable[..., Api]:
    """``api(three.member, "read", "book")`` → a client with such a token; ``api()`` is nobody."""
    at(now)

    def client(person: Any = None, *levels: str, language: str = "fr") -> Api:
        return Api(token_of(person, *levels, now=now) if person else "", language)

    return client


def token_of(person: Any, *levels: str, now: Any) -> str:
    from cantine.core.actor import Actor
    from cantine.people.commands import make_token

    made = make_token(
        actor=Actor("person", person.pk), now=now, person_id=person.pk, name="test",
        levels=levels or ("read", "book", "manage"),
    )  # fmt: skip
    return made.secret
