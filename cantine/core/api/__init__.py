"""What every domain's ``api.py`` stands on: routers whose operations declare a policy, problems, values, pages.

The API answers JSON over the same commands as the pages. Domains write ``ApiRouter`` operations; the root assembles
them into one ``HouseApi``. An operation returns ``answer(...)``, its JSON already made: the schema it declares with
``gives`` is its documentation, which the schema tests hold it to.
"""

from cantine.core.api.callers import Caller, caller_of
from cantine.core.api.house import ApiRouter, HouseApi
from cantine.core.api.pages import Cursor, Limit, Page, key_of, next_of, page_of
from cantine.core.api.problems import (
    Problem,
    ProblemOut,
    RefusalOut,
    answer,
    plain,
    problem_answer,
    refusals_out,
    refused,
)
from cantine.core.api.repeats import Key, once
from cantine.core.api.values import Body, Count, Day, Instant, Moment, Name, Out, Text

__all__ = [
    "ApiRouter",
    "Body",
    "Caller",
    "Count",
    "Cursor",
    "Day",
    "HouseApi",
    "Instant",
    "Key",
    "Limit",
    "Moment",
    "Name",
    "Out",
    "Page",
    "Problem",
    "ProblemOut",
    "RefusalOut",
    "Text",
    "answer",
    "caller_of",
    "key_of",
    "next_of",
    "once",
    "page_of",
    "plain",
    "problem_answer",
    "refusals_out",
    "refused",
]
