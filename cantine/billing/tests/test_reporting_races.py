"""Many workers at once: what leaves is given to one of them, and a period has one file. Each guard off, it fails."""

import time
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models import QuerySet

from cantine.billing.commands import reporting
from cantine.billing.commands.reporting import flows
from cantine.billing.models import Flow, ReportFile
from cantine.billing.rules.reporting import Regime, Terms
from cantine.billing.tasks import FLOWS
from cantine.billing.testing import ROBOT, a_written_invoice
from cantine.billing.tests.test_races import at_once, place
from cantine.core import scoping

__all__ = ["place"]
pytestmark = pytest.mark.django_db(transaction=True)
AFTER = datetime(2026, 10, 2, 9, tzinfo=ZoneInfo("Europe/Paris"))
PERIOD = "ventes-2026-09-01"


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 9, 8, 9, tzinfo=ZoneInfo("Europe/Paris"))


def said(place: Any) -> dict[str, Any]:
    return {"actor": ROBOT, "now": AFTER, "place": place}


@pytest.fixture
def sold(three: Any, place: Any, now: Any) -> Any:
    """A sale of September, of somebody who reports."""
    a_written_invoice(three.place, ("person", three.member.pk), now=now)
    with scoping.scope([place.organisation_id]):
        reporting.say_terms(**said(place), terms=Terms(regime=Regime.QUARTERLY, starts_on=date(2026, 9, 1)))
    return place


def make(place: Any) -> None:
    with scoping.scope([place.organisation_id]):
        reporting.make_report(**said(place), period=PERIOD)


def left(place: Any, monkeypatch: Any) -> int:
    """How many of four workers were given the file that waits."""
    given = []
    parcel = flows._parcel

    def slowly(row: Flow) -> Any:
        time.sleep(0.3)  # the others are at the door
        return parcel(row)

    monkeypatch.setattr(flows, "_parcel", slowly)
    make(place)
    with scoping.scope([place.organisation_id]):
        reporting.set_platform(
            **said(place), base_url="https://pa.example", token_url="https://pa.example/t", client_id="x", secret="y"
        )
        reporting.send_flows(**said(place), reports=[ReportFile.objects.get().uuid])
        flow = Flow.objects.get().pk

    def take(_which: int) -> None:
        with scoping.scope([place.organisation_id]):
            found = reporting.take_flow(
                actor=FLOWS, now=AFTER, organisation_id=place.organisation_id, flow_id=flow
            )  # fmt: skip
            given.extend([found] if found else [])

    assert at_once(4, take) == []
    return len(given)


def test_what_leaves_is_given_to_one_worker(sold: Any, monkeypatch: Any) -> None:
    assert left(sold, monkeypatch) == 1


def test_without_its_lock_it_would_leave_several_times(sold: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_how: self)
    assert left(sold, monkeypatch) > 1


def test_a_period_has_one_file_whoever_presses(sold: Any) -> None:
    assert len(at_once(3, lambda _which: make(sold))) == 2
    with scoping.scope([sold.organisation_id]):
        assert ReportFile.objects.count() == 1
