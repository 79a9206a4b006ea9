"""Grants, from the first idea to the last report. What is granted, received, put aside or taken back is told to the books
in the same transaction, once."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from cantine.accounting.rules import JournalKind
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.funding import facts, rules
from cantine.funding.commands.bookkeeping import Act, enter, find_books, piece_of, third_of
from cantine.funding.models import Funder, Grant, Instalment, ReportDue, SetAside
from cantine.funding.queries import lock_grant
from cantine.funding.rules import Said, State
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def enter_grant(*, actor: Actor, now: datetime, place: PlaceRef, said: Said, replay: bool = False) -> UUID:
    """Follow a grant that is prepared; its funder is entered with it where it is new. Records GrantEntered.

    Refusals: those of ``check_said``, nobody_invoices.
    """
    authorize(actor, "grant.write", Target(place.organisation_id, place.id))
    if refusals := list(rules.check_said(said)):
        raise Refused(*refusals)
    entity = find_books(place)
    with transaction.atomic():
        funder, _new = Funder.objects.get_or_create(
            organisation_id=place.organisation_id, name=said.funder, defaults={"kind": said.kind}
        )
        row = Grant.objects.create(
            organisation_id=place.organisation_id, place_id=place.id, entity_id=entity.id, funder=funder,
            purpose=said.purpose, first_day=said.first_day, last_day=said.last_day, asked_cents=said.asked_cents,
            likely_percent=said.likely_percent, probably_on=said.probably_on, conditions=said.conditions,
            documents=said.documents, made_at=now,
        )  # fmt: skip
        fact = facts.GrantEntered(organisation_id=place.organisation_id, place_id=place.id, grant=row.uuid)
        record(fact, actor=actor, now=now, replay=replay)
    return row.uuid


def move_grant(
    *, actor: Actor, now: datetime, place: PlaceRef, grant: UUID, to: State, day: date, cents: int = 0,
    replay: bool = False,
) -> None:  # fmt: skip
    """Asked for, granted for so much on the day of its letter, refused, closed. Granted, the books hold it as owed and as
    income, once. Records GrantMoved.

    Refusals: grant_unknown, grant_step_wrong, funding_amount_wrong, grant_day_to_come, period_closed.
    """
    authorize(actor, "grant.write", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _locked(place, grant)
        refusals = [*rules.check_step(State(row.state), to), *_check_day(place, day, now)]
        if to is State.GRANTED:
            refusals += rules.check_cents(cents, "cents")
        if refusals:
            raise Refused(*refusals)
        row.state = to.value
        if to is State.GRANTED:
            row.granted_cents, row.notified_on = cents, day
            act = _act(row, f"grant:{row.uuid}", JournalKind.MISC, day)
            enter(act, row.entity_id, rules.postings_of_grant(cents, **_third(row)), now=now, replay=replay)
        row.save(update_fields=["state", "granted_cents", "notified_on"])
        fact = facts.GrantMoved(organisation_id=place.organisation_id, place_id=place.id, grant=grant, state=to.value)
        record(fact, actor=actor, now=now, replay=replay)


def plan_instalment(
    *, actor: Actor, now: datetime, place: PlaceRef, grant: UUID, cents: int, due_on: date, condition: str = "",
    replay: bool = False,
) -> UUID:  # fmt: skip
    """A part of what was granted, due by a day or on a condition. Records InstalmentPlanned.

    Refusals: grant_unknown, grant_not_given, funding_amount_wrong, instalments_above_grant.
    """
    authorize(actor, "grant.write", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _given(_locked(place, grant))
        planned = Instalment.objects.filter(grant=row).aggregate(sum=Sum("cents"))["sum"] or 0
        granted = row.granted_cents or 0
        if refusals := list(rules.check_instalment(granted_cents=granted, planned_cents=planned, cents=cents)):
            raise Refused(*refusals)
        made = Instalment.objects.create(
            organisation_id=place.organisation_id, grant=row, cents=cents, due_on=due_on, condition=condition[:160]
        )
        fact = facts.InstalmentPlanned(organisation_id=place.organisation_id, place_id=place.id, grant=grant)
        record(fact, actor=actor, now=now, replay=replay)
    return made.uuid


def receive_instalment(
    *, actor: Actor, now: datetime, place: PlaceRef, grant: UUID, instalment: UUID, day: date, replay: bool = False
) -> None:  # fmt: skip
    """It came to the bank: the books hold it once. Records InstalmentReceived.

    Refusals: grant_unknown, instalment_unknown, instalment_received_already, grant_day_to_come, period_closed.
    """
    authorize(actor, "grant.write", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _locked(place, grant)
        part = Instalment.objects.filter(grant=row, uuid=instalment).first()
        if part is None:
            raise Refused(Refusal("instalment_unknown"))
        if part.received_on is not None:
            raise Refused(Refusal("instalment_received_already", {"day": part.received_on}))
        if refusals := _check_day(place, day, now):
            raise Refused(*refusals)
        part.received_on = day
        part.save(update_fields=["received_on"])
        act = _act(row, f"instalment:{part.uuid}", JournalKind.BANK, day)
        enter(act, row.entity_id, rules.postings_of_instalment(part.cents, **_third(row)), now=now, replay=replay)
        fact = facts.InstalmentReceived(
            organisation_id=place.organisation_id, place_id=place.id, grant=grant, instalment=instalment
        )
        record(fact, actor=actor, now=now, replay=replay)


def plan_report(
    *, actor: Actor, now: datetime, place: PlaceRef, grant: UUID, what: str, due_on: date, replay: bool = False
) -> UUID:
    """What the funder wants to read, and by when. Records ReportPlanned.

    Refusals: grant_unknown, report_unnamed.
    """
    authorize(actor, "grant.write", Target(place.organisation_id, place.id))
    if not what.strip():
        raise Refused(Refusal("report_unnamed", field="what"))
    with transaction.atomic():
        row = _locked(place, grant)
        made = ReportDue.objects.create(
            organisation_id=place.organisation_id, grant=row, what=what.strip()[:160], due_on=due_on
        )
        fact = facts.ReportPlanned(organisation_id=place.organisation_id, place_id=place.id, grant=grant)
        record(fact, actor=actor, now=now, replay=replay)
    return made.uuid


def send_report(
    *, actor: Actor, now: datetime, place: PlaceRef, grant: UUID, report: UUID, replay: bool = False
) -> None:
    """It left today; said again, nothing changes. Records ReportSent. Refusals: grant_unknown, report_unknown."""
    authorize(actor, "grant.write", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = _locked(place, grant)
        found = ReportDue.objects.filter(grant=row, uuid=report).first()
        if found is None:
            raise Refused(Refusal("report_unknown"))
        if found.sent_on is not None:
            return
        found.sent_on = place.today(now)
        found.save(update_fields=["sent_on"])
        fact = facts.ReportSent(organisation_id=place.organisation_id, place_id=place.id, grant=grant, report=report)
        record(fact, actor=actor, now=now, replay=replay)


def set_aside(
    *, actor: Actor, now: datetime, place: PlaceRef, grant: UUID, year: int, cents: int, replay: bool = False
) -> None:
    """At the end of a year, what a grant did not serve for waits in dedicated funds: a person confirms how much, once a
    year. Records GrantSetAside.

    Refusals: grant_unknown, grant_not_given, funding_amount_wrong, set_aside_already, set_aside_above_grant, period_closed.
    """
    authorize(actor, "grant.write", Target(place.organisation_id, place.id))
    _carry(actor, now, place, grant, year, cents, back=False, replay=replay)


def take_back(
    *, actor: Actor, now: datetime, place: PlaceRef, grant: UUID, year: int, cents: int, replay: bool = False
) -> None:
    """In a year that follows, what waited serves. Records GrantSetAside.

    Refusals: those of ``set_aside``.
    """
    authorize(actor, "grant.write", Target(place.organisation_id, place.id))
    _carry(actor, now, place, grant, year, cents, back=True, replay=replay)


def _carry(
    actor: Actor, now: datetime, place: PlaceRef, grant: UUID, year: int, cents: int, *, back: bool, replay: bool
) -> None:
    with transaction.atomic():
        row = _given(_locked(place, grant))
        asides = list(SetAside.objects.filter(grant=row))
        waiting = sum(-each.cents if each.back else each.cents for each in asides)
        left = waiting if back else (row.granted_cents or 0) - waiting
        refusals = list(rules.check_cents(cents, "cents"))
        if any(each.year == year and each.back is back for each in asides):
            refusals.append(Refusal("set_aside_already", {"year": year}, "year"))
        if cents > left:
            refusals.append(Refusal("set_aside_above_grant", {"left_cents": left}, "cents"))
        if refusals:
            raise Refused(*refusals)
        day = min(date(year, 12, 31), place.today(now))
        SetAside.objects.create(
            organisation_id=place.organisation_id, grant=row, year=year, back=back, cents=cents, confirmed_on=day
        )
        postings = rules.postings_of_taken_back(cents) if back else rules.postings_of_set_aside(cents)
        kind = "grant.back" if back else "grant.aside"
        act = _act(row, f"{kind}:{row.uuid}:{year}", JournalKind.MISC, day)
        enter(act, row.entity_id, postings, now=now, replay=replay)
        fact = facts.GrantSetAside(
            organisation_id=place.organisation_id, place_id=place.id, grant=grant, year=year, back=back
        )
        record(fact, actor=actor, now=now, replay=replay)


def _locked(place: PlaceRef, grant: UUID) -> Grant:
    row = lock_grant(place, uuid=grant)
    if row is None:
        raise Refused(Refusal("grant_unknown"))
    return row


def _given(row: Grant) -> Grant:
    if row.granted_cents is None:
        raise Refused(Refusal("grant_not_given"))
    return row


def _check_day(place: PlaceRef, day: date, now: datetime) -> list[Refusal]:
    return [Refusal("grant_day_to_come", field="day")] if day > place.today(now) else []


def _act(row: Grant, source: str, journal: JournalKind, day: date) -> Act:
    return Act(source=source, journal=journal, day=day, label=row.purpose, piece=piece_of("SUB", row.uuid))


def _third(row: Grant) -> dict[str, str]:
    return {"third": third_of("S", row.funder.name), "name": row.funder.name}
