"""Reads of bookings: what is taken and free, the planning, one person's dates."""

from cantine.booking.queries.availability import Situation, busy_of, rules_of, situation_of
from cantine.booking.queries.dates import (
    DateCard,
    bookings_between,
    coming_dates_of,
    date_by_uuid,
    dates_by_id,
    dates_of,
    dates_of_booking,
    places_with_dates_of,
)
from cantine.booking.queries.due import places_to_expire, places_to_remind
from cantine.booking.queries.feeds import FeedLine, entries_of, feed_of_secret, own_feeds, place_feeds
from cantine.booking.queries.free import Free, FreeTime, free_of
from cantine.booking.queries.free_slot import FreeResource, free_during
from cantine.booking.queries.keys import Key, key_of_booking, key_of_date
from cantine.booking.queries.links import LinkedDate, link_of, linked_date
from cantine.booking.queries.listing import bookings_as_json
from cantine.booking.queries.occupations import (
    OccupationCard,
    ReportCard,
    Stretch,
    WishCard,
    free_from,
    occupation_by_uuid,
    occupations_of,
    occupations_of_person,
    reports_of,
    timeline_of,
    wishes_of,
)
from cantine.booking.queries.offers import Plan, Proposal, alternatives_to, plan_of
from cantine.booking.queries.planning import Bar, Board, Lane, board_of
from cantine.booking.queries.takeover import known_dates, taken_seats, taken_units
from cantine.booking.queries.terms import terms_at, terms_of
from cantine.booking.queries.waiting import (
    WaitingCard,
    how_many_wait,
    offer_of_booking,
    own_waiting,
    waiting_by_uuid,
    waiting_of,
)

__all__ = [
    "Bar",
    "Board",
    "DateCard",
    "FeedLine",
    "Free",
    "FreeResource",
    "FreeTime",
    "Key",
    "Lane",
    "LinkedDate",
    "OccupationCard",
    "Plan",
    "Proposal",
    "ReportCard",
    "Situation",
    "Stretch",
    "WaitingCard",
    "WishCard",
    "alternatives_to",
    "board_of",
    "bookings_as_json",
    "bookings_between",
    "busy_of",
    "coming_dates_of",
    "date_by_uuid",
    "dates_by_id",
    "dates_of",
    "dates_of_booking",
    "entries_of",
    "feed_of_secret",
    "free_during",
    "free_from",
    "free_of",
    "how_many_wait",
    "key_of_booking",
    "key_of_date",
    "known_dates",
    "link_of",
    "linked_date",
    "occupation_by_uuid",
    "occupations_of",
    "occupations_of_person",
    "offer_of_booking",
    "own_feeds",
    "own_waiting",
    "place_feeds",
    "places_to_expire",
    "places_to_remind",
    "places_with_dates_of",
    "plan_of",
    "reports_of",
    "rules_of",
    "situation_of",
    "taken_seats",
    "taken_units",
    "terms_at",
    "terms_of",
    "timeline_of",
    "waiting_by_uuid",
    "waiting_of",
    "wishes_of",
]
