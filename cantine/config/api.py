"""The API as a whole: every domain's operations, its description, and the page that explains it.

``/api/`` is for people, ``/api/v1/openapi.json`` for programs. What is not found below ``/api/`` is said in JSON too.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, re_path
from django.utils.translation import get_language

from cantine.billing import api as documents
from cantine.booking import api as bookings
from cantine.core.actor import Actor
from cantine.core.api import HouseApi
from cantine.core.api.callers import Holder
from cantine.core.api.house import written
from cantine.core.api.problems import SENTENCES
from cantine.core.routes import anyone, declare, page
from cantine.desk import api as desk
from cantine.funding import api as economy
from cantine.memberships import api as rights
from cantine.people import commands as people_commands
from cantine.places import api as places
from cantine.places import queries as place_queries
from cantine.pricing import api as prices

ROOT = "api/v1/"


@dataclass(frozen=True)
class _Held:
    actor: Actor
    levels: frozenset[str]
    key: str


def find_holder(secret: str, now: datetime) -> Holder | None:
    """The person behind a bearer token; that it was used is noted once a minute."""
    bearer = place_queries.bearer_of(secret, now=now)
    if bearer is None:
        return None
    if bearer.holder.touch_due:
        actor = Actor("person", bearer.holder.person_id)
        people_commands.touch_token(actor=actor, now=now, token_id=bearer.holder.token_id)
    return _Held(bearer.actor, bearer.holder.levels, bearer.holder.key)


api = HouseApi(
    title="Cantine",
    version="1",
    find_holder=find_holder,
    routers=[
        *places.routers,
        *prices.routers,
        *documents.routers,
        *rights.routers,
        *bookings.routers,
        *desk.routers,
        *economy.routers,
    ],
)


def openapi(request: HttpRequest) -> HttpResponse:
    """The contract, in OpenAPI 3.1."""
    response = HttpResponse(written(api, ROOT, "en"), content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def docs(request: HttpRequest) -> HttpResponse:
    """The contract as people read it, in their language."""
    document: dict[str, Any] = json.loads(written(api, ROOT, get_language() or "fr"))
    problems = [(code, title(), detail()) for code, (title, detail) in SENTENCES.items()]
    return render(request, "api/index.html", {"operations": _by_tag(document), "problems": problems})


def _by_tag(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for address, verbs in document["paths"].items():
        for verb, details in verbs.items():
            asked = [each["name"] for each in details["parameters"] if each["in"] != "path"]
            line = {**details, "verb": verb.upper(), "address": address, "asked": asked}
            groups.setdefault(details["tags"][0], []).append(line)
    return groups


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Said in JSON, whatever the verb."""
    raise Http404


nothing.csrf_exempt = openapi.csrf_exempt = True  # type: ignore[attr-defined]  # there is nothing to protect
urlpatterns: list[URLPattern] = [
    page("", docs, policy=anyone, name="api-docs", methods=["GET"]),
    page("v1/openapi.json", openapi, policy=anyone, name="api-openapi", methods=["GET"]),
    *api.patterns("v1"),
    re_path("^(?P<rest>.*)$", declare(nothing, anyone), name="api-nothing"),
]
