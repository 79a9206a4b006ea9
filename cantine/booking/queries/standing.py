"""Who is booked where something is about to close: shown to the team before it is written."""

from datetime import date, datetime, timedelta

from cantine.booking import rules
from cantine.booking.models import Occurrence
from cantine.booking.queries.today import EXPECTED_COLUMNS, Expected, expected
from cantine.kernel import Interval
from cantine.places import queries as places
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef

A_DAY = timedelta(days=1)


def displaced_by_closure(
    *, place: PlaceRef, now: datetime, first_day: date, last_day: date, resource_id: int | None = None
) -> list[Expected]:
    """The dates to come that closing the place, or one resource, on these days would leave without a door, in time
    order. Two statements, whatever their number."""
    if last_day < first_day:
        return []
    closed = Interval(
        place_rules.whole_day(first_day, timezone=place.timezone).starts_at,
        place_rules.whole_day(last_day, timezone=place.timezone).ends_at,
    )
    met = Interval(closed.starts_at, closed.ends_at + A_DAY)  # the last night ends the day after
    rows = coming_dates(place=place, now=now, window=met, resource_id=resource_id)
    hours = places.hours_of(place)
    shut = hours.closing(resource_id=resource_id, first_day=first_day, last_day=last_day)

    def displaced(row: Expected) -> bool:
        days = place_rules.days_of(row.interval, timezone=place.timezone)
        before, after = (
            each.open_intervals(resource_id=row.resource_id, first_day=days[0], last_day=days[-1])
            for each in (hours, shut)
        )
        return rules.is_displaced(row.interval, closed=closed, before=before, after=after)

    return [row for row in rows if displaced(row)]


def coming_dates(
    *, place: PlaceRef, now: datetime, window: Interval | None = None, resource_id: int | None = None
) -> list[Expected]:
    """The dates of the place, or of one resource, that are not over and still stand, in time order; one statement."""
    rows = Occurrence.objects.filter(place_id=place.id, ends_at__gt=now, state__in=sorted(rules.TAKING))
    if resource_id is not None:
        rows = rows.filter(resource_id=resource_id)
    if window is not None:
        rows = rows.filter(
            starts_at__lt=window.ends_at,
            ends_at__gt=window.starts_at,
            starts_at__gt=window.starts_at - rules.LONGEST_BOOKING,
        )
    return [expected(*row) for row in rows.order_by("starts_at", "id").values_list(*EXPECTED_COLUMNS)]
