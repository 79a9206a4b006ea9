"""The file of a period: made once, judged, kept as it is. What moved since makes another, which takes its place."""

import hashlib
import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.accounting import queries as accounting
from cantine.accounting.queries import LegalEntityRef
from cantine.billing import facts
from cantine.billing.commands.drafts import seller
from cantine.billing.documents.checks import Checker, Severity
from cantine.billing.documents.reporting import Head, check_report, file_name, report_xml
from cantine.billing.models import ReportFile
from cantine.billing.queries.reporting import Setting, period_at, setting_of, sums_of
from cantine.billing.queries.reporting.board import cents_of
from cantine.billing.rules.reporting import FlowState, Payments, Period, Sales
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.kernel.frozen import plain
from cantine.places.queries import PlaceRef


def make_report(
    *, actor: Actor, now: datetime, place: PlaceRef, period: str, checker: Checker | None = None,
    replay: bool = False,
) -> UUID:  # fmt: skip
    """Make the file of a period that is over, by its code; again, only where what it says changed or was rejected, as a rectifying
    one. A second or two, unless ``checker`` is ready for flow 10. Records ReportMade.

    Refusals: seller_missing, reporting_siren_missing, tax_report_period_unknown, tax_report_period_not_over, tax_report_empty,
    tax_report_unchanged, tax_report_rule.
    """
    authorize(actor, "report.make", Target(place.organisation_id, place.id))
    entity = seller(place)
    if not entity.siren:
        raise Refused(Refusal("reporting_siren_missing", {"name": entity.name}))
    setting = setting_of(organisation_id=entity.organisation_id, entity_id=entity.id)
    due = period_at(setting, period, today=place.today(now))
    if due is None:
        raise Refused(Refusal("tax_report_period_unknown"))
    if place.today(now) <= due.period.last_day:
        raise Refused(Refusal("tax_report_period_not_over", {"day": due.period.last_day}))
    with transaction.atomic():
        accounting.lock_entity(uuid=entity.uuid)
        sums = sums_of(due.period, organisation_id=entity.organisation_id, entity_id=entity.id)
        row = _file(entity, setting, due.period, sums, now=now, checker=checker)
        row.save(force_insert=True)
        fact = facts.ReportMade(
            organisation_id=place.organisation_id, place_id=place.id, report=row.uuid, period=period, turn=row.turn
        )
        record(fact, actor=actor, now=now, replay=replay)
    return row.uuid


def _file(
    entity: LegalEntityRef,
    setting: Setting,
    period: Period,
    sums: Sales | Payments,
    *,
    now: datetime,
    checker: Checker | None,
) -> ReportFile:
    turn = _turn(entity, period, sums)
    head = _head(entity, setting, period, turn, now)
    xml = report_xml(head, sums)
    broken = [each for each in check_report(xml, checker=checker) if each.severity is Severity.ERROR]
    if broken:
        raise Refused(*(Refusal("tax_report_rule", {"rule": each.rule, "message": each.message}) for each in broken))
    net, vat, count = cents_of(sums)
    return ReportFile(
        organisation_id=entity.organisation_id, entity_id=entity.id, kind=period.kind, first_day=period.first_day,
        last_day=period.last_day, turn=turn, name=file_name(head), content=xml, sha256=hashlib.sha256(xml).hexdigest(),
        sums_sha256=sums_sha256(sums), net_cents=net, vat_cents=vat, count=count, made_at=now,
    )  # fmt: skip


def _turn(entity: LegalEntityRef, period: Period, sums: Sales | Payments) -> int:
    """Which file of its period this one is. Refusals: tax_report_empty, tax_report_unchanged."""
    former = (
        ReportFile.objects.filter(entity_id=entity.id, kind=period.kind, first_day=period.first_day)
        .order_by("-turn")
        .values_list("turn", "sums_sha256", "flows__state")
        .first()
    )
    if former is None and not sums.count:
        raise Refused(Refusal("tax_report_empty"))
    if former is not None and former[1] == sums_sha256(sums) and former[2] != FlowState.REJECTED:
        raise Refused(Refusal("tax_report_unchanged"))
    return former[0] + 1 if former else 0


def _head(entity: LegalEntityRef, setting: Setting, period: Period, turn: int, now: datetime) -> Head:
    code = f"{entity.siren}-{period.kind.value[:1].upper()}-{period.first_day:%Y%m%d}-{turn}"
    terms = setting.terms
    return Head(code, entity.siren, entity.name, period, now, turn, terms.platform_code, terms.platform_name)


def sums_sha256(sums: Sales | Payments) -> str:
    """The same for the same sums, whatever the file around them."""
    return hashlib.sha256(json.dumps(plain(sums)).encode()).hexdigest()
