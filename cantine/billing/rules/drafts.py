"""What somebody writes on a draft, beside the charges that it takes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cantine.billing.rules.documents import Line, Reference, Supply
from cantine.kernel.frozen import plain, thawed


@dataclass(frozen=True)
class Added:
    """``lines`` are free ones. Empty: what the payer's card and the seller say. ``deposits`` are invoices paid before."""

    lines: tuple[Line, ...] = ()
    note: str = ""
    reference: str = ""
    engagement: str = ""
    due_on: date | None = None
    supply: Supply = Supply.SERVICES
    deposits: tuple[Reference, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return dict(plain(self))


def added_from_json(data: dict[str, Any]) -> Added:
    return thawed(Added, data)
