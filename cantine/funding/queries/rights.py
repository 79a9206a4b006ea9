"""Rights of use: what was given, what was used of it, and what that was worth."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from cantine.billing import queries as billing
from cantine.funding.models import SupportRight
from cantine.funding.rules.rights import UseRight
from cantine.memberships import queries as memberships
from cantine.places.queries import PlaceRef


@dataclass(frozen=True)
class RightCard:
    """``used`` in hours; ``cents`` what that would have cost, over all years."""

    uuid: UUID
    allowance: UUID
    name: str
    right: UseRight
    used: Decimal
    cents: int

    @property
    def used_days(self) -> Decimal:
        return self.right.in_days(self.used)


def rights_of(place: PlaceRef, *, grant: UUID | None = None, sponsorship: UUID | None = None) -> list[RightCard]:
    """Those of one supporter, in the order of their days; three statements, one where there is none."""
    mine = SupportRight.objects.filter(organisation_id=place.organisation_id, place_id=place.id)
    mine = mine.filter(**({"grant__uuid": grant} if grant else {"sponsorship__uuid": sponsorship}))
    rows = list(mine.order_by("first_day", "pk"))
    if not rows:
        return []
    usage: dict[str, Decimal] = {}
    for each in memberships.usage_of([_right(row) for row in rows]):
        usage[each.right] = usage.get(each.right, Decimal(0)) + each.quantity
    worth = _worth(place, [str(row.allowance_id) for row in rows])
    return [_card(row, usage.get(_right(row), Decimal(0)), worth.get(str(row.allowance_id), 0)) for row in rows]


def _worth(place: PlaceRef, codes: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for (code, _year), cents in billing.included_by_year(place, codes=list(codes), starts_month=1).items():
        found[code] = found.get(code, 0) + cents
    return found


def _right(row: SupportRight) -> str:
    return f"{memberships.BULK}{row.allowance_uuid}"


def _card(row: SupportRight, used: Decimal, cents: int) -> RightCard:
    right = UseRight(days=row.days, hours=row.hours, first_day=row.first_day, last_day=row.last_day)
    return RightCard(row.uuid, row.allowance_uuid, row.name, right, used, cents)
