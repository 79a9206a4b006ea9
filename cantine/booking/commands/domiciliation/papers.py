"""The papers of a domiciliation: its contract, its attestation, the letters to the registry. Each has its number, and what it
says is frozen; nothing is given without the approval of the prefecture."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from cantine.accounting.queries import LegalEntityRef, entity_of
from cantine.billing.queries import ORGANISATION, PayerCard, payer_card
from cantine.booking import facts
from cantine.booking.queries.domiciliation import ApprovalLine, ContractCard, approval_of, contract_of
from cantine.booking.rules import domiciliation as rules
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.memberships.commands.papers import issue_paper
from cantine.memberships.rules.papers import PaperKind
from cantine.places import queries as places
from cantine.places.queries import PlaceRef


def attest_domiciliation(
    *, actor: Actor, now: datetime, place: PlaceRef, domiciliation: UUID, replay: bool = False
) -> UUID:
    """Give the attestation that goes to the registry. Returns the id of the paper. Records DomiciliationAttested. Refusals:
    domiciliation_unknown, domiciliation_without_contract, domiciliation_over, domiciliation_not_approved,
    domiciliation_approval_over, domiciliation_without_entity, domiciliation_file_incomplete."""
    authorize(actor, "domiciliation.manage", Target(place.organisation_id, place.id))
    card, today = contract_of(place, domiciliation), place.today(now)
    if card is None:
        raise Refused(Refusal("domiciliation_unknown"))
    if card.contract is None:
        raise Refused(Refusal("domiciliation_without_contract"))
    if card.until is not None and card.until < today:
        raise Refused(Refusal("domiciliation_over", {"until": card.until}))
    approval = check_approval(place, today)
    check_file(place, card, today)
    paper = issue(PaperKind.ATTESTATION, place, card, approval, now)
    told = facts.DomiciliationAttested(
        organisation_id=place.organisation_id, place_id=place.id, domiciliation_id=card.id
    )
    record(told, actor=actor, now=now, replay=replay)
    return paper


def check_approval(place: PlaceRef, day: date) -> ApprovalLine:
    """Raises Refused: domiciliation_not_approved, domiciliation_approval_over."""
    found = approval_of(place)
    refusals = list(rules.check_approved(found.number if found else "", found.granted_on if found else None, day=day))
    if refusals or found is None:
        raise Refused(*refusals)
    return found


def check_file(place: PlaceRef, card: ContractCard, day: date) -> None:
    """What the law wants seen before is there, and still holds. Raises Refused: domiciliation_file_incomplete."""
    party = _payer(place, card).party
    registered = bool(party.siren or party.siret)
    if refusals := list(rules.check_file(card.documents, today=day, registered=registered)):
        raise Refused(*refusals)


def issue(
    kind: PaperKind, place: PlaceRef, card: ContractCard, approval: ApprovalLine, now: datetime, **more: Any
) -> UUID:
    """For the commands of domiciliation, which have authorized. Raises Refused: domiciliation_without_entity."""
    entity, payer = _entity(place), _payer(place, card)
    contract, address = card.contract, places.letterhead_of(place_id=place.id).address
    content: dict[str, Any] = {
        "firm": card.customer, "siren": payer.party.siren or payer.party.siret[:9], "address": address,
        "legal_form": payer.party.legal_form,
        "prefecture": approval.prefecture, "approval": approval.number,
    }  # fmt: skip
    if contract is not None:
        content |= {
            "contract": contract.reference, "since": contract.since.isoformat(), "months": contract.months,
            "notice_months": contract.notice_months, "monthly_cents": contract.monthly_cents,
            "deposit_cents": contract.deposit_cents, "representative": contract.representative,
            "books_kept": contract.books_kept,
        }  # fmt: skip
    return issue_paper(
        kind=kind, place=place, entity=entity, card=payer, about=card.uuid, day=place.today(now), now=now,
        content={**content, **more},
    ).uuid  # fmt: skip


def write_to_registry(
    place: PlaceRef, card: ContractCard, why: rules.RegistryReason, day: date, actor: Actor, now: datetime
) -> UUID | None:
    """For the commands that have authorized: the letter is ready to be signed and sent; None where the place has no approval, or
    no legal entity, in whose name it could be. Records RegistryLetterPrepared."""
    approval = approval_of(place)
    if approval is None or entity_of(place) is None:
        return None
    lines = [each.strip() for each in approval.registry_address.split(",") if each.strip()]
    paper = issue(
        PaperKind.REGISTRY, place, card, approval, now, why=why.value, day=day.isoformat(), language="fr",
        payer={"name": approval.registry or "Greffe du tribunal de commerce", "lines": lines},
    )  # fmt: skip
    told = facts.RegistryLetterPrepared(
        organisation_id=place.organisation_id, place_id=place.id, domiciliation_id=card.id, why=why.value
    )
    record(told, actor=actor, now=now)
    return paper


def _entity(place: PlaceRef) -> LegalEntityRef:
    found = entity_of(place)
    if found is None:
        raise Refused(Refusal("domiciliation_without_entity"))
    return found


def _payer(place: PlaceRef, card: ContractCard) -> PayerCard:
    found = payer_card(organisation_id=place.organisation_id, who=(ORGANISATION, card.customer_id))
    assert found is not None  # it was noted as a customer when the address was given
    return found
