"""The numbers by which French organisations are known, and the shapes of an address.

SIREN names a legal entity, SIRET one of its establishments (INSEE; both end with a Luhn digit), RNA an association
(Waldec: ``W``, two characters for the department, seven digits). Associations of Alsace-Moselle are in no RNA but in
the register of a court. Every check takes text already made ``bare``.
"""

import re

LA_POSTE = "356000000"
_RNA = re.compile(r"W\d[0-9A-Z]\d{7}")
_INSEE = re.compile(r"(\d{2}|2[AB])\d{3}")
_SPACES = re.compile(r"[\s.\-\u00a0\u202f]+")


def bare(number: str) -> str:
    """``" 356 000 000 "`` → ``"356000000"``; letters are raised."""
    return _SPACES.sub("", number).upper()


def luhn(digits: str) -> bool:
    """Whether the sum, every second digit from the right doubled and folded, is a multiple of ten."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def is_siren(number: str) -> bool:
    return _digits(number, 9) and number != "000000000" and luhn(number)


def is_siret(number: str) -> bool:
    """An establishment of La Poste may fail Luhn: its fourteen digits then add up to a multiple of five."""
    if not _digits(number, 14) or not is_siren(number[:9]):
        return False
    return luhn(number) or (number.startswith(LA_POSTE) and sum(map(int, number)) % 5 == 0)


def is_rna(number: str) -> bool:
    return _RNA.fullmatch(number) is not None


def vat_number(siren: str) -> str:
    """The French VAT number, its key derived from the SIREN (CGI, annex III, art. 96 I): ``FR`` + key + SIREN."""
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def is_french_postcode(postcode: str) -> bool:
    return _digits(postcode, 5) and postcode[:2] not in {"00", "96", "99"}


def is_insee_code(code: str) -> bool:
    """A commune's code: a department (Corsica has letters), then three digits."""
    return _INSEE.fullmatch(code) is not None


def _digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()
