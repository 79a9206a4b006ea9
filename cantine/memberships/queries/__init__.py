"""Reads of what persons and organisations are entitled to."""

from cantine.memberships.queries.allowances import (
    PAGE,
    AllowanceLine,
    EntryLine,
    Held,
    Standing,
    allowances_of,
    caps_of,
    places_to_expire,
    purses_of,
    standing_of,
    statement_of,
)
from cantine.memberships.queries.certifications import (
    CertificationLine,
    HeldCertification,
    certification_lines,
    certifications_of,
)
from cantine.memberships.queries.passes import (
    LIST_NAMES,
    PassKindLine,
    drop_in_kind_of,
    find_pass_kind,
    pass_kinds_of,
    price_of_pass,
    sells_something,
)

__all__ = [
    "LIST_NAMES",
    "PAGE",
    "AllowanceLine",
    "CertificationLine",
    "EntryLine",
    "Held",
    "HeldCertification",
    "PassKindLine",
    "Standing",
    "allowances_of",
    "caps_of",
    "certification_lines",
    "certifications_of",
    "drop_in_kind_of",
    "find_pass_kind",
    "pass_kinds_of",
    "places_to_expire",
    "price_of_pass",
    "purses_of",
    "sells_something",
    "standing_of",
    "statement_of",
]
