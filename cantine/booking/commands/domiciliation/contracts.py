"""The approval of a place, the contract that rests on it, the notice that ends it, the documents of its file."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from cantine.booking import facts
from cantine.booking.commands.domiciliation.ending import CONTRACTS, close_contract
from cantine.booking.commands.domiciliation.papers import check_approval, check_file, issue
from cantine.booking.models import Domiciliation, DomiciliationApproval, DomiciliationContract, DomiciliationDocument
from cantine.booking.queries.domiciliation import ContractLine, contract_of
from cantine.booking.rules import domiciliation as rules
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.memberships import commands as memberships
from cantine.memberships import queries as rights
from cantine.memberships.queries.dues import papers_about
from cantine.memberships.rules import Period
from cantine.memberships.rules.papers import PaperKind
from cantine.places.queries import PlaceRef


def set_domiciliation_approval(
    *, actor: Actor, now: datetime, place: PlaceRef, number: str, prefecture: str, granted_on: date,
    registry: str = "", registry_address: str = "", replay: bool = False,
) -> None:  # fmt: skip
    """Write down the approval of the prefecture, and the registry that letters go to. Records DomiciliationApproved. Refusals:
    domiciliation_not_approved, domiciliation_approval_over, approval_later."""
    authorize(actor, "domiciliation.set", Target(place.organisation_id, place.id))
    today = place.today(now)
    refusals = list(rules.check_approved(number, granted_on, day=today))
    if granted_on > today:
        refusals.append(Refusal("approval_later", {"day": today}, "granted_on"))
    if refusals:
        raise Refused(*refusals)
    columns = {
        "number": number.strip()[:60], "prefecture": prefecture.strip()[:120], "granted_on": granted_on,
        "registry": registry.strip()[:120], "registry_address": registry_address.strip()[:200],
    }  # fmt: skip
    with transaction.atomic():
        DomiciliationApproval.objects.update_or_create(
            organisation_id=place.organisation_id, place_id=place.id, defaults=columns
        )
        record(facts.DomiciliationApproved(**_where(place)), actor=actor, now=now, replay=replay)


def sign_domiciliation(
    *, actor: Actor, now: datetime, place: PlaceRef, domiciliation: UUID, plan: str, clauses: rules.Clauses,
    replay: bool = False,
) -> UUID:  # fmt: skip
    """Sign the contract of an address: it has its number and its attestation, and its month is charged from its first day at the
    price of the plan. Returns the id of the contract's paper. Records DomiciliationContracted, and what subscribing records.

    Refusals: domiciliation_unknown, domiciliation_over, contract_signed_already, contract_before_address, plan_unknown,
    domiciliation_not_approved, domiciliation_approval_over, domiciliation_without_entity, domiciliation_file_incomplete, those of
    ``check_clauses``.
    """
    authorize(actor, "domiciliation.manage", Target(place.organisation_id, place.id))
    today = place.today(now)
    approval = check_approval(place, today)
    found = rights.find_plan(place, code=plan)
    terms = found.terms_on(clauses.since) if found and found.period is Period.MONTH else None
    refusals = list(rules.check_clauses(clauses))
    if terms is None:
        refusals.append(Refusal("plan_unknown", field="plan"))
    if refusals or terms is None:
        raise Refused(*refusals)
    with transaction.atomic():
        row = _lock(place, domiciliation, today)
        if clauses.since < row.since:
            raise Refused(Refusal("contract_before_address", {"day": row.since}, "since"))
        card = contract_of(place, domiciliation)
        assert card is not None
        if card.contract is not None:
            raise Refused(Refusal("contract_signed_already"))
        check_file(place, card, today)
        subscription = memberships.subscribe(
            actor=CONTRACTS, now=now, place=place, plan=plan, since=clauses.since, customer_id=row.customer_id,
            replay=replay,
        )  # fmt: skip
        wanted = ContractLine.of(clauses, subscription=subscription, monthly_cents=terms.cents)
        paper = issue(PaperKind.CONTRACT, place, card.with_contract(wanted), approval, now)
        reference = papers_about([row.uuid])[row.uuid][-1][2]
        _write(row, clauses, subscription, terms.cents, reference, now)
        signed = contract_of(place, domiciliation)
        assert signed is not None
        issue(PaperKind.ATTESTATION, place, signed, approval, now)
        told = facts.DomiciliationContracted(
            domiciliation_id=row.pk, customer_id=row.customer_id, subscription=subscription, **_where(place)
        )
        record(told, actor=actor, now=now, replay=replay)
    return paper


def give_domiciliation_notice(*, actor: Actor, now: datetime, place: PlaceRef, domiciliation: UUID, on: date) -> date:
    """End a contract by its notice, given on a day; returns its last one. The letter to the registry is prepared. Records
    DomiciliationNoticeGiven, DomiciliationEnded, RegistryLetterPrepared.

    Refusals: domiciliation_unknown, domiciliation_over, domiciliation_without_contract, domiciliation_notice_given,
    notice_later.
    """
    authorize(actor, "domiciliation.manage", Target(place.organisation_id, place.id))
    today = place.today(now)
    with transaction.atomic():
        row = _lock(place, domiciliation, today)
        card = contract_of(place, domiciliation)
        assert card is not None
        if card.contract is None:
            raise Refused(Refusal("domiciliation_without_contract"))
        if row.until is not None:
            raise Refused(Refusal("domiciliation_notice_given", {"day": row.until}))
        if on > today:
            raise Refused(Refusal("notice_later", {"day": today}, "on"))
        until = card.contract.last_day_by_notice(on)
        Domiciliation.objects.filter(pk=row.pk).update(until=until)
        DomiciliationContract.objects.filter(domiciliation=row).update(notice_on=on)
        close_contract(place, domiciliation, until, actor, now)
        ids = {"domiciliation_id": row.pk, **_where(place)}
        record(facts.DomiciliationNoticeGiven(until=until, **ids), actor=actor, now=now)
        ended = facts.DomiciliationEnded(customer_id=row.customer_id, until=until, **ids)
        record(ended, actor=actor, now=now)
    return until


def note_document(
    *, actor: Actor, now: datetime, place: PlaceRef, domiciliation: UUID, seen: rules.Seen, kept_in: str = "",
    replay: bool = False,
) -> None:  # fmt: skip
    """A document of the file was shown; the last of each kind counts. Records DomiciliationDocumentSeen. Refusals:
    domiciliation_unknown, domiciliation_over, document_seen_later, document_expired."""
    authorize(actor, "domiciliation.manage", Target(place.organisation_id, place.id))
    if refusals := list(rules.check_document(seen, today=place.today(now))):
        raise Refused(*refusals)
    with transaction.atomic():
        row = _lock(place, domiciliation, place.today(now))
        DomiciliationDocument.objects.create(
            organisation_id=place.organisation_id, domiciliation=row, kind=seen.kind.value, seen_on=seen.seen_on,
            expires_on=seen.expires_on, kept_in=kept_in.strip()[:80], seen_by_id=actor.person_id, made_at=now,
        )  # fmt: skip
        told = facts.DomiciliationDocumentSeen(domiciliation_id=row.pk, kind=seen.kind.value, **_where(place))
        record(told, actor=actor, now=now, replay=replay)


def _write(
    row: Domiciliation, clauses: rules.Clauses, subscription: UUID, cents: int, reference: str, now: datetime
) -> None:
    contract = DomiciliationContract(
        organisation_id=row.organisation_id, domiciliation=row, reference=reference, subscription=subscription,
        since=clauses.since, months=clauses.months, notice_months=clauses.notice_months, monthly_cents=cents,
        deposit_cents=clauses.deposit_cents, representative=clauses.representative.strip()[:120],
        books_kept=clauses.books_kept.strip()[:200], made_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            contract.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(Refusal("contract_signed_already")) from error


def _lock(place: PlaceRef, domiciliation: UUID, today: date) -> Domiciliation:
    """Raises Refused: domiciliation_unknown, domiciliation_over."""
    rows = Domiciliation.objects.select_for_update(no_key=True).filter(uuid=domiciliation, place_id=place.id)
    row = rows.first()
    if row is None:
        raise Refused(Refusal("domiciliation_unknown"))
    if row.until is not None and row.until < today:
        raise Refused(Refusal("domiciliation_over", {"until": row.until}))
    return row


def _where(place: PlaceRef) -> dict[str, int]:
    return {"organisation_id": place.organisation_id, "place_id": place.id}
