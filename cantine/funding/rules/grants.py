"""What becomes of a grant: prepared, asked for, granted or refused, closed; what is due of it, and what a year did not use."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cantine.kernel import Refusal

MOST_CENTS = 100_000_000_00
LONGEST, LONGEST_CONDITIONS = 160, 2000


class State(StrEnum):
    PREPARED = "prepared"
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    CLOSED = "closed"


class FunderKind(StrEnum):
    STATE = "state"
    REGION = "region"
    DEPARTMENT = "department"
    CITY = "city"
    EUROPE = "europe"
    AGENCY = "agency"
    FOUNDATION = "foundation"
    OTHER = "other"


STEPS: dict[State, frozenset[State]] = {
    State.PREPARED: frozenset({State.ASKED, State.GRANTED, State.REFUSED}),
    State.ASKED: frozenset({State.GRANTED, State.REFUSED}),
    State.GRANTED: frozenset({State.CLOSED}),
    State.REFUSED: frozenset(),
    State.CLOSED: frozenset(),
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """A grant as somebody writes it down. ``likely_percent`` and ``probably_on`` count until it is granted."""

    funder: str
    kind: FunderKind
    purpose: str
    first_day: date
    last_day: date
    asked_cents: int
    likely_percent: int = 50
    probably_on: date | None = None
    conditions: str = ""
    documents: str = ""


def check_said(said: Said) -> Iterator[Refusal]:
    """Refusals: funder_missing, purpose_missing, grant_period_wrong, funding_amount_wrong, likely_out_of_range, too_long."""
    if not said.funder:
        yield Refusal("funder_missing", field="funder")
    if not said.purpose:
        yield Refusal("purpose_missing", field="purpose")
    if said.last_day < said.first_day:
        yield Refusal("grant_period_wrong", field="last_day")
    yield from check_cents(said.asked_cents, "asked_cents")
    if not 0 <= said.likely_percent <= 100:
        yield Refusal("likely_out_of_range", field="likely_percent")
    for field, most in (("funder", LONGEST), ("purpose", LONGEST), ("conditions", LONGEST_CONDITIONS)):
        if len(getattr(said, field)) > most:
            yield Refusal("people.too_long", {"most": most}, field)


def check_cents(cents: int, field: str) -> Iterator[Refusal]:
    """Refusals: funding_amount_wrong."""
    if not 0 < cents <= MOST_CENTS:
        yield Refusal("funding_amount_wrong", field=field)


def check_step(state: State, to: State) -> Iterator[Refusal]:
    """Refusals: grant_step_wrong."""
    if to not in STEPS[state]:
        yield Refusal("grant_step_wrong", {"state": state.value, "to": to.value}, "to")


def check_instalment(*, granted_cents: int, planned_cents: int, cents: int) -> Iterator[Refusal]:
    """Instalments never add up to more than was granted. Refusals: funding_amount_wrong, instalments_above_grant."""
    yield from check_cents(cents, "cents")
    if planned_cents + cents > granted_cents:
        yield Refusal("instalments_above_grant", {"left_cents": max(0, granted_cents - planned_cents)}, "cents")


def used_until(granted_cents: int, first_day: date, last_day: date, day: date) -> int:
    """What of a grant is for the days until ``day``, that one included, in proportion: a proposal for the treasurer."""
    whole = (last_day - first_day).days + 1
    gone = min(whole, max(0, (day - first_day).days + 1))
    return granted_cents * gone // whole
