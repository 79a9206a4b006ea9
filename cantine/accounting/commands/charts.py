"""The chart of an entity: what it begins with, accounts that its treasurer adds, the account of each role."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.accounting import facts, rules
from cantine.accounting.models import Account, Assignment
from cantine.accounting.queries import find_entity
from cantine.core import sql
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef

_ACCOUNTS = """
INSERT INTO accounting_account (organisation_id, entity_id, number, name)
SELECT %s, %s, * FROM unnest(%s::text[], %s::text[]) ON CONFLICT DO NOTHING
"""
_JOURNALS = """
INSERT INTO accounting_journal (organisation_id, entity_id, code, kind, name)
SELECT %s, %s, * FROM unnest(%s::text[], %s::text[], %s::text[]) ON CONFLICT DO NOTHING
"""
_ASSIGNMENTS = """
INSERT INTO accounting_assignment (organisation_id, entity_id, role, variant, account_id)
SELECT a.organisation_id, a.entity_id, v.role, v.variant, a.id
FROM unnest(%s::text[], %s::text[], %s::text[]) AS v (number, role, variant)
JOIN accounting_account a ON a.entity_id = %s AND a.number = v.number ON CONFLICT DO NOTHING
"""


def begin_books(organisation_id: int, entity_id: int, nature: rules.Nature) -> None:
    """Accounts, journals and roles of its chart, those that it has being kept; called where an entity is entered, and by
    the first entry of one that has none. Three statements."""
    chart = rules.chart_of(nature)
    numbers, names = [each.number for each in chart], [each.name_fr for each in chart]
    sql.run(_ACCOUNTS, [organisation_id, entity_id, numbers, names])
    codes, kinds, titles = zip(*rules.JOURNALS, strict=True)
    sql.run(_JOURNALS, [organisation_id, entity_id, list(codes), [kind.value for kind in kinds], list(titles)])
    slots = [(each.number, role.value, variant) for each in chart for role, variant in each.slots]
    sql.run(_ASSIGNMENTS, [*map(list, zip(*slots, strict=True)), entity_id])


def drop_chart(entity_id: int) -> None:
    """An entity without entries changes its nature: its accounts and roles make room for those of another chart."""
    Assignment.objects.filter(entity_id=entity_id).delete()
    Account.objects.filter(entity_id=entity_id).delete()


def set_account(*, actor: Actor, now: datetime, place: PlaceRef, entity: UUID, number: str, name: str) -> None:
    """Add an account, or change the name of the one that has this number. Records ChartChanged.

    Refusals: entity_unknown, account_number_wrong, account_name_missing.
    """
    authorize(actor, "books.change_chart", Target(place.organisation_id, place.id))
    found = find_entity(uuid=entity)
    if found is None:
        raise Refused(Refusal("entity_unknown"))
    number, name = number.strip().upper(), name.strip()
    if refusals := list(rules.check_account(number, name)):
        raise Refused(*refusals)
    with transaction.atomic():
        Account.objects.update_or_create(
            organisation_id=found.organisation_id, entity_id=found.id, number=number, defaults={"name": name}
        )
        _tell(found.organisation_id, place, entity, actor, now)


def assign_account(
    *, actor: Actor, now: datetime, place: PlaceRef, entity: UUID, role: rules.Role, variant: str, number: str
) -> None:
    """Give a role another account, from the next entry on. Records ChartChanged.

    Refusals: entity_unknown, account_missing.
    """
    authorize(actor, "books.change_chart", Target(place.organisation_id, place.id))
    found = find_entity(uuid=entity)
    if found is None:
        raise Refused(Refusal("entity_unknown"))
    account = Account.objects.filter(entity_id=found.id, number=number).values_list("pk", flat=True).first()
    if account is None:
        raise Refused(Refusal("account_missing", {"number": number}, "number"))
    with transaction.atomic():
        Assignment.objects.update_or_create(
            organisation_id=found.organisation_id, entity_id=found.id, role=role.value, variant=variant,
            defaults={"account_id": account},
        )  # fmt: skip
        _tell(found.organisation_id, place, entity, actor, now)


def _tell(organisation_id: int, place: PlaceRef, entity: UUID, actor: Actor, now: datetime) -> None:
    fact = facts.ChartChanged(organisation_id=organisation_id, place_id=place.id, entity=entity)
    record(fact, actor=actor, now=now)
