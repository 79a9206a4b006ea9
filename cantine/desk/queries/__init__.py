"""Reads of requests, of the time that they take, and of what a quote could sell."""

from cantine.desk.queries.months import LaneMonth, months_of
from cantine.desk.queries.offers import (
    Offerable,
    Prices,
    day_of,
    hold_name,
    offerable_rooms,
    priced_product,
    prices_on,
    request_of_source,
    source_of_request,
)
from cantine.desk.queries.requests import (
    AnswerLine,
    NoteLine,
    RequestCard,
    TimeLine,
    Whole,
    answers_of,
    find_request,
    find_whole,
    leads_of,
    requests_of,
)

__all__ = [
    "AnswerLine",
    "LaneMonth",
    "NoteLine",
    "Offerable",
    "Prices",
    "RequestCard",
    "TimeLine",
    "Whole",
    "answers_of",
    "day_of",
    "find_request",
    "find_whole",
    "hold_name",
    "leads_of",
    "months_of",
    "offerable_rooms",
    "priced_product",
    "prices_on",
    "request_of_source",
    "requests_of",
    "source_of_request",
]
