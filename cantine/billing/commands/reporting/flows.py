"""What leaves for a platform, once: by hand, or by itself. What broke on its way is never sent again unless somebody says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from cantine.billing import facts, rules
from cantine.billing.commands.drafts import seller
from cantine.billing.commands.reporting.platforms import Parcel, Told
from cantine.billing.documents.endpoints import Road, road_of
from cantine.billing.models import Flow, Invoice, InvoiceFile, ReportFile
from cantine.billing.queries.reporting import Access, setting_of
from cantine.billing.rules.reporting import Duty, FlowState, duty_of, moved_by, state_of_status
from cantine.core import jobs
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

LOST_AFTER = timedelta(minutes=10)  # a program that died while it sent
ROADS = {Road.BUSINESS: "B2B", Road.OUT_OF_SCOPE: "OutOfScope"}


@dataclass(frozen=True)
class Leaving:
    """What a job carries to the platform, and how it enters there."""

    access: Access
    parcel: Parcel


def hand_over(
    *, actor: Actor, now: datetime, place: PlaceRef, reports: Sequence[UUID] = (), invoices: Sequence[UUID] = (), replay: bool = False
) -> int:  # fmt: skip
    """Somebody carried these to a platform or to Chorus Pro; how many are noted. Those that left already are left alone. Records
    FlowHandedOver for each.

    Refusals: seller_missing, flow_nothing_chosen.
    """
    authorize(actor, "report.send", Target(place.organisation_id, place.id))
    with transaction.atomic():
        made = _flows(actor, now, place, reports, invoices, FlowState.HANDED)
        for each in made:
            fact = facts.FlowHandedOver(organisation_id=place.organisation_id, place_id=place.id, flow=each.uuid)
            record(fact, actor=actor, now=now, replay=replay)
    return len(made)


def send_flows(
    *, actor: Actor, now: datetime, place: PlaceRef, reports: Sequence[UUID] = (), invoices: Sequence[UUID] = ()
) -> int:  # fmt: skip
    """Let these leave for the platform, each by a job; how many will. Those that left already are left alone. Records FlowMoved for
    each.

    Refusals: seller_missing, platform_missing, flow_nothing_chosen.
    """
    authorize(actor, "report.send", Target(place.organisation_id, place.id))
    entity = seller(place)
    if setting_of(organisation_id=entity.organisation_id, entity_id=entity.id).access is None:
        raise Refused(Refusal("platform_missing"))
    with transaction.atomic():
        made = _flows(actor, now, place, reports, invoices, FlowState.WAITING)
        for each in made:
            _leave_soon(place.organisation_id, each, actor, now, place.id)
    return len(made)


def resolve_flow(*, actor: Actor, now: datetime, place: PlaceRef, flow: UUID, arrived: bool) -> None:
    """The line broke while it left: somebody looked at the platform, and it is there, or it is not and leaves again; what was rejected
    may leave again too, once its cause is mended. Records FlowMoved.

    Refusals: seller_missing, flow_unknown.
    """
    authorize(actor, "report.send", Target(place.organisation_id, place.id))
    with transaction.atomic():
        lost = Q(state__in=[FlowState.UNSURE, FlowState.REJECTED]) | Q(
            state=FlowState.LEAVING, left_at__lt=now - LOST_AFTER
        )
        rows = Flow.objects.select_for_update(of=("self",)).filter(lost, entity_id=seller(place).id, uuid=flow)
        row = rows.first()
        if row is None:
            raise Refused(Refusal("flow_unknown"))
        row.state, row.reason = FlowState.DEPOSITED if arrived else FlowState.WAITING, ""
        row.save(update_fields=["state", "reason"])
        if arrived:
            _tell(row, actor, now, place.id)
        else:
            _leave_soon(place.organisation_id, row, actor, now, place.id)


def take_flow(*, actor: Actor, now: datetime, organisation_id: int, flow_id: int) -> Leaving | None:
    """Mark it as leaving, and give what leaves: to one caller only, whoever asks again gets nothing. Records FlowMoved."""
    authorize(actor, "report.follow", Target(organisation_id))
    with transaction.atomic():
        row = (
            Flow.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(organisation_id=organisation_id, pk=flow_id, state=FlowState.WAITING)
            .first()
        )
        if row is None:
            return None
        access = setting_of(organisation_id=organisation_id, entity_id=row.entity_id).access
        parcel = _parcel(row)
        if access is None or parcel is None:
            return None
        row.state, row.left_at = FlowState.LEAVING, now
        row.save(update_fields=["state", "left_at"])
        _tell(row, actor, now)
    return Leaving(access, parcel)


def note_left(
    *, actor: Actor, now: datetime, organisation_id: int, flow_id: int, told: Told | None, state: FlowState = FlowState.SENT
) -> None:  # fmt: skip
    """How it went: what the platform said, else ``state``: back to waiting where nothing left, unsure where nobody knows. Records
    FlowMoved."""
    authorize(actor, "report.follow", Target(organisation_id))
    with transaction.atomic():
        row = Flow.objects.select_for_update(of=("self",)).get(organisation_id=organisation_id, pk=flow_id)
        if row.state != FlowState.LEAVING:
            return
        said = state_of_status(told.code) if told else None
        row.state = moved_by(FlowState.SENT, said) if said else state
        if told:
            row.flow_id, row.reason, row.told_at = told.flow_id[:120], told.reason[:600], now
        row.save(update_fields=["state", "flow_id", "reason", "told_at"])
        _tell(row, actor, now)


def _flows(
    actor: Actor, now: datetime, place: PlaceRef, reports: Sequence[UUID], invoices: Sequence[UUID], state: FlowState
) -> list[Flow]:
    """A row for each that has none: its key is unique, so whoever comes second makes nothing."""
    entity = seller(place)
    wanted = [
        (f"report:{uuid}", {"report_id": pk})
        for pk, uuid in ReportFile.objects.filter(entity_id=entity.id, uuid__in=reports).values_list("pk", "uuid")
    ]
    rows = Invoice.objects.filter(entity_id=entity.id, uuid__in=invoices, taken_over=False).exclude(issued_at=None)
    for pk, uuid, content in rows.values_list("pk", "uuid", "content"):
        if content is not None and duty_of(rules.document_from_json(content)).is_sent:
            wanted.append((f"invoice:{uuid}", {"invoice_id": pk}))
    if not wanted:
        raise Refused(Refusal("flow_nothing_chosen"))
    keys = [key for key, _of in wanted]
    before = set(Flow.objects.filter(key__in=keys).values_list("key", flat=True))
    Flow.objects.bulk_create(
        [
            Flow(
                uuid=uuid4(), organisation_id=place.organisation_id, entity_id=entity.id, key=key, state=state,
                by_id=actor.person_id, made_at=now, left_at=now if state is FlowState.HANDED else None, **of,
            )
            for key, of in wanted
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return list(Flow.objects.filter(key__in=[each for each in keys if each not in before], made_at=now).order_by("pk"))


def _parcel(row: Flow) -> Parcel | None:
    """None as long as the page of an invoice is not made."""
    if row.report_id is not None:
        name, content = ReportFile.objects.values_list("name", "content").get(pk=row.report_id)
        return Parcel(row.pk, name, bytes(content), is_report=True)
    assert row.invoice_id is not None  # the table holds that
    file = InvoiceFile.objects.filter(invoice_id=row.invoice_id, format="pdf").values_list("content", flat=True).first()
    invoice = Invoice.objects.get(pk=row.invoice_id)
    if file is None or invoice.content is None:
        return None
    document = rules.document_from_json(invoice.content)
    road = "B2G" if duty_of(document) is Duty.PUBLIC else ROADS.get(road_of(document), "B2B")
    return Parcel(row.pk, f"{invoice.reference}.pdf", bytes(file), is_report=False, road=road)


def _leave_soon(organisation_id: int, row: Flow, actor: Actor, now: datetime, place_id: int) -> None:
    jobs.later("billing.send_flow", organisation_id=organisation_id, flow_id=row.pk)
    _tell(row, actor, now, place_id)


def _tell(row: Flow, actor: Actor, now: datetime, place_id: int | None = None) -> None:
    fact = facts.FlowMoved(
        organisation_id=row.organisation_id, place_id=place_id, flow=row.uuid, state=str(row.state)
    )  # fmt: skip
    record(fact, actor=actor, now=now)
