"""Reads of a chart: the accounts of an entity, and what is entered on each."""

from collections.abc import Iterable
from dataclasses import dataclass

from cantine.accounting.rules import Role, Slot
from cantine.core import sql

_CHART = """
SELECT a.number, a.name, coalesce(json_agg(json_build_array(g.role, g.variant)) FILTER (WHERE g.id IS NOT NULL), '[]')
FROM accounting_account a LEFT JOIN accounting_assignment g ON g.account_id = a.id
WHERE a.entity_id = %s GROUP BY a.id ORDER BY a.number
"""


@dataclass(frozen=True)
class AccountLine:
    number: str
    name: str
    slots: tuple[Slot, ...]


def accounts_of(entity_id: int) -> list[AccountLine]:
    """By number, each with the roles that it has; one statement."""
    return [
        AccountLine(number, name, tuple((Role(role), variant) for role, variant in slots))
        for number, name, slots in sql.rows(_CHART, [entity_id])
    ]


def roles_among(accounts: Iterable[AccountLine]) -> dict[Slot, AccountLine]:
    """The account of each role."""
    return {slot: account for account in accounts for slot in account.slots}
