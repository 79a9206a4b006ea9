"""What was done and no document asks for yet, by the income that it will be; and the value that a place offered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cantine.accounting.rules import Role
from cantine.billing.queries.drafts import activities_of
from cantine.billing.rules import activity_for, role_of_activity
from cantine.core import sql
from cantine.places.queries import PlaceRef

_LINES = """
SELECT extract(year FROM c.day - %(shift)s * interval '1 month')::int, line ->> 'code',
  sum(round((line ->> 'cents')::numeric * c.percent / 100))::bigint, 0::bigint
FROM billing_charge c LEFT JOIN billing_invoice i ON i.id = c.invoice_id, jsonb_array_elements(c.price -> 'lines') AS line
WHERE c.organisation_id = %(organisation)s AND c.place_id = %(place)s AND c.day BETWEEN %(first)s AND %(last)s
  AND c.state = 'due' AND i.issued_at IS NULL GROUP BY 1, 2
UNION ALL
SELECT extract(year FROM day - %(shift)s * interval '1 month')::int, '', 0, sum(offered_cents)::bigint FROM billing_charge
WHERE organisation_id = %(organisation)s AND place_id = %(place)s AND day BETWEEN %(first)s AND %(last)s
  AND state = 'due' AND percent = 100 AND offered_cents > 0 GROUP BY 1
"""


@dataclass(frozen=True)
class YearUnbilled:
    """Cents without VAT, by the role of the income; and what was offered that year."""

    incomes: Mapping[Role, int] = field(default_factory=dict)
    offered_cents: int = 0


def unbilled_by_year(place: PlaceRef, *, first_day: date, last_day: date, starts_month: int) -> dict[int, YearUnbilled]:
    """By the year in which a financial year begins, those that have something; two statements. A draft asks for nothing yet."""
    values: dict[str, object] = {
        "organisation": place.organisation_id,
        "place": place.id,
        "first": first_day,
        "last": last_day,
        "shift": starts_month - 1,
    }
    activities = activities_of(place)
    incomes: dict[int, dict[Role, int]] = {}
    offered: dict[int, int] = {}
    for year, code, cents, given in sql.rows(_LINES, values):
        summed = incomes.setdefault(year, {})
        offered[year] = offered.get(year, 0) + given
        if cents:
            role = role_of_activity(activity_for(code, activities))
            summed[role] = summed.get(role, 0) + cents
    return {year: YearUnbilled(summed, offered[year]) for year, summed in incomes.items()}


_INCLUDED = """
SELECT reason ->> 'code', extract(year FROM c.day - %(shift)s * interval '1 month')::int, -sum((reason ->> 'cents')::bigint)::bigint
FROM billing_charge c, jsonb_array_elements(c.price -> 'lines') AS line, jsonb_array_elements(line -> 'reasons') AS reason
WHERE c.organisation_id = %(organisation)s AND c.place_id = %(place)s AND c.state = 'due' AND c.percent = 100
  AND reason ->> 'why' = 'included' AND reason ->> 'code' = ANY(%(codes)s) GROUP BY 1, 2
"""


def included_by_year(place: PlaceRef, *, codes: Sequence[str], starts_month: int) -> dict[tuple[str, int], int]:
    """What entitlements paid for, at the price that it would have had, by their code and by year; one statement, none where
    no code is asked for. It is asked of nobody, so it stands in no other sum."""
    values: dict[str, object] = {
        "organisation": place.organisation_id, "place": place.id, "codes": list(codes), "shift": starts_month - 1,
    }  # fmt: skip
    return {(code, year): cents for code, year, cents in sql.rows(_INCLUDED, values)} if codes else {}
