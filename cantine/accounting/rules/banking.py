"""Account numbers of banks: IBAN (ISO 13616, key by ISO 7064 mod 97-10) and BIC (ISO 9362). Text comes ``bare``."""

import re

# Lengths by country: SEPA's, and those next door. Of another country the key alone is checked.
LENGTHS = {
    "AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24,
    "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")
GROUP = 4


def is_iban(number: str) -> bool:
    """The four first characters moved to the end, letters read as 10 to 35: the whole is 1 modulo 97."""
    if not _IBAN.fullmatch(number) or len(number) != LENGTHS.get(number[:2], len(number)):
        return False
    return int("".join(str(int(each, 36)) for each in number[4:] + number[:4])) % 97 == 1


def is_bic(code: str) -> bool:
    return _BIC.fullmatch(code) is not None


def grouped(number: str) -> str:
    """An IBAN as it is printed: by four."""
    return " ".join(number[start : start + GROUP] for start in range(0, len(number), GROUP))
