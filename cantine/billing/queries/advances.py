"""Money of a payer that settles nothing yet: paid too much, twice, or before any invoice."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cantine.billing.queries.payers import ORGANISATION, Who
from cantine.core import sql

LEFT = """p.cents - coalesce((SELECT sum(s.cents) FROM billing_settlement s WHERE s.payment_id = p.id), 0)
  + coalesce((SELECT sum(r.cents) FROM billing_payment r WHERE r.returns_id = p.id), 0)"""
MONEY = "p.cents > 0 AND p.undoes_id IS NULL AND NOT EXISTS (SELECT FROM billing_payment u WHERE u.undoes_id = p.id)"
_ADVANCES = f"""
SELECT p.id, p.uuid, p.received_on, {LEFT}
FROM billing_payment p WHERE p.organisation_id = %s AND p.entity_id = %s AND {MONEY} AND {{mine}}
ORDER BY p.received_on, p.id
"""  # noqa: S608  words of our own
MINE = "p.customer_id = %s", "p.customer_id IS NULL AND p.person_id = %s"
_OF_PERSON = f"""
SELECT p.entity_id, sum({LEFT})::bigint FROM billing_payment p WHERE {MINE[1]} AND {MONEY} GROUP BY p.entity_id
"""  # noqa: S608  words of our own


@dataclass(frozen=True)
class Advance:
    """What is left of a payment, in cents."""

    id: int
    uuid: UUID
    received_on: date
    left_cents: int


def advances_of(*, organisation_id: int, entity_id: int, who: Who) -> list[Advance]:
    """Of one payer with one seller, the oldest first; one statement."""
    mine = MINE[0] if who[0] == ORGANISATION else MINE[1]
    rows = sql.rows(_ADVANCES.format(mine=mine), [organisation_id, entity_id, who[1]])
    return [Advance(key, uuid, day, int(left)) for key, uuid, day, left in rows if left > 0]


def held_by_person(person_id: int) -> dict[int, int]:
    """Cents that a person has in hand with each seller of the open tenancies; one statement."""
    return {entity: left for entity, left in sql.rows(_OF_PERSON, [person_id]) if left > 0}
