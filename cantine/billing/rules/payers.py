"""What may be written of a payer: numbers with their keys, an address that a letter reaches, delays that the law allows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from cantine.billing.rules.countries import COUNTRIES
from cantine.billing.rules.documents import Nature
from cantine.kernel.refusal import Refusal
from cantine.people.rules import identifiers

LONGEST_DAYS = 60
_VAT_ABROAD = re.compile(r"[A-Z]{2}[0-9A-Z+*]{2,13}")


@dataclass(frozen=True, kw_only=True)
class Payer:
    """As somebody typed it; empty means not said."""

    name: str
    nature: Nature
    street: str = ""
    extra: str = ""
    postcode: str = ""
    town: str = ""
    country: str = "FR"
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    email: str = ""
    endpoint: str = ""
    reference: str = ""
    service_code: str = ""
    engagement: str = ""
    due_days: int | None = None


def tidied(payer: Payer) -> Payer:
    """Numbers bare, the SIREN read from the SIRET, the French VAT number from the SIREN of a business."""
    words: dict[str, Any] = {
        each.name: " ".join(value.split())
        for each in fields(payer)
        if isinstance(value := getattr(payer, each.name), str) and each.name != "nature"
    }
    siret, vat = identifiers.bare(payer.siret), identifiers.bare(payer.vat_number)
    siren = identifiers.bare(payer.siren) or siret[:9]
    return replace(
        payer, **{**words, "siren": siren, "siret": siret, "vat_number": vat, "country": payer.country.upper()}
    )


def check_payer(payer: Payer) -> list[Refusal]:
    return [
        *_check_numbers(payer),
        *check_country(payer.country, "country"),
        *_check_address(payer),
        *_check_delay(payer),
    ]


def check_country(country: str, field: str) -> list[Refusal]:
    """Its two letters are those of a country."""
    return [] if country in COUNTRIES else [Refusal("country_unknown", {"code": country}, field)]


def _check_numbers(payer: Payer) -> Iterator[Refusal]:
    if not payer.name:
        yield Refusal("buyer_name_missing", {}, "name")
    if payer.siren and not identifiers.is_siren(payer.siren):
        yield Refusal("people.siren_wrong", {"number": payer.siren}, "siren")
    if payer.siret and not identifiers.is_siret(payer.siret):
        yield Refusal("people.siret_wrong", {"number": payer.siret}, "siret")
    if payer.siret and payer.siren and not payer.siret.startswith(payer.siren):
        yield Refusal("people.siret_of_another", {"siren": payer.siren}, "siret")
    if payer.vat_number and not _is_vat_number(payer):
        yield Refusal("vat_number_wrong", {"number": payer.vat_number}, "vat_number")


def _is_vat_number(payer: Payer) -> bool:
    if payer.vat_number.startswith("FR"):
        siren = payer.siren or payer.vat_number[4:]
        return identifiers.is_siren(siren) and payer.vat_number == identifiers.vat_number(siren)
    return _VAT_ABROAD.fullmatch(payer.vat_number) is not None


def _check_address(payer: Payer) -> Iterator[Refusal]:
    if payer.country == "FR" and payer.postcode and not identifiers.is_french_postcode(payer.postcode):
        yield Refusal("people.postcode_wrong", {"postcode": payer.postcode}, "postcode")
    if (payer.nature is Nature.ABROAD) != (payer.country != "FR") and payer.nature is not Nature.PERSON:
        yield Refusal("abroad_or_not", {}, "country")


def _check_delay(payer: Payer) -> Iterator[Refusal]:
    if payer.due_days is not None and not 0 <= payer.due_days <= LONGEST_DAYS:
        yield Refusal("delay_too_long", {"most": LONGEST_DAYS}, "due_days")
