"""What an organisation may be called and numbered; every refusal is returned, not only the first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cantine.kernel import Refusal
from cantine.people.rules import identifiers
from cantine.people.rules.legal_forms import KINDS, LEGAL_FORMS

_SIZES = {"name": 160, "street": 160, "commune": 80, "court_register": 80, "postcode": 10}


@dataclass(frozen=True, kw_only=True)
class OrganisationDraft:
    """What somebody says of an organisation. Empty means not said; ``kind`` follows from the legal form when there."""

    name: str
    kind: str = ""
    legal_form: str = ""
    siren: str = ""
    siret: str = ""
    rna: str = ""
    court_register: str = ""
    street: str = ""
    postcode: str = ""
    commune: str = ""
    insee_code: str = ""
    country: str = "FR"
    email: str = ""
    website: str = ""


def tidied(draft: OrganisationDraft) -> OrganisationDraft:
    """Spaces dropped, numbers bare, SIREN taken from the SIRET, kind from the form. Done before any check."""
    form = LEGAL_FORMS.get(draft.legal_form)
    siret = identifiers.bare(draft.siret)
    return replace(
        draft,
        **{name: " ".join(getattr(draft, name).split()) for name in ("name", "street", "commune", "court_register")},
        kind=draft.kind or (form.kind if form else ""),
        siret=siret,
        siren=identifiers.bare(draft.siren) or (siret[:9] if len(siret) == 14 else ""),
        rna=identifiers.bare(draft.rna),
        postcode=identifiers.bare(draft.postcode) if draft.country == "FR" else draft.postcode.strip(),
        insee_code=identifiers.bare(draft.insee_code),
        email=draft.email.strip(),
        website=draft.website.strip(),
    )


def check_organisation(draft: OrganisationDraft) -> list[Refusal]:
    """Everything wrong with a tidied draft."""
    return [*_check_naming(draft), *_check_numbers(draft), *_check_form(draft), *_check_address(draft)]


def _check_naming(draft: OrganisationDraft) -> Iterator[Refusal]:
    if not draft.name:
        yield Refusal("people.name_missing", field="name")
    if draft.kind not in KINDS:
        yield Refusal("people.kind_unknown", {"kind": draft.kind}, field="kind")
    if draft.legal_form and draft.legal_form not in LEGAL_FORMS:
        yield Refusal("people.legal_form_unknown", {"form": draft.legal_form}, field="legal_form")
    for name, most in _SIZES.items():
        if len(getattr(draft, name)) > most:
            yield Refusal("people.too_long", {"most": most}, field=name)


def _check_numbers(draft: OrganisationDraft) -> Iterator[Refusal]:
    if draft.siren and not identifiers.is_siren(draft.siren):
        yield Refusal("people.siren_wrong", {"number": draft.siren}, field="siren")
    if draft.siret and not identifiers.is_siret(draft.siret):
        yield Refusal("people.siret_wrong", {"number": draft.siret}, field="siret")
    if draft.siren and draft.siret and not draft.siret.startswith(draft.siren):
        yield Refusal("people.siret_of_another", {"siren": draft.siren}, field="siret")
    if draft.rna and not identifiers.is_rna(draft.rna):
        yield Refusal("people.rna_wrong", {"number": draft.rna}, field="rna")


def _check_form(draft: OrganisationDraft) -> Iterator[Refusal]:
    form = LEGAL_FORMS.get(draft.legal_form)
    if form is None:
        return
    if draft.rna and not form.rna:
        yield Refusal("people.rna_not_for_this_form", {"form": form.code}, field="rna")
    if draft.siren and not form.registered:
        yield Refusal("people.siren_not_for_this_form", {"form": form.code}, field="siren")
    if draft.court_register and not form.court:
        yield Refusal("people.court_not_for_this_form", {"form": form.code}, field="court_register")


def _check_address(draft: OrganisationDraft) -> Iterator[Refusal]:
    if not re.fullmatch(r"[A-Z]{2}", draft.country):
        yield Refusal("people.country_wrong", {"country": draft.country}, field="country")
    if draft.country == "FR" and draft.postcode and not identifiers.is_french_postcode(draft.postcode):
        yield Refusal("people.postcode_wrong", {"postcode": draft.postcode}, field="postcode")
    if draft.insee_code and not identifiers.is_insee_code(draft.insee_code):
        yield Refusal("people.insee_wrong", {"code": draft.insee_code}, field="insee_code")
    if draft.email and check_email(draft.email):
        yield Refusal("people.email_wrong", field="email")
    if draft.website and not re.fullmatch(r"https?://[^\s/@]+\.[^\s@]{2,180}", draft.website):
        yield Refusal("people.website_wrong", field="website")


def check_email(email: str) -> list[Refusal]:
    """An address in ASCII: letters that only look like others make twins of somebody else's address."""
    wrong = not re.fullmatch(r"[!-?A-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", email) or len(email) > 254
    return [Refusal("people.email_wrong", field="email")] if wrong else []
