"""Reminders, the day before: one letter a person and a day, with the link that gives a date up."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from cantine.booking import rules
from cantine.booking.commands.letters import tell_person
from cantine.booking.commands.wording import Telling
from cantine.booking.models import Occurrence
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef

AHEAD = timedelta(hours=36)


def remind_due(*, actor: Actor, now: datetime, place: PlaceRef, limit: int = 500) -> int:
    """Remind the persons of the place whose dates come tomorrow, once past five in the afternoon there; returns how
    many dates were settled. A date that somebody was written to about since then is not reminded of.

    Records nothing: the letters are the trace.
    """
    authorize(actor, "booking.tell", Target(place.organisation_id, place.id))
    with transaction.atomic():
        rows = _lock_due(place, now, limit)
        for (person_id, day), dates in _by_person_and_day(rows, place, now).items():
            versions = "-".join(f"{row.pk}.{row.sequence}" for row in dates[:4])
            tell_person(
                actor=actor,
                now=now,
                place=place,
                telling=Telling.REMINDED,
                dates=[row.pk for row in dates],
                once=f"booking:reminded:{person_id}:{day}:{versions}"[:120],
            )
        Occurrence.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    return len(rows)


def _lock_due(place: PlaceRef, now: datetime, limit: int) -> list[Occurrence]:
    """The dates whose hour of reminding has come; what another worker is settling is left to it."""
    coming = Occurrence.objects.select_for_update(skip_locked=True, no_key=True).filter(
        place_id=place.id,
        state=rules.State.CONFIRMED,
        reminded_at__isnull=True,
        starts_at__gt=now,
        starts_at__lt=now + AHEAD,
    )
    rows = coming.order_by("starts_at", "pk")[:limit]
    return [row for row in rows if rules.reminds_at(row.starts_at, timezone=place.timezone) <= now]


def _by_person_and_day(
    rows: Sequence[Occurrence], place: PlaceRef, now: datetime
) -> dict[tuple[int, date], list[Occurrence]]:
    groups: dict[tuple[int, date], list[Occurrence]] = {}
    for row in rows:
        wanted = rules.needs_reminder(starts_at=row.starts_at, told_at=row.changed_at, now=now, timezone=place.timezone)
        if wanted and row.person_id is not None:
            day = place_rules.day_of(row.starts_at, timezone=place.timezone)
            groups.setdefault((row.person_id, day), []).append(row)
    return groups
