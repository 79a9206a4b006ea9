"""What follows each change of a subscription: its months are charged anew, and what no longer counts is withheld."""

from datetime import date, datetime
from uuid import UUID

from cantine.core.actor import Actor
from cantine.memberships import queries, rules
from cantine.memberships.commands.charging import charge
from cantine.memberships.commands.withholding import withhold
from cantine.places.queries import PlaceRef


def count_again(
    place: PlaceRef, subscription: UUID, from_day: date, actor: Actor, now: datetime, *, replay: bool = False
) -> None:  # fmt: skip
    """Charge and give anew each month from a day to today’s; what no longer counts is withheld. In the transaction of a command that
    authorized."""
    line = queries.find_subscription(place, subscription=subscription, lock=True)
    assert line is not None
    month, last = rules.month_of(from_day).first_day, place.today(now)
    while month <= last:
        charge(place, [line], month, actor, now, replay=replay)
        month = rules.next_month(month)
    withhold(place, line, now)
