"""The table of how full each day is: what the free-slot searches and the occupancy rate read."""

from typing import Any

from django.db import models
from django.db.models import F, Func, Q

from cantine.booking.rules.occupancy import QUARTERS_A_DAY
from cantine.core.scoping import TenantModel, tenant_key


class QuarterMask(models.Field):  # type: ignore[type-arg]
    """The 96 quarter hours of a day as ``bit(96)``, the first quarter leftmost, so that PostgreSQL finds a run of free
    quarters by ``position(B'1111' IN free)``. In Python an integer whose bit 0 is the first quarter."""

    def db_type(self, connection: Any) -> str:
        return f"bit({QUARTERS_A_DAY})"

    def from_db_value(self, value: str | None, *_: Any) -> int | None:
        return None if value is None else int(value[::-1], 2)

    def get_prep_value(self, value: int | None) -> str | None:
        return None if value is None else as_bits(value)


def as_bits(mask: int) -> str:
    return f"{mask:0{QUARTERS_A_DAY}b}"[::-1]


class OccupancyDay(TenantModel):
    """One resource on one local day. ``taken`` holds what nobody can book any more: buffers and blockings included, a
    pool's quarters only when no seat is left. Minutes are seat-minutes without buffers. Recomputed, never toggled."""

    organisation = tenant_key(db_index=False)
    resource = models.ForeignKey("places.Resource", on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    open = QuarterMask(default=0)
    taken = QuarterMask(default=0)
    free = models.GeneratedField(
        expression=Func(F("open"), F("taken"), template="%(expressions)s", arg_joiner=" & ~ "),
        output_field=QuarterMask(),
        db_persist=True,
    )
    longest_free = models.PositiveSmallIntegerField(default=0)
    open_minutes = models.PositiveIntegerField(default=0)
    taken_minutes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "day", "resource"], include=["longest_free", "free"], name="one_occupancy_a_day"
            ),
            models.CheckConstraint(
                condition=Q(taken_minutes__lte=F("open_minutes")), name="occupancy_never_beyond_open_time"
            ),
        ]
        indexes = [models.Index(fields=["resource", "day"], name="occupancy_of_resource")]
