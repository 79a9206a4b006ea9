"""An entity reports: its files are made once, what leaves leaves once, and the database holds both."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from cantine.billing import commands as billing
from cantine.billing import rules as documents
from cantine.billing.commands import reporting
from cantine.billing.models import Flow, Incoming, PlatformAccess, ReportFile
from cantine.billing.queries import reporting as queries
from cantine.billing.rules import Nature
from cantine.billing.rules.reporting import FlowState, Regime, Standing, Terms
from cantine.billing.testing import a_customer, a_payer
from cantine.core import scoping
from cantine.kernel import Refused

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
SEPTEMBER = datetime(2026, 9, 8, 9, tzinfo=PARIS)
SALES, PAYMENTS = "ventes-2026-09-01", "encaissements-2026-09-01"
AFTER = datetime(2026, 10, 2, 9, tzinfo=PARIS)
TERMS = Terms(regime=Regime.QUARTERLY, starts_on=date(2026, 9, 1))


@pytest.fixture
def now() -> datetime:
    return SEPTEMBER


@pytest.fixture
def told(house: Any) -> Any:
    """The house reports by the month since September 2026."""
    reporting.say_terms(**house.said, terms=TERMS)
    return house


def said(house: Any, at: datetime = AFTER) -> dict[str, Any]:
    return {**house.said, "now": at}


def board(house: Any, at: datetime = AFTER) -> queries.Board:
    which = {"organisation_id": house.place.organisation_id, "entity_id": entity(house)}
    return queries.board_of(queries.setting_of(**which), **which, today=house.place.today(at))


def entity(house: Any) -> int:
    from cantine.accounting import queries as accounting

    found = accounting.entity_of(house.place)
    assert found is not None
    return found.id


def pay(house: Any, invoice: UUID, cents: int, at: datetime, received_on: date | None = None) -> None:
    billing.record_payment(
        **said(house, at), who=house.member, cents=cents, method=documents.Method.TRANSFER, key=f"{invoice}:{cents}",
        received_on=received_on or house.place.today(at), invoices=[invoice],
    )  # fmt: skip


def reasons(refused: Any) -> list[str]:
    return [each.code for each in refused.value.refusals]


def test_the_file_of_a_period_is_made_once_and_never_changes(told: Any) -> None:
    told.issued(hours=2)
    made = reporting.make_report(**said(told), period=SALES)
    file = ReportFile.objects.get(uuid=made)
    assert (file.net_cents, file.vat_cents, file.count, file.turn) == (8000, 1600, 1, 0)
    assert b"<TaxExclusiveAmount>80.00</TaxExclusiveAmount>" in bytes(file.content)
    with pytest.raises(Refused) as again:
        reporting.make_report(**said(told), period=SALES)
    assert reasons(again) == ["tax_report_unchanged"]
    for act in (lambda: ReportFile.objects.update(name="x"), lambda: ReportFile.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_without_its_guard_a_file_could_change(told: Any, as_owner: Any) -> None:
    told.issued()
    reporting.make_report(**said(told), period=SALES)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE billing_reportfile DISABLE TRIGGER frozen")
    assert ReportFile.objects.update(name="x") == 1


def test_what_was_paid_after_the_file_makes_a_rectifying_one(told: Any) -> None:
    invoice = told.issued(hours=2)
    pay(told, invoice, 4800, SEPTEMBER)
    reporting.make_report(**said(told), period=PAYMENTS)
    pay(told, invoice, 1000, AFTER, received_on=date(2026, 9, 30))
    again = ReportFile.objects.get(uuid=reporting.make_report(**said(told), period=PAYMENTS))
    assert (again.turn, again.net_cents) == (1, 5800)
    assert b"<TypeCode>RE</TypeCode>" in bytes(again.content)


def test_a_period_that_runs_is_empty_or_unknown_makes_no_file(told: Any) -> None:
    for period, at, why in (
        (SALES, AFTER, "tax_report_empty"), (SALES, SEPTEMBER, "tax_report_period_not_over"),
        ("ventes-2026-09-02", AFTER, "tax_report_period_unknown"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            reporting.make_report(**said(told, at), period=period)
        assert reasons(refused) == [why]


def test_the_board_says_what_is_late_soon_done_or_empty(told: Any) -> None:
    told.issued()
    standings = {
        each.due.period.kind.value: each.standing for each in board(told).lines if each.due.period.first_day.month == 9
    }
    assert standings == {"sales": Standing.DUE, "payments": Standing.NOTHING}
    late = board(told, AFTER + timedelta(days=20))
    assert [each.standing for each in late.lines if each.count] == [Standing.LATE]
    report = reporting.make_report(**said(told), period=SALES)
    assert reporting.hand_over(**said(told), reports=[report]) == 1
    assert reporting.hand_over(**said(told), reports=[report]) == 0
    assert [each.standing for each in board(told).lines if each.count] == [Standing.DONE]


def test_who_said_nothing_reports_nothing(house: Any) -> None:
    house.issued()
    assert board(house).lines == ()


def town_of(house: Any, **more: Any) -> tuple[str, int]:
    who = ("organisation", a_customer(house.three.place, "Ville", now=house.now, kind="public"))
    a_payer(
        house.three.place, who, now=house.now, name="Ville de Nantes", nature=Nature.PUBLIC, siren="214401093", **more
    )
    return who


def test_a_town_is_invoiced_with_its_siret_and_waits_to_be_deposited(house: Any) -> None:
    who = town_of(house)
    house.charge(customer_id=who[1])
    draft = house.prepared(who=who)
    with pytest.raises(Refused) as refused:
        billing.issue_invoice(**house.said, invoice=draft)
    assert reasons(refused) == ["public_siret_missing"]
    town_of_again = {
        "name": "Ville de Nantes",
        "nature": Nature.PUBLIC,
        "siret": "21440109300015",
        "service_code": "S1",
    }
    a_payer(house.three.place, who, now=house.now, **town_of_again)
    billing.issue_invoice(**house.said, invoice=draft)
    (waiting,) = board(house).to_send
    assert (waiting.uuid, waiting.public) == (draft, True)
    reporting.hand_over(**said(house), invoices=[draft])
    assert board(house).to_send == ()
    flow = queries.flow_of_invoice(
        organisation_id=house.place.organisation_id, entity_id=entity(house), invoice_id=house.find(draft).card.id
    )
    assert flow is not None
    assert flow.state is FlowState.HANDED


class Line:
    """A platform in a test: what it answers, and what it was sent."""

    def __init__(self, *answers: Any) -> None:
        self.answers: list[Any] = list(answers)
        self.sent: list[str] = []

    def send_report(self, parcel: Any) -> Any:
        self.sent.append(parcel.name)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    send_invoice = send_report

    def receive(self, since: str) -> Any:
        return self.answers.pop(0)


@pytest.fixture
def line(monkeypatch: Any) -> Any:
    made = Line()
    monkeypatch.setattr(reporting, "open_platform", lambda access: made)
    return made


@pytest.fixture
def platform(told: Any) -> Any:
    reporting.set_platform(
        **told.said, base_url="https://api.pa.example", token_url="https://api.pa.example/oauth2/token", client_id="moi",
        secret="s3cret",
    )  # fmt: skip
    return told


def sent(house: Any) -> Flow:
    from cantine.billing.tasks import send_flow

    house.issued()
    report = reporting.make_report(**said(house), period=SALES)
    reporting.send_flows(**said(house), reports=[report])
    flow = Flow.objects.get()
    send_flow.func(organisation_id=house.place.organisation_id, flow_id=flow.pk)
    flow.refresh_from_db()
    return flow


def again(flow: Flow) -> Flow:
    from cantine.billing.tasks import send_flow

    send_flow.func(organisation_id=flow.organisation_id, flow_id=flow.pk)
    flow.refresh_from_db()
    return flow


def test_the_secret_is_sealed_and_its_addresses_are_public(platform: Any) -> None:
    row = PlatformAccess.objects.get()
    assert "s3cret" not in row.sealed_secret
    setting = queries.setting_of(organisation_id=platform.place.organisation_id, entity_id=entity(platform))
    assert setting.access is not None
    assert setting.access.secret == "s3cret"
    for address in ("http://api.pa.example", "https://localhost", "https://10.0.0.1", "https://a@b.example"):
        with pytest.raises(Refused) as refused:
            reporting.set_platform(
                **platform.said, base_url=address, token_url="https://api.pa.example/t", client_id="x", secret=""
            )
        assert reasons(refused) == ["platform_address_wrong"]


def test_a_file_leaves_once_however_often_its_job_runs(platform: Any, line: Line) -> None:
    line.answers = [reporting.Told("Pending", "flow-1")]
    flow = sent(platform)
    assert (flow.state, flow.flow_id) == ("sent", "flow-1")
    assert again(flow).state == "sent"
    assert len(line.sent) == 1
    assert reporting.send_flows(**said(platform), reports=[ReportFile.objects.get().uuid]) == 0


def test_without_its_mark_it_would_leave_twice(platform: Any, line: Line) -> None:
    line.answers = [reporting.Told("Pending", "flow-1"), reporting.Told("Pending", "flow-2")]
    flow = sent(platform)
    Flow.objects.update(state="waiting")
    again(flow)
    assert len(line.sent) == 2


def test_where_nothing_left_it_waits_and_the_job_is_tried_again(platform: Any, line: Line) -> None:
    line.answers = [reporting.CannotReach("down"), reporting.Told("Ok", "flow-1")]
    with pytest.raises(reporting.CannotReach):
        sent(platform)
    flow = Flow.objects.get()
    assert flow.state == "waiting"
    assert again(flow).state == "deposited"


def test_what_breaks_on_its_way_waits_for_somebody_who_looked(platform: Any, line: Line) -> None:
    line.answers = [OSError("cut"), reporting.Told("Pending", "flow-1")]
    flow = sent(platform)
    assert again(flow).state == "unsure"
    assert len(line.sent) == 1
    reporting.resolve_flow(**said(platform), flow=flow.uuid, arrived=False)
    assert again(flow).state == "sent"
    with pytest.raises(Refused) as refused:
        reporting.resolve_flow(**said(platform), flow=flow.uuid, arrived=True)
    assert reasons(refused) == ["flow_unknown"]


def test_a_platform_that_refuses_says_why(platform: Any, line: Line) -> None:
    line.answers = [reporting.Refusing("HTTP 400 : SIREN inconnu")]
    flow = sent(platform)
    assert (flow.state, flow.reason) == ("rejected", "HTTP 400 : SIREN inconnu")


def test_the_news_of_a_platform_move_flows_and_bring_files_once(platform: Any, line: Line) -> None:
    from cantine.billing.tasks import follow_entity

    line.answers = [reporting.Told("Pending", "flow-1")]
    flow = sent(platform)
    news = reporting.News(
        (reporting.Told("Ok", "flow-1"), reporting.Told("Pending", "flow-1"), reporting.Told("210", number="FA1")),
        (reporting.Came("in-1", "facture.pdf", b"%PDF"),), "2026-10-02T10:00:00.000Z",
    )  # fmt: skip
    line.answers = [news, news]
    for _ in range(2):
        follow_entity.func(organisation_id=platform.place.organisation_id, entity_id=entity(platform))
    flow.refresh_from_db()
    assert (flow.state, Incoming.objects.count()) == ("deposited", 1)
    assert PlatformAccess.objects.get().told_until == "2026-10-02T10:00:00.000Z"


def test_nobody_sees_the_files_of_another_tenancy(told: Any) -> None:
    told.issued()
    reporting.make_report(**said(told), period=SALES)
    with scoping.scope([told.place.organisation_id + 1]):
        assert ReportFile.objects.count() == 0
