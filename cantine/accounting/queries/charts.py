"""Reads of a chart: the accounts of an entity, and the one of each role."""

from dataclasses import dataclass

from cantine.accounting.models import Account, Assignment
from cantine.accounting.rules import Role, Slot


@dataclass(frozen=True)
class AccountLine:
    number: str
    name: str


def accounts_of(entity_id: int) -> list[AccountLine]:
    """By number; one statement."""
    rows = Account.objects.filter(entity_id=entity_id).order_by("number").values_list("number", "name")
    return [AccountLine(*row) for row in rows]


def roles_of(entity_id: int) -> dict[Slot, AccountLine]:
    """The account of each role; one statement."""
    rows = Assignment.objects.filter(entity_id=entity_id).values_list(
        "role", "variant", "account__number", "account__name"
    )
    return {(Role(role), variant): AccountLine(number, name) for role, variant, number, name in rows}
