"""No page, form, file or API of one place shows or changes anything of another, whoever asks and however.

The addresses come from the resolver, so a route that lands tomorrow is tried tomorrow. Each is tried with the objects of
a foreign place, by every role of the other one, with every verb that it answers; then again with the ORM's filter taken out, so that
PostgreSQL's row-level security stands alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, models
from django.test import Client
from django.urls import URLPattern

from cantine.core.routes import all_routes, policies_of
from cantine.core.scoping import ScopedManager
from tests.security.houses import CANARY, ROLES, House, an_unknown, build_house, hides

pytestmark = pytest.mark.django_db(transaction=True)
VERBS = ("get", "post", "put", "patch", "delete")
LIBRARIES = ("admin/",)
WHOSE_PLACE = {"place", "slug"}
# In every run, who may the most of a place, of its money, and of nothing; the others in `make faults`.
IN_EVERY_RUN = ("manager", "treasurer", "member", "anonymous")
EVERYBODY = [
    role if role in IN_EVERY_RUN else pytest.param(role, marks=pytest.mark.faults) for role in (*ROLES, "anonymous")
]


@dataclass(frozen=True)
class Address:
    """One address of the product with the place and the objects that it names."""

    url: str
    names_objects: bool
    verbs: frozenset[str]


@pytest.fixture(autouse=True)
def nobody_is_sent_to_a_second_factor(settings: Any) -> None:
    """Who is redirected before the page sees nothing, and proves nothing."""
    settings.CANTINE_MFA_REQUIRED = False


@pytest.fixture
def houses(db: None, now: Any) -> tuple[House, House]:
    """Ours, and the foreign one whose private words all hold the canary."""
    return build_house("La Nôtre", now, secret="notre"), build_house("La Leur", now, secret=CANARY)


def place_routes() -> list[tuple[str, URLPattern]]:
    return [
        (route, pattern)
        for route, pattern in all_routes()
        if WHOSE_PLACE & set(pattern.pattern.converters) or "{slug}" in route
    ]


def addresses(ours: House, theirs: House, *, slug: str) -> Iterator[Address]:
    """Every place address under ``slug``, its objects taken from ``theirs``."""
    for route, pattern in all_routes():
        converters = pattern.pattern.converters
        if route.startswith(LIBRARIES) or not converters:
            continue
        url, foreign = "/" + route, False
        for name, converter in converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            if name in WHOSE_PLACE:
                value: Any = slug
            elif name in theirs.ids:
                value, foreign = theirs.ids[name](), True
            else:
                value = an_unknown(kind)
            url = _filled(url, name, value)
        verbs = frozenset(each.lower() for each in policies_of(pattern)) & set(VERBS)
        yield Address(url.replace("^", "").replace("$", "").replace("\\Z", ""), foreign, verbs)


def _filled(url: str, name: str, value: Any) -> str:
    import re

    return re.sub(rf"<(\w+:)?{name}>", str(value), url)


def tries(client: Client, address: Address) -> Iterator[tuple[str, int, bytes]]:
    """Each verb, with the body of a careless client; a stream is read to its end."""
    for verb in sorted(address.verbs, key=VERBS.index):
        said: dict[str, Any] = {} if verb == "get" else {"data": "{}", "content_type": "application/json"}
        answer = getattr(client, verb)(address.url, **said)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield verb, answer.status_code, body


def signed_in(house: House, role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(house.people[role])
    return client


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_foreign_place_keeps_its_private_words(houses: tuple[House, House], role: str) -> None:
    ours, theirs = houses
    client = signed_in(ours, role)
    leaks = [
        f"{verb.upper()} {address.url} as {role}"
        for address in addresses(ours, theirs, slug=theirs.slug)
        for verb, _status, body in tries(client, address)
        if not hides(body, CANARY)
    ]
    assert leaks == []


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_foreign_object_under_our_own_place_is_not_found(houses: tuple[House, House], role: str) -> None:
    ours, theirs = houses
    client = signed_in(ours, role)
    wrong = [
        f"{status} {verb.upper()} {address.url} as {role}"
        for address in addresses(ours, theirs, slug=ours.slug)
        if address.names_objects
        for verb, status, body in tries(client, address)
        if not hides(body, CANARY) or (status < 300 and not _is_ours(address, ours)) or status >= 500
    ]
    assert wrong == []


@pytest.mark.parametrize("role", ["manager", "member"])
def test_row_level_security_holds_when_the_filter_is_forgotten(
    houses: tuple[House, House], role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = houses
    client = signed_in(ours, role)
    monkeypatch.setattr(ScopedManager, "get_queryset", models.Manager.get_queryset)
    leaks = [
        f"{verb.upper()} {address.url} as {role}"
        for slug in (ours.slug, theirs.slug)
        for address in addresses(ours, theirs, slug=slug)
        for verb, _status, body in tries(client, address)
        if not hides(body, CANARY)
    ]
    assert leaks == []


def test_a_verb_that_an_address_does_not_declare_is_not_answered(houses: tuple[House, House]) -> None:
    """So the others need not be tried by every role: no view is reached by them."""
    ours, theirs = houses
    client = signed_in(ours, "manager")
    answered = [
        f"{status} {verb.upper()} {address.url}"
        for address in addresses(ours, theirs, slug=ours.slug)
        for verb in VERBS
        if verb not in address.verbs and (status := getattr(client, verb)(address.url).status_code) not in {404, 405}
    ]
    assert answered == []


def test_without_either_wall_the_canary_would_sing(
    houses: tuple[House, House], monkeypatch: pytest.MonkeyPatch, as_owner: Any
) -> None:
    """Negative control: what the two walls hide is there to be read, and these tests would see it."""
    _ours, theirs = houses
    monkeypatch.setattr(ScopedManager, "get_queryset", models.Manager.get_queryset)
    from cantine.booking.models import Booking

    with as_owner(), connection.cursor() as sql:
        sql.execute("ALTER TABLE booking_booking DISABLE ROW LEVEL SECURITY")
        try:
            sung = list(Booking.objects.filter(place__slug=theirs.slug).values_list("title", flat=True))
        finally:
            sql.execute("ALTER TABLE booking_booking ENABLE ROW LEVEL SECURITY")
    assert sung == [f"Titre {CANARY}"]


def _is_ours(address: Address, ours: House) -> bool:
    """A room's slug may exist at both places: the answer is then about ours."""
    return f"/{ours.slug}/" in address.url and "/reserver/" in address.url
