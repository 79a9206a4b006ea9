"""When a place and its resources are open."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from cantine.core import sql
from cantine.places import rules
from cantine.places.queries.refs import PlaceRef

# Openings, and closures as lines without a weekday.
_LINES = """
SELECT place_id, resource_id, weekday, opens, closes, valid_from, valid_until, '' FROM places_openinghours
WHERE place_id = ANY(%(ids)s)
UNION ALL
SELECT place_id, resource_id, NULL, NULL, NULL, first_day, last_day, reason FROM places_closure
WHERE place_id = ANY(%(ids)s)
ORDER BY 3, 4, 6
"""


@dataclass(frozen=True)
class Hours:
    """The opening hours and closures of a place and of its resources, read once for as many questions as needed."""

    place: PlaceRef
    openings: dict[int | None, tuple[rules.Opening, ...]]
    closures: dict[int | None, tuple[rules.Closure, ...]]
    _answers: dict[tuple[int | None, date, date], list[Any]] = field(default_factory=dict, compare=False)

    def open_intervals(self, *, resource_id: int | None, first_day: date, last_day: date) -> list[Any]:
        """Hours of a resource's own replace the place's; closures of the place close everything in it.

        Resources without hours of their own share one answer: fifty rooms are one question.
        """
        own = resource_id if resource_id in self.openings or resource_id in self.closures else None
        key = (own, first_day, last_day)
        if key not in self._answers:
            self._answers[key] = rules.open_intervals(
                first_day=first_day,
                last_day=last_day,
                openings=self._openings(own),
                closures=self._closures(own),
                timezone=self.place.timezone,
                holidays=self._holidays(),
            )
        return self._answers[key]

    def closed_days(self, *, resource_id: int | None, first_day: date, last_day: date) -> tuple[rules.ClosedDay, ...]:
        return rules.closed_days(
            first_day=first_day,
            last_day=last_day,
            openings=self._openings(resource_id),
            closures=self._closures(resource_id),
            holidays=self._holidays(),
        )

    def openings_on(self, day: date, *, resource_id: int | None = None) -> list[rules.Opening]:
        """The hours entered for that day, whether or not a closure or a holiday undoes them."""
        return sorted(rules.openings_of(day, openings=self._openings(resource_id)), key=lambda opening: opening.opens)

    def next_open_day(
        self, day: date, *, within: int = 21, after: datetime | None = None, resource_id: int | None = None
    ) -> date:
        """``day`` when the place, or that resource, opens then, or the first day after it that it does; ``day`` if none of ``within``.

        Opening that is over ``after`` some time does not count.
        """
        following = self.open_intervals(resource_id=resource_id, first_day=day, last_day=day + timedelta(days=within))
        ahead = [each for each in following if after is None or each.ends_at > after]
        return max(day, rules.day_of(ahead[0].starts_at, timezone=self.place.timezone)) if ahead else day

    def closing(self, *, resource_id: int | None, first_day: date, last_day: date) -> "Hours":
        """These hours as they would be with one more closure, of the place or of one resource."""
        closure = rules.Closure(first_day=first_day, last_day=last_day)
        own = (*self.closures.get(resource_id, ()), closure)
        return replace(self, closures={**self.closures, resource_id: own}, _answers={})

    def _openings(self, resource_id: int | None) -> tuple[rules.Opening, ...]:
        return self.openings.get(resource_id) or self.openings.get(None, ())

    def _closures(self, resource_id: int | None) -> tuple[rules.Closure, ...]:
        own = self.closures.get(resource_id, ()) if resource_id else ()
        return (*own, *self.closures.get(None, ()))

    def _holidays(self) -> rules.HolidayPolicy:
        if self.place.holiday_open:
            return rules.NO_HOLIDAYS
        return rules.HolidayPolicy(
            territory=rules.Territory(self.place.holiday_territory), open_on=frozenset(self.place.holidays_open_on)
        )


def hours_of(place: PlaceRef) -> Hours:
    """One statement, whatever the number of resources and days asked for afterwards."""
    return hours_soon(place).value


def hours_soon(place: PlaceRef) -> sql.Awaited[Hours]:
    """The same, with whatever is read next."""
    return sql.Awaited(sql.ahead(_LINES, {"ids": [place.id]}), lambda rows: _hours({place.id: place}, rows)[place.id])


def hours_at(some: Iterable[PlaceRef]) -> dict[int, Hours]:
    """The hours of several places of the scope that is open, in the same one statement."""
    refs = {place.id: place for place in some}
    return _hours(refs, sql.rows(_LINES, {"ids": list(refs)}))


def _hours(refs: dict[int, PlaceRef], rows: Iterable[sql.Row]) -> dict[int, Hours]:
    openings: dict[int, dict[int | None, tuple[rules.Opening, ...]]] = {key: {} for key in refs}
    closures: dict[int, dict[int | None, tuple[rules.Closure, ...]]] = {key: {} for key in refs}
    for place_id, resource_id, weekday, opens, closes, first, last, reason in rows:
        if weekday is None:
            closed, closure = closures[place_id], rules.Closure(first_day=first, last_day=last, reason=reason)
            closed[resource_id] = (*closed.get(resource_id, ()), closure)
        else:
            own = openings[place_id]
            opening = rules.Opening(weekday=weekday, opens=opens, closes=closes, valid_from=first, valid_until=last)
            own[resource_id] = (*own.get(resource_id, ()), opening)
    return {key: Hours(place, openings[key], closures[key]) for key, place in refs.items()}
