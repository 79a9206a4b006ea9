"""A plan that begins in the past charges months at once: how many, and how much, is said and asked before."""

from collections.abc import Callable
from typing import Any

from django import forms

from cantine.core import clock
from cantine.core.attempts import attempt
from cantine.kernel import Refused
from cantine.memberships import queries, rules
from cantine.memberships.queries import PlanLine
from cantine.places.policies import PlaceRequest
from cantine.pricing import queries as prices
from cantine.pricing.commands.wording import named, vat_words
from cantine.pricing.rules import with_vat
from cantine.ui import formats

SURE = "sure"
Question = dict[str, Any]


def begun(
    request: PlaceRequest, form: forms.Form, plans: list[PlanLine], give: Callable[[Any], None], *,
    person_id: int | None = None,
) -> tuple[bool, Question | None]:  # fmt: skip
    """Give the plan that the form asks for; where its months before this one would be charged too, ask first. Whether it is given,
    and the question."""
    question: Question | None = None

    def once_sure(read: Any) -> None:
        nonlocal question
        asked = _question(request, read.cleaned_data, plans, person_id)
        if asked is None or request.POST.get(SURE) == asked["sure"]:
            give(read)
        else:
            question = asked

    done = attempt(form, once_sure) and question is None
    return done, question


def _question(
    request: PlaceRequest, read: dict[str, Any], plans: list[PlanLine], person_id: int | None
) -> Question | None:  # fmt: skip
    """What is charged at once, with VAT; None where no month is past. Books that are closed refuse it before anything is asked."""
    today, since = request.place.today(clock.now()), read["since"]
    if since >= rules.month_of(today).first_day:
        return None
    if why := queries.why_not_since(request.place, since=since, today=today):
        raise Refused(why)
    plan = next(each for each in plans if each.code == read["plan"])
    customer = int(read["customer"]) if read.get("customer") else None
    category = prices.category_of(request.place, person_id=person_id, customer_id=customer)
    found = rules.backlog_of(plan.versions, period=plan.period, since=since, today=today, category=category)
    if not found.periods:
        return None
    vat = prices.terms_of(request.place).vat
    return {
        "sure": f"{plan.code}:{since}:{customer or person_id}", "plan": named(plan.name_fr, plan.name_en),
        "since": formats.full_day(since), "periods": found.periods, "by_year": plan.period is rules.Period.YEAR,
        "amount": formats.money(with_vat(found.cents, vat)), "vat": vat_words(vat), "taxed": bool(vat.rate),
    }  # fmt: skip
