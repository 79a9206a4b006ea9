"""What was invoiced and is supplied after a day, as the domains above tell it: each knows its own."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from cantine.accounting.rules import Deferral
from cantine.core import sql

Reader = Callable[[int, int, date], list[Deferral]]
_READERS: dict[str, Reader] = {}
AHEAD, BACK = "deferred:", "deferred-back:"
_STATE = """
SELECT (SELECT max(last_day) FROM accounting_period WHERE entity_id = %(entity)s),
  (SELECT min(first_day) FROM accounting_year WHERE entity_id = %(entity)s),
  (SELECT json_agg(json_build_array(e.day, r.id IS NOT NULL)) FROM accounting_entry e LEFT JOIN accounting_entry r
    ON r.entity_id = e.entity_id AND r.source = 'reverse:' || e.uuid
   WHERE e.entity_id = %(entity)s AND e.source LIKE 'deferred:%%')
"""


def register_deferrals(name: str, reader: Reader) -> None:
    """``reader(organisation_id, entity_id, day)`` tells what a domain sold that is supplied after the day."""
    _READERS[name] = reader


def deferrals_at(*, organisation_id: int, entity_id: int, day: date) -> list[Deferral]:
    """The largest first; as many statements as there are domains that tell."""
    found = [each for read in _READERS.values() for each in read(organisation_id, entity_id, day) if each.cents > 0]
    return sorted(found, key=lambda each: (-each.cents, each.label))


@dataclass(frozen=True)
class DeferralState:
    """Until when the books are closed, their first day, the days at whose end it is entered, and how often it was (undone
    entries too)."""

    closed_until: date | None
    first_day: date | None
    entered: frozenset[date]
    turns: Mapping[date, int]


def deferral_state(entity_id: int) -> DeferralState:
    """One statement."""
    found = sql.row(_STATE, {"entity": entity_id})
    assert found is not None
    closed, first, told = found
    days = [(date.fromisoformat(day), undone) for day, undone in told or ()]
    return DeferralState(
        closed, first, frozenset(day for day, undone in days if not undone), Counter(day for day, _ in days)
    )
