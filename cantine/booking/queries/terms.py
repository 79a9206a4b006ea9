"""What cancelling a date would mean: shown before, applied after."""

from datetime import datetime

from cantine.booking import rules
from cantine.booking.queries.dates import DateCard
from cantine.places.queries import PlaceRef


def cancellation_rules(place: PlaceRef) -> rules.CancellationRules:
    return rules.CancellationRules(free_until_hours=place.free_cancellation_hours)


def terms_of(date: DateCard, *, place: PlaceRef) -> rules.CancellationTerms:
    """The terms of one date; ``rules.outcome_of`` says what they mean at an instant."""
    return terms_at(starts_at=date.starts_at, booked_at=date.made_at, place=place, judged_from=date.judged_from)


def is_late(date: DateCard, *, place: PlaceRef, now: datetime) -> bool:
    """Whether giving it up now would be late; moving it then does not make it free again."""
    outcome = rules.outcome_of(terms=terms_of(date, place=place), now=now, firm=date.firm)
    return outcome.kind is rules.CancellationKind.LATE


def terms_at(
    *, starts_at: datetime, booked_at: datetime, place: PlaceRef, judged_from: datetime | None = None
) -> rules.CancellationTerms:
    """The terms that a date would have if it were booked at ``booked_at``: shown before it is."""
    house = cancellation_rules(place)
    return rules.terms_of(rules=house, starts_at=starts_at, booked_at=booked_at, judged_from=judged_from)
