"""My plan: what I have left in every place, and why each line of my statement is there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cantine.billing import queries as billing
from cantine.core import clock, scoping
from cantine.core.routes import actor_on
from cantine.memberships import queries
from cantine.memberships.commands.plan_wording import subscription_row
from cantine.memberships.commands.wording import folded, left_of
from cantine.memberships.views.common import asked_before
from cantine.places import queries as places
from cantine.pricing.commands.wording import named
from cantine.ui import formats

SHOWN = 6  # on a phone, what one sees at once under the large numbers


def mine(request: HttpRequest) -> HttpResponse:
    """Large numbers, then the statement, the latest first."""
    person_id, now = actor_on(request).person_id, clock.now()
    assert person_id is not None
    with scoping.unscoped("what I have left is mine in every place"):
        lines = queries.allowances_of(organisation_ids=None, person_id=person_id, now=now)
        entries = queries.statement_of(
            organisation_ids=None, person_id=person_id, now=now, before=asked_before(request)
        )
        taken = queries.subscriptions_of_person(person_id, now=now)
        coming = billing.coming_of_person(person_id)
        house_ids = {line.place_id for line in lines} | {line.place_id for line in taken}
        refs = places.place_refs(ids=house_ids | {place_id for place_id, _charge in coming})
    left = left_of(lines)
    latest, months = folded(entries[: queries.PAGE], shown=SHOWN)
    rows = [subscription_row(line, today=refs[line.place_id].today(now)) for line in taken]
    context = {
        "houses": [
            (ref, [row for row in rows if row.line.place_id == key], [each for each in left if each.place_id == key])
            for key, ref in sorted(refs.items())
            if key in house_ids
        ],
        "shown": f":{SHOWN}",
        "more": f"{SHOWN}:",
        "coming": [
            {
                "name": _named(charge),
                "day": formats.long_day(charge.day),
                "place": refs[place_id].name,
                "amount": formats.money(charge.asked.gross_cents),
            }
            for place_id, charge in coming
        ],
        "coming_total": formats.money(sum(charge.asked.gross_cents for _place, charge in coming)),
        "rows": latest,
        "months": months,
        "older": entries[queries.PAGE - 1].id if len(entries) > queries.PAGE else None,
    }
    return render(request, "memberships/mine.html", context)


def _named(charge: billing.ChargeLine) -> str:
    """In the language of who reads, where its price says it in both."""
    lines = charge.price.lines
    return named(lines[0].name_fr, lines[0].name_en) if lines and lines[0].name_fr == charge.name else charge.name
