"""Tax receipts of gifts: who may give one, under which article, and what stands in the way. Off until somebody who answers for
it says that the conditions are met: a receipt that should not have been given is fined (CGI, art. 1740 A)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cantine.funding.rules.grants import LONGEST
from cantine.funding.rules.support import Donor, DonorKind
from cantine.kernel import Refusal


class Form(StrEnum):
    """The models of the administration whose mentions a receipt has: 11580 for persons, 16216 for firms."""

    PERSON = "11580"
    FIRM = "16216"


ARTICLES: dict[DonorKind, str] = {DonorKind.PERSON: "200", DonorKind.FIRM: "238 bis"}
FORMS: dict[DonorKind, Form] = {DonorKind.PERSON: Form.PERSON, DonorKind.FIRM: Form.FIRM}


class Quality(StrEnum):
    """What the body is, as the models list it: those that a third place may be."""

    INTEREST = "interest"
    UTILITY = "utility"
    ENDOWMENT = "endowment"
    CULTURE = "culture"
    TEACHING = "teaching"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an entity says once of its receipts. ``confirmed``: somebody said that the conditions of the law are met."""

    on: bool = False
    persons: bool = False
    firms: bool = False
    quality: Quality = Quality.INTEREST
    purpose: str = ""
    signer: str = ""
    signer_role: str = ""
    confirmed: bool = False

    def covers(self, kind: DonorKind) -> bool:
        return self.on and (self.persons if kind is DonorKind.PERSON else self.firms)


def check_terms(terms: Terms) -> Iterator[Refusal]:
    """Nothing is asked of what is switched off. Refusals: receipts_article_missing, receipts_purpose_missing,
    receipts_signer_missing, receipts_unconfirmed, people.too_long."""
    if not terms.on:
        return
    if not (terms.persons or terms.firms):
        yield Refusal("receipts_article_missing", field="persons")
    if not terms.purpose:
        yield Refusal("receipts_purpose_missing", field="purpose")
    if not (terms.signer and terms.signer_role):
        yield Refusal("receipts_signer_missing", field="signer_role" if terms.signer else "signer")
    if not terms.confirmed:
        yield Refusal("receipts_unconfirmed", field="confirmed")
    for field, most in (("purpose", 300), ("signer", LONGEST), ("signer_role", 80)):
        if len(getattr(terms, field)) > most:
            yield Refusal("people.too_long", {"most": most}, field)


def check_receipt(terms: Terms, donor: Donor, *, number: str, undone: bool) -> Iterator[Refusal]:
    """``number`` is the SIREN or the RNA of the entity, which both models ask for. Refusals: receipts_off,
    receipts_article_off, gift_undone, donor_unnamed, donor_address_missing, donor_legal_form_missing, donor_siren_missing,
    receipts_number_missing."""
    if not terms.on:
        yield Refusal("receipts_off")
    elif not terms.covers(donor.kind):
        yield Refusal("receipts_article_off", {"article": ARTICLES[donor.kind], "firms": donor.kind is DonorKind.FIRM})
    if undone:
        yield Refusal("gift_undone")
    if not donor.name:
        yield Refusal("donor_unnamed", field="name")
    if not (donor.street and donor.postcode and donor.town):
        yield Refusal("donor_address_missing", field="street")
    if donor.kind is DonorKind.FIRM and not donor.legal_form:
        yield Refusal("donor_legal_form_missing", field="legal_form")
    if donor.kind is DonorKind.FIRM and not donor.siren:
        yield Refusal("donor_siren_missing", field="siren")
    if not number:
        yield Refusal("receipts_number_missing")


def receipt_reference(*, prefix: str, year: int, number: int) -> str:
    """``RF2026-0042``: reçu fiscal."""
    return f"{prefix}RF{year}-{number:04}"
