"""The structure that writes: its number, kept where its key is right, and its name beside it in the signature."""

import re
from dataclasses import dataclass

from cantine.people.rules import identifiers

_NUMBER = re.compile(r"(?<![\d+])\d(?:[ .\u00a0\u202f]?\d){8,13}(?![\d])")
_LABEL = re.compile(r"\b(?:SIRET|SIREN|RCS)\b.*$", re.IGNORECASE)
LONGEST_NAME = 80


@dataclass(frozen=True)
class Company:
    """``siren`` is right by its key, or empty; ``name`` is what stands before it."""

    name: str = ""
    siren: str = ""


def company_in(text: str) -> Company:
    """The first number of a structure that is said, a SIRET or a SIREN; nothing where none is."""
    lines = text.splitlines()
    for place, line in enumerate(lines):
        for match in _NUMBER.finditer(line):
            number = identifiers.bare(match[0])
            if identifiers.is_siret(number) or identifiers.is_siren(number):
                above = lines[place - 1] if place else ""
                return Company(_name_before(line[: match.start()]) or _name_alone(above), number[:9])
    return Company()


def _name_before(said: str) -> str:
    """“Lumen Conseil, SIRET n° ” → “Lumen Conseil”."""
    return _tidy(_LABEL.sub("", said))


def _name_alone(line: str) -> str:
    """The line above, where it is short and says neither a number nor an address."""
    return "" if re.search(r"[\d@:/]", line) or len(line.split()) > 6 else _tidy(line)


def _tidy(said: str) -> str:
    return said.strip(" \t,;:|·–—-(*>").strip()[:LONGEST_NAME]
