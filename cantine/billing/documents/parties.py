"""How a seller and a payer stand on a page: name, address, numbers."""

from typing import Any

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cantine.billing.documents import figures
from cantine.billing.rules import Address, Party


def seller_of(seller: Party) -> dict[str, Any]:
    """The head of the letter."""
    reached = [each for each in (seller.email, seller.phone) if each]
    return {"name": seller.name, "lines": address_lines(seller.address), "reached": reached}


def payer_of(buyer: Party) -> dict[str, Any]:
    """What shows through the window of the envelope, and the numbers that must not."""
    return {"name": buyer.name, "lines": address_lines(buyer.address), "numbers": numbers_of(buyer)}


def address_lines(address: Address) -> list[str]:
    """As the post wants it; the country where it is not France."""
    town = f"{address.postcode} {address.town}".strip()
    return [each for each in (address.extra, address.street, town, _country(address.country)) if each]


def numbers_of(party: Party) -> list[str]:
    """SIREN or SIRET, RNA and VAT number, as they are read."""
    known = party.siret or party.siren
    said = (
        known and f"{'SIRET' if party.siret else 'SIREN'} {figures.siren(known)}",
        party.rna and f"RNA {party.rna}",
        party.vat_number and _("VAT %(number)s") % {"number": party.vat_number},
    )
    return [each for each in said if each]


def legal_line_of(seller: Party, legal: str) -> str:
    """The quiet line at the foot of each page: who sells, in the law's words."""
    numbers = [each for each in numbers_of(seller) if not each.startswith("RNA")]
    return " · ".join(each for each in (seller.name, legal, *numbers) if each)


def _country(code: str) -> str:
    if code in {"", "FR"}:
        return ""
    name = Locale("en" if (get_language() or "fr").startswith("en") else "fr").territories.get(code, code)
    return str(name).upper()
