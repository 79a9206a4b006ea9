"""Who invoices: a legal entity as its documents print it. A team may have several, each with its own series, accounts,
bank and VAT. Everything wrong is returned at once, and so is everything still missing before an invoice may be issued."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from cantine.accounting.rules.banking import is_bic, is_iban
from cantine.kernel import Refusal
from cantine.people.rules import identifiers
from cantine.people.rules.organisations import check_email

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PREFIX = re.compile(r"[A-Z0-9-]{0,8}")
_VAT = re.compile(r"FR[0-9A-HJ-NP-Z]{2}\d{9}")
MOST_DAYS = 60  # C. com. L441-10: sixty days from the invoice at most
SIZES = {
    "code": 40, "name": 160, "legal_form": 80, "capital": 40, "street": 160, "extra": 160, "postcode": 10, "town": 80,
    "registry": 80, "vat_number": 20, "email": 254, "phone": 30, "bank_holder": 70, "penalties": 300, "recovery": 300,
    "discount": 300, "note": 600,
}  # fmt: skip
_BARE = ("siren", "siret", "rna", "vat_number", "iban", "bic")
# What French law has printed on an invoice between professionals (C. com. L441-9, L441-10, D441-5): in French, whoever reads.
PENALTIES = (
    "En cas de retard, pénalités exigibles sans rappel au taux de refinancement de la Banque centrale européenne majoré de "
    "10 points."
)
RECOVERY = "Indemnité forfaitaire pour frais de recouvrement en cas de retard\u202f: 40\u00a0€."
DISCOUNT = "Pas d’escompte pour paiement anticipé."


class Nature(StrEnum):
    """Which chart of accounts it keeps."""

    ASSOCIATION = "association"
    COMPANY = "company"
    SOLE = "sole"


@dataclass(frozen=True, kw_only=True)
class Identity:
    """``prefix`` begins the numbers of its documents; ``main`` is the one in whose name a place invoices unless it says
    otherwise; ``capital`` and ``legal_form`` are as printed; ``code`` names its files."""

    code: str
    name: str
    legal_form: str = ""
    capital: str = ""
    nature: Nature = Nature.ASSOCIATION
    street: str = ""
    extra: str = ""
    postcode: str = ""
    town: str = ""
    country: str = "FR"
    siren: str = ""
    siret: str = ""
    rna: str = ""
    registry: str = ""
    vat_number: str = ""
    email: str = ""
    phone: str = ""
    iban: str = ""
    bic: str = ""
    bank_holder: str = ""
    vat_on_debits: bool = False
    prefix: str = ""
    due_days: int = 30
    penalties: str = PENALTIES
    recovery: str = RECOVERY
    discount: str = DISCOUNT
    note: str = ""
    year_starts_month: int = 1
    main: bool = False


COLUMNS = tuple(field.name for field in fields(Identity))


def tidied(identity: Identity) -> Identity:
    """Spaces around dropped, numbers bare, SIREN taken from the SIRET. Done before any check."""
    texts = {name: getattr(identity, name).strip() for name in SIZES}
    bare = {name: identifiers.bare(getattr(identity, name)) for name in _BARE}
    siren = bare["siren"] or (bare["siret"][:9] if len(bare["siret"]) == 14 else "")
    prefix, country = identity.prefix.strip().upper(), identity.country.strip().upper()
    written: dict[str, Any] = {**texts, **bare, "siren": siren, "prefix": prefix, "country": country}
    return replace(identity, **written)


def check_identity(identity: Identity) -> list[Refusal]:
    """Everything wrong with a tidied identity."""
    return [*_check_naming(identity), *_check_numbers(identity), *_check_address(identity), *_check_terms(identity)]


def _check_naming(identity: Identity) -> Iterator[Refusal]:
    if not identity.name:
        yield Refusal("entity_name_missing", field="name")
    if not _CODE.fullmatch(identity.code):
        yield Refusal("entity_code_wrong", {"code": identity.code}, "code")
    for name, most in SIZES.items():
        if len(getattr(identity, name)) > most:
            yield Refusal("people.too_long", {"most": most}, name)


def _check_numbers(identity: Identity) -> Iterator[Refusal]:
    if identity.siren and not identifiers.is_siren(identity.siren):
        yield Refusal("people.siren_wrong", {"number": identity.siren}, "siren")
    if identity.siret and not identifiers.is_siret(identity.siret):
        yield Refusal("people.siret_wrong", {"number": identity.siret}, "siret")
    if identity.siren and identity.siret and not identity.siret.startswith(identity.siren):
        yield Refusal("people.siret_of_another", {"siren": identity.siren}, "siret")
    if identity.rna and not identifiers.is_rna(identity.rna):
        yield Refusal("people.rna_wrong", {"number": identity.rna}, "rna")
    if identity.vat_number and identity.country == "FR":
        yield from _check_vat_number(identity)
    if identity.iban and not is_iban(identity.iban):
        yield Refusal("entity_iban_wrong", {"iban": identity.iban}, "iban")
    if identity.bic and not is_bic(identity.bic):
        yield Refusal("entity_bic_wrong", {"bic": identity.bic}, "bic")


def _check_vat_number(identity: Identity) -> Iterator[Refusal]:
    """Two digits are the key of the SIREN (CGI, annex III, art. 96 I); with a letter among them, they are not derived."""
    number = identity.vat_number
    if not _VAT.fullmatch(number):
        yield Refusal("entity_vat_number_wrong", {"number": number}, "vat_number")
    elif identity.siren and not number.endswith(identity.siren):
        yield Refusal("entity_vat_number_of_another", {"siren": identity.siren}, "vat_number")
    elif number[2:4].isdigit() and number != identifiers.vat_number(number[4:]):
        right = identifiers.vat_number(number[4:])
        yield Refusal("entity_vat_number_key", {"number": number, "right": right}, "vat_number")


def _check_address(identity: Identity) -> Iterator[Refusal]:
    if not re.fullmatch(r"[A-Z]{2}", identity.country):
        yield Refusal("people.country_wrong", {"country": identity.country}, "country")
    if identity.country == "FR" and identity.postcode and not identifiers.is_french_postcode(identity.postcode):
        yield Refusal("people.postcode_wrong", {"postcode": identity.postcode}, "postcode")
    if identity.email:
        yield from check_email(identity.email)


def _check_terms(identity: Identity) -> Iterator[Refusal]:
    if not _PREFIX.fullmatch(identity.prefix):
        yield Refusal("entity_prefix_wrong", {"prefix": identity.prefix}, "series")
    if not 0 <= identity.due_days <= MOST_DAYS:
        yield Refusal("entity_due_days_wrong", {"most": MOST_DAYS}, "due_days")
    if not 1 <= identity.year_starts_month <= 12:
        yield Refusal("entity_month_wrong", {}, "year_starts_month")


def missing_to_invoice(identity: Identity) -> list[Refusal]:
    """What must still be said before an invoice may be issued in its name (CGI, annex II, art. 242 nonies A; C. com.
    L441-9; C. com. R526-27): a name, a whole address, a number by which it is known; of a company its form, capital and registry;
    of a sole trader the words that say so."""
    wanted = [
        ("entity_needs_name", "name", identity.name),
        ("entity_needs_street", "street", identity.street),
        ("entity_needs_postcode", "postcode", identity.postcode),
        ("entity_needs_town", "town", identity.town),
        ("entity_needs_number", "siren", identity.siren or (identity.nature is Nature.ASSOCIATION and identity.rna)),
        ("entity_needs_penalties", "penalties", identity.penalties),
        ("entity_needs_recovery", "recovery", identity.recovery),
    ]
    if identity.nature is not Nature.ASSOCIATION:
        wanted.append(("entity_needs_form", "legal_form", identity.legal_form))
    if identity.nature is Nature.COMPANY:
        wanted += [
            ("entity_needs_capital", "capital", identity.capital),
            ("entity_needs_registry", "registry", identity.registry),
        ]
    return [Refusal(code, {"entity": identity.name}, field) for code, field, there in wanted if not there]
