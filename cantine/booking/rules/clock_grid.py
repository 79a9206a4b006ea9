"""The grid of a resource: steps of so many minutes, counted from local midnight on the wall clock."""

from datetime import datetime, timedelta

from cantine.booking.rules.values import ResourceRules
from cantine.places.rules import wall_of

MINUTE = timedelta(minutes=1)


def off_grid(moment: datetime, *, rules: ResourceRules) -> bool:
    return bool(_past_the_step(moment, rules))


def on_grid_before(moment: datetime, *, rules: ResourceRules) -> datetime:
    """The step at or before ``moment``."""
    return moment - _past_the_step(moment, rules)


def on_grid_after(moment: datetime, *, rules: ResourceRules) -> datetime:
    """The step at or after ``moment``."""
    past = _past_the_step(moment, rules)
    return moment if not past else on_grid_before(moment - past + rules.grid_minutes * MINUTE, rules=rules)


def _past_the_step(moment: datetime, rules: ResourceRules) -> timedelta:
    wall = wall_of(moment, timezone=rules.timezone)
    since_midnight = wall - wall.replace(hour=0, minute=0, second=0, microsecond=0)
    return since_midnight % (rules.grid_minutes * MINUTE)
