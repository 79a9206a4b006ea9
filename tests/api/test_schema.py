"""The whole contract under fire: what the document promises is what is answered, whatever is sent, and never a 5xx.

Each operation is called by the three people and by nobody, with values that the schema allows and values that it does
not; ids are sometimes those of rows that exist. A wider run is marked ``faults``.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from cantine.config.wsgi import application

pytestmark = pytest.mark.django_db
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
    negative_data_rejection,
]
PEOPLE = ("nobody", "stranger", "member", "manager")


def _schema() -> Any:
    config = SchemathesisConfig()
    config.projects.default.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)


SCHEMA = _schema()
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]
NAMES = [f"{operation.method.upper()} {operation.path}" for operation in OPERATIONS]


class World:
    """The rows that exist, and a token for each of the three people."""

    def __init__(self, three: Any, api: Any, now: Any) -> None:
        from tests.api.conftest import token_of

        people = {"stranger": three.stranger, "member": three.member, "manager": three.manager}
        self.tokens = {name: token_of(person, now=now) for name, person in people.items()}
        asked = {
            "resource": "salle-rouge",
            "starts_at": "2026-03-11T10:00:00+01:00",
            "ends_at": "2026-03-11T11:00:00+01:00",
            "rrule": "FREQ=DAILY;COUNT=20",
        }
        made = api(three.member).post(f"/places/{three.place.slug}/bookings", asked)[1]
        self.ids = {"place": three.place.slug, "booking": made["id"]}
        self.dates = [date["id"] for date in made["occurrences"]]
        self._issue = lambda: _an_invoice(three, now)
        self.invoices: list[str] = []

    def aim(self, case: Any, draw: Any) -> dict[str, str]:
        """Point a generated case at rows that exist, more often than chance would; say who calls."""
        for name in list(case.path_parameters or {}):
            if draw(st.integers(0, 5)) < 5:
                known = self.known(name, case.operation.path)
                if known:
                    case.path_parameters[name] = draw(st.sampled_from(known))
        for part in (case.query, case.body):
            if isinstance(part, dict) and draw(st.integers(0, 2)) < 2:
                part.update({name: value for name, value in self.sane(draw).items() if name in part})
        who = draw(st.sampled_from(PEOPLE))
        case.cookies.clear()
        case.headers.pop("Authorization", None)
        return {"Authorization": f"Bearer {self.tokens[who]}"} if who != "nobody" else {}

    def known(self, name: str, path: str) -> list[str]:
        if name == "slug":
            return [self.ids["place"]]
        if "/invoices/" in path:
            self.invoices = self.invoices or [str(self._issue())]
            return self.invoices
        return self.dates if "/occurrences/" in path else [self.ids["booking"]] if "/bookings/" in path else []

    def sane(self, draw: Any) -> dict[str, Any]:
        """Values near what the place has, so that rules are reached and not only the gate."""
        starts_at = datetime(2026, 3, 10, 8, tzinfo=UTC) + timedelta(minutes=30 * draw(st.integers(0, 400)))
        ends_at = starts_at + timedelta(minutes=30 * draw(st.integers(1, 12)))
        return {
            "resource": "salle-rouge", "starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat(),
            "rrule": draw(st.sampled_from(["", "FREQ=DAILY;COUNT=5"])), "quantity": 1, "guests": draw(st.integers(0, 9)),
            "skip": [], "move": [], "kind": "", "layout": "", "cursor": None, "for_person": None,
            "for_organisation": None, "hold_until": None, "trial": False,
        }  # fmt: skip


def _an_invoice(three: Any, now: Any) -> Any:
    from cantine.accounting.testing import a_legal_entity
    from cantine.billing.testing import a_charge, a_payer, an_invoice
    from cantine.pricing.testing import a_price_list

    who = ("person", three.member.pk)
    a_legal_entity(three.place, now=now)
    a_price_list(three.place, now=now)
    a_payer(three.place, who, now=now)
    a_charge(three.place, now=now, room=three.room.slug, person_id=three.member.pk)
    return an_invoice(three.place, who, now=now)


def test_the_document_is_openapi_3_1() -> None:
    validate(SCHEMA.raw_schema, cls=OpenAPIV31SpecValidator)


def test_the_document_calls_what_an_address_holds_slug_or_id() -> None:
    held = {part.partition("}")[0] for address in SCHEMA.raw_schema["paths"] for part in address.split("{")[1:]}
    assert held == {"slug", "id"}


@pytest.fixture
def world(three: Any, api: Any, now: Any, settings: Any) -> Iterator[World]:
    """The application is called as a server would, but for its database connection, which is the test's."""
    settings.CANTINE_RATES = {"api": 0, "api.anonymous": 0}
    made = World(three, api, now)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield made
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def fire(operation: Any, world: World, examples: int) -> None:
    modes = [operation.as_strategy(generation_mode=mode) for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)]

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=st.one_of(modes), data=st.data())
    def shoot(case: Any, data: Any) -> None:
        wrong = case.meta.generation.mode is GenerationMode.NEGATIVE
        if wrong and data.draw(st.booleans()):
            case.call_and_validate(checks=CHECKS)
        else:  # aiming may make a wrong case right: then it need not be refused
            case.call_and_validate(headers=world.aim(case, data.draw), checks=CHECKS[: -1 if wrong else None])

    shoot()


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_an_operation_keeps_its_contract(operation: Any, world: World) -> None:
    fire(operation, world, examples=25)


@pytest.mark.faults
@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_an_operation_keeps_its_contract_for_long(operation: Any, world: World) -> None:
    fire(operation, world, examples=600)
