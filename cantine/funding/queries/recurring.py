"""Costs that come back, with the next date of each."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from cantine.funding.models import RecurringCost
from cantine.funding.rules import Spent
from cantine.funding.rules.recurring import Every, Recurring, dates_of, next_date
from cantine.places.queries import PlaceRef


@dataclass(frozen=True)
class RecurringCard:
    uuid: UUID
    recurring: Recurring
    entered_until: date | None

    @property
    def next_day(self) -> date | None:
        return next_date(self.recurring, after=self.entered_until)

    def due(self, today: date) -> list[date]:
        return dates_of(self.recurring, until=today, after=self.entered_until)


def recurring_of(place: PlaceRef) -> list[RecurringCard]:
    """The oldest first; one statement."""
    mine = RecurringCost.objects.filter(organisation_id=place.organisation_id, place_id=place.id)
    return [recurring_card(row) for row in mine.order_by("first_day", "pk")]


def lock_recurring(place: PlaceRef, *, uuid: UUID) -> RecurringCost | None:
    mine = RecurringCost.objects.filter(organisation_id=place.organisation_id, place_id=place.id, uuid=uuid)
    return mine.select_for_update().first()


def places_with_recurring(*, today: date) -> list[int]:
    """Where something may be entered at night: read with every door open."""
    open_ = Q(last_day=None) | Q(entered_until=None) | Q(last_day__gt=F("entered_until"))
    rows = RecurringCost.objects.filter(open_, alone=True, first_day__lte=today).order_by("place_id")
    return list(rows.values_list("place_id", flat=True).distinct())


def recurring_card(row: RecurringCost) -> RecurringCard:
    spent = Spent(
        what=row.what, day=row.first_day, net_cents=row.net_cents, vat_cents=row.vat_cents, category=row.category,
        supplier=row.supplier, activity=row.activity,
    )  # fmt: skip
    return RecurringCard(
        row.uuid,
        Recurring(spent=spent, every=Every(row.every), last_day=row.last_day, alone=row.alone),
        row.entered_until,
    )
