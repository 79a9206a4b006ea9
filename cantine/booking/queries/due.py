"""Which places have something for the clock to do: all that a job may know before it opens one tenancy."""

from datetime import datetime, timedelta

from cantine.booking import rules
from cantine.booking.models import Occurrence
from cantine.core import scoping


def places_to_expire(*, now: datetime) -> list[int]:
    """Places where an option or a request is past its hour."""
    with scoping.unscoped("a job chooses its tenants"):
        due = Occurrence.objects.filter(expires_at__lte=now, state__in=[rules.State.HELD, rules.State.REQUESTED])
        return sorted(set(due.values_list("place_id", flat=True)))


def places_to_remind(*, now: datetime) -> list[int]:
    """Places where a firm date comes within a day and a half and nobody was reminded of it."""
    with scoping.unscoped("a job chooses its tenants"):
        coming = Occurrence.objects.filter(
            state=rules.State.CONFIRMED,
            reminded_at__isnull=True,
            starts_at__gt=now,
            starts_at__lt=now + timedelta(hours=36),
        )
        return sorted(set(coming.values_list("place_id", flat=True)))
