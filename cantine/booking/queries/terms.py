"""What cancelling a date would mean: shown before, applied after."""

from datetime import datetime

from cantine.booking import rules
from cantine.booking.queries.dates import DateCard
from cantine.places.queries import PlaceRef


def cancellation_rules(place: PlaceRef) -> rules.CancellationRules:
    return rules.CancellationRules(free_until_hours=place.free_cancellation_hours)


def terms_of(date: DateCard, *, place: PlaceRef) -> rules.CancellationTerms:
    """The terms of one date; ``rules.outcome_of`` says what they mean at an instant."""
    return terms_at(starts_at=date.starts_at, booked_at=date.made_at, place=place)


def terms_at(*, starts_at: datetime, booked_at: datetime, place: PlaceRef) -> rules.CancellationTerms:
    """The terms that a date would have if it were booked at ``booked_at``: shown before it is."""
    return rules.terms_of(rules=cancellation_rules(place), starts_at=starts_at, booked_at=booked_at)
