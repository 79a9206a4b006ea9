"""Who may collect, and who lets them: asked by letter, signed on a phone, revoked."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from cantine.billing import facts
from cantine.billing.commands.drafts import seller
from cantine.billing.commands.sepa.wording import letter_asking, mandate_text
from cantine.billing.models import Mandate, SepaCreditor
from cantine.billing.queries.payers import ORGANISATION, PERSON, Who, payer_cards
from cantine.billing.queries.sepa import creditor_of
from cantine.billing.rules.sepa import Holder, Scheme, check_creditor, check_holder
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.mail import post
from cantine.core.sealing import seal
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

LONGEST_NAME = 120


def name_creditor(
    *, actor: Actor, now: datetime, place: PlaceRef, ics: str, notice_days: int = 14, replay: bool = False
) -> None:  # fmt: skip
    """The identifier that the Banque de France gave to who invoices here, and how long before payers are told.

    Refusals: seller_missing, ics_wrong, debit_notice_out_of_range. Records CreditorNamed.
    """
    authorize(actor, "debit.manage", Target(place.organisation_id, place.id))
    bare = "".join(ics.split()).upper()
    if wrong := list(check_creditor(bare, notice_days=notice_days)):
        raise Refused(*wrong)
    with transaction.atomic():
        entity = seller(place)
        SepaCreditor.objects.update_or_create(
            organisation_id=place.organisation_id,
            entity_id=entity.id,
            defaults={"ics": bare, "notice_days": notice_days},
        )
        fact = facts.CreditorNamed(organisation_id=place.organisation_id, place_id=place.id, entity_id=entity.id)
        record(fact, actor=actor, now=now, replay=replay)


def ask_mandate(
    *, actor: Actor, now: datetime, place: PlaceRef, who: Who, scheme: Scheme = Scheme.CORE, replay: bool = False
) -> UUID:  # fmt: skip
    """A letter asks the payer to sign on their phone. One mandate a payer holds at a time.

    Refusals: creditor_missing, payer_unknown, mandate_there_already, no_address_to_write_to. Records MandateAsked.
    """
    authorize(actor, "debit.manage", Target(place.organisation_id, place.id))
    with transaction.atomic():
        creditor = creditor_of(place)
        if creditor is None:
            raise Refused(Refusal("creditor_missing"))
        card = payer_cards(organisation_id=place.organisation_id, whos=[who]).get(who)
        if card is None:
            raise Refused(Refusal("payer_unknown"))
        if not card.party.email:
            raise Refused(Refusal("no_address_to_write_to"))
        uuid, address = uuid4(), card.party.address
        try:
            with transaction.atomic():
                row = Mandate.objects.create(
                    uuid=uuid, organisation_id=place.organisation_id, place_id=place.id, entity_id=creditor.entity_id,
                    rum=f"RUM{uuid.hex[:20].upper()}", scheme=scheme, person_id=who[1] if who[0] == PERSON else None,
                    customer_id=who[1] if who[0] == ORGANISATION else None, payer_name=card.party.name[:160],
                    holder=card.party.name[:70], street=address.street[:70], postcode=address.postcode[:16],
                    town=address.town[:35], country=address.country, asked_at=now,
                )  # fmt: skip
        except IntegrityError as error:
            raise Refused(Refusal("mandate_there_already", {"name": card.party.name})) from error
        if not replay:
            post(
                letter_asking(row, place, creditor, to=card.party.email, language=card.language), once=f"mandate:{uuid}",
                now=now, organisation_id=place.organisation_id, place_id=place.id, person_id=row.person_id,
            )  # fmt: skip
        _tell(facts.MandateAsked, row, actor, now, replay=replay)
    return uuid


def sign_mandate(
    *, actor: Actor, now: datetime, place: PlaceRef, mandate: UUID, holder: Holder, name: str, address: str = "",
    replay: bool = False,
) -> None:  # fmt: skip
    """The payer types their account, their address and their name: it is how they sign. What they read is kept by its print.

    Refusals: mandate_unknown, mandate_signed_already, signature_missing, mandate_part_missing, iban_wrong. Records
    MandateSigned.
    """
    authorize(actor, "debit.sign", Target(place.organisation_id, place.id))
    tidy = replace(holder, iban="".join(holder.iban.split()).upper(), country=holder.country.strip().upper())
    signed = " ".join(name.split())
    wrong = list(check_holder(tidy))
    if not signed or len(signed) > LONGEST_NAME:
        wrong.append(Refusal("signature_missing", {}, "signed"))
    if wrong:
        raise Refused(*wrong)
    with transaction.atomic():
        row = lock_mandate(place, mandate)
        if row.signed_at is not None or row.revoked_at is not None:
            raise Refused(Refusal("mandate_signed_already"))
        creditor = creditor_of(place)
        assert creditor is not None
        row.holder, row.street, row.postcode, row.town, row.country = (
            tidy.name.strip()[:70], tidy.street.strip()[:70], tidy.postcode.strip()[:16], tidy.town.strip()[:35], tidy.country[:2],
        )  # fmt: skip
        row.iban_sealed, row.signed_name, row.signed_from = seal(tidy.iban), signed, address[:64]
        row.signed_at, row.signed_on = now, place.today(now)
        row.sha256 = sha256(f"{mandate_text(creditor)}\n{row.rum}\n{tidy}".encode()).hexdigest()
        row.save()
        _tell(facts.MandateSigned, row, actor, now, replay=replay)


def revoke_mandate(*, actor: Actor, now: datetime, place: PlaceRef, mandate: UUID, why: str = "") -> None:
    """It serves no more; what was asked of the bank already is not called back.

    Refusals: mandate_unknown. Records MandateRevoked.
    """
    authorize(actor, "debit.manage", Target(place.organisation_id, place.id))
    with transaction.atomic():
        revoke(lock_mandate(place, mandate), why, actor, now)


def revoke(row: Mandate, why: str, actor: Actor, now: datetime) -> None:
    """A locked mandate serves no more."""
    if row.revoked_at is None:
        row.revoked_at, row.revoked_why = now, why.strip()[:120]
        row.save(update_fields=["revoked_at", "revoked_why"])
        _tell(facts.MandateRevoked, row, actor, now)


def lock_mandate(place: PlaceRef, mandate: UUID) -> Mandate:
    """The row, held until the transaction ends. Raises Refused: mandate_unknown."""
    row = Mandate.objects.select_for_update(of=("self",)).filter(place_id=place.id, uuid=mandate).first()
    if row is None:
        raise Refused(Refusal("mandate_unknown"))
    return row


def _tell(
    kind: type[facts.MandateFact], row: Mandate, actor: Actor, now: datetime, *, replay: bool = False
) -> None:  # fmt: skip
    fact = kind(organisation_id=row.organisation_id, place_id=row.place_id, mandate=row.uuid)
    record(fact, actor=actor, now=now, replay=replay)
