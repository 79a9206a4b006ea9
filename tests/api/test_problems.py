"""Whatever goes wrong below /api/ is said as problem+json, in the reader's language."""

import json
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from cantine.core.api import ApiRouter, HouseApi
from cantine.core.api.problems import SENTENCES
from cantine.core.routes import all_verbs, anyone, check_routes

pytestmark = pytest.mark.django_db


def test_an_unknown_address_is_a_problem_whatever_the_verb(api) -> None:
    for verb in ("get", "delete"):
        status, body = getattr(api(), verb)("/nowhere")
        assert (status, body["code"], body["status"]) == (404, "not-found", 404)
    assert api().post("/api/elsewhere", {})[0] == 404


def test_a_verb_that_an_address_does_not_know_is_refused_with_those_it_does(three, api) -> None:
    client = api()
    for verb in ("delete", "post", "patch"):
        status, body = client._send(verb, "/places")
        assert (status, body["code"], client.answer.headers["Allow"]) == (405, "method-not-allowed", "GET, HEAD")
    assert client._send("post", "/openapi.json")[0] == 405


def test_a_wrong_token_is_not_nobody(three, api) -> None:
    client = Client(HTTP_AUTHORIZATION="Bearer cantine_nothing")
    answer = client.get("/api/v1/places")
    assert (answer.status_code, answer.json()["code"]) == (401, "token-unknown")
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert Client(HTTP_AUTHORIZATION="Basic YTpi").get("/api/v1/places").status_code == 401


def test_sentences_follow_the_language_of_the_reader(api) -> None:
    assert api(language="en").get("/nowhere")[1]["title"] == "There is nothing here"
    assert api().get("/nowhere")[1]["title"] == "Il n’y a rien ici"


def test_too_many_requests_say_when_to_come_back(three, api, settings) -> None:
    settings.CANTINE_RATES = {"api": 2}
    client = api(three.member)
    assert [client.get("/me")[0] for _ in range(3)] == [200, 200, 429]
    assert 1 <= int(client.answer.headers["Retry-After"]) <= 60
    settings.CANTINE_RATES = {"api.anonymous": 1}
    client = api()
    assert [client.get("/places")[0] for _ in range(2)] == [200, 429]


def test_limits_are_settings(three, api, settings) -> None:
    settings.CANTINE_RATES = {"api.anonymous": 0}
    client = api()
    assert {client.get("/places")[0] for _ in range(310)} == {200}


def test_a_fault_of_ours_is_a_problem_too(three, api, monkeypatch) -> None:
    monkeypatch.setattr("cantine.places.queries.place_page", lambda **_: 1 / 0)
    client = Client(raise_request_exception=False)
    answer = client.get("/api/v1/places")
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["code"] == "failed"


def test_the_contract_is_openapi_3_1_and_describes_every_operation() -> None:
    document = json.loads(Client().get("/api/v1/openapi.json").content)
    assert document["openapi"] == "3.1.0"
    described = {(path, verb.upper()) for path, verbs in document["paths"].items() for verb in verbs}
    declared = {
        (_as_described(address), verb)
        for address, verb, _ in all_verbs()
        if address.startswith("api/v1/") and verb != "HEAD" and "openapi" not in address
    }
    assert described == declared


def _as_described(address: str) -> str:
    called = {"place": "{slug}"}
    named = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: called.get(part[1], "{id}"), address)
    return f"/{named}"


def test_every_verb_of_the_api_has_its_policy() -> None:
    assert {policy.name for address, _, policy in all_verbs() if address.startswith("api/")} > {"anyone", "signed in"}


def test_an_operation_without_a_policy_does_not_load() -> None:
    router = ApiRouter()
    with pytest.raises(TypeError, match="policy"):
        router.operation("GET", "/bare", gives=None, summary="Bare", says="")  # type: ignore[call-arg]
    router.operation("GET", "/fine", gives=None, summary="Fine", says="", policy=anyone)(lambda request: None)  # type: ignore[return-value]
    router.add_api_operation("/fine", ["POST"], _bare)
    api = HouseApi(title="T", version="9", find_holder=lambda *_: None, routers=[router])
    with pytest.raises(ImproperlyConfigured, match="v9/fine"):
        check_routes(api.patterns("v9"))


def _bare(request): ...


def test_every_problem_is_anchored_on_the_page_that_explains_them() -> None:
    html = Client().get("/api/").content.decode()
    assert [code for code in SENTENCES if f'id="{code}"' not in html] == []
