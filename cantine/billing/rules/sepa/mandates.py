"""Mandates: who lets their account be debited, until when, and whether this debit is their first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from cantine.accounting.rules import is_iban
from cantine.kernel.refusal import Refusal

LAPSES_AFTER_MONTHS = 36
_ICS = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{3}[A-Z0-9]{1,28}")


class Scheme(StrEnum):
    """CORE for everybody; B2B between businesses, whose debits cannot be given back."""

    CORE = "CORE"
    B2B = "B2B"


class Sequence(StrEnum):
    FIRST = "FRST"
    RECURRENT = "RCUR"


class Standing(StrEnum):
    """Whether a mandate may serve."""

    ASKED = "asked"
    ACTIVE = "active"
    LAPSED = "lapsed"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Holder:
    """Whose account it is. The address has its parts apart: banks refuse lines since November 2026."""

    name: str
    street: str
    postcode: str
    town: str
    country: str
    iban: str


def standing_of(*, signed_on: date | None, used_on: date | None, revoked: bool, today: date) -> Standing:
    """A mandate that served nothing for 36 months is no more (rule book of the scheme, § 4.1)."""
    if revoked:
        return Standing.REVOKED
    if signed_on is None:
        return Standing.ASKED
    last = max(signed_on, used_on or signed_on)
    return Standing.LAPSED if today > last + relativedelta(months=LAPSES_AFTER_MONTHS) else Standing.ACTIVE


def sequence_of(*, used: bool) -> Sequence:
    return Sequence.RECURRENT if used else Sequence.FIRST


def check_holder(holder: Holder) -> Iterator[Refusal]:
    """Refusals: mandate_part_missing, mandate_iban_wrong."""
    for name in ("name", "street", "postcode", "town", "country"):
        if not getattr(holder, name).strip():
            yield Refusal("mandate_part_missing", {}, name)
    if not is_iban(holder.iban):
        yield Refusal("mandate_iban_wrong", {"number": holder.iban}, "iban")


def check_creditor(ics: str, *, notice_days: int) -> Iterator[Refusal]:
    """The key of an ICS is that of an IBAN, its code of activity (three characters) left out. Refusals: ics_wrong,
    debit_notice_out_of_range."""
    if not _ICS.fullmatch(ics) or int("".join(str(int(each, 36)) for each in ics[7:] + ics[:4])) % 97 != 1:
        yield Refusal("ics_wrong", {"number": ics}, "ics")
    if not 1 <= notice_days <= 30:
        yield Refusal("debit_notice_out_of_range", {}, "notice_days")
