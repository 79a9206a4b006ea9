"""One account of a chart, and the roles that it has."""

from dataclasses import dataclass

from cantine.accounting.rules.postings import Slot


@dataclass(frozen=True, order=True)
class Account:
    number: str
    name_fr: str
    name_en: str
    slots: tuple[Slot, ...] = ()
