"""What a calendar read from elsewhere would do to a room, line by line, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from cantine.booking import rules
from cantine.booking.models import Blocking
from cantine.booking.queries.availability import busy_of
from cantine.kernel import Interval
from cantine.places.queries import ResourceCard


@dataclass(frozen=True)
class PlannedBlocking:
    """``there`` already, or in the way of ``clashes``; else it will be made."""

    interval: Interval
    words: str
    there: bool
    clashes: tuple[rules.Busy, ...]

    @property
    def starts_at(self) -> object:
        return self.interval.starts_at

    @property
    def ends_at(self) -> object:
        return self.interval.ends_at


def blockings_planned(resource: ResourceCard, times: Sequence[rules.TakenTime]) -> list[PlannedBlocking]:
    """Each time with what stands against it; three statements whatever their number."""
    window = Interval(times[0].interval.starts_at, max(time.interval.ends_at for time in times))
    busy = busy_of([resource], window=window)[resource.id]
    rows = Blocking.objects.filter(
        resource_id=resource.id, lifted_at=None, starts_at__lt=window.ends_at, ends_at__gt=window.starts_at
    )
    there = set(rows.values_list("starts_at", "ends_at"))
    planned = []
    for time in times:
        here = (time.interval.starts_at, time.interval.ends_at) in there
        clashes = () if here else rules.conflicts_with(time.interval, busy)
        planned.append(PlannedBlocking(time.interval, time.words, here, clashes))
    return planned
