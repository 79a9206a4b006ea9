"""Cash over the twelve months that come, and what happens if grants come late."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.funding.commands.wording import FLOW_NAMES, FLOW_SOURCES, HELD, euros
from cantine.funding.queries.cash import Plan, plan_of
from cantine.funding.rules.cash import MOST_LATE, Kind, Month, first_below, first_below_sure, lowest, lowest_sure
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

HEIGHT = 120


def cash(request: PlaceRequest) -> HttpResponse:
    """``retard`` months put off the grants that are still to come."""
    asked = request.GET.get("retard", "")
    late = min(int(asked), MOST_LATE) if asked.isdecimal() and len(asked) < 4 else 0
    plan = plan_of(request.place, today=request.place.today(clock.now()), grants_late=late)
    return render(request, "funding/cash.html", {"late": late, "plan": plan, **(_shown(plan) if plan else {})})


def _shown(plan: Plan) -> dict[str, Any]:
    shown = [kind for kind in Kind if any(dict(each.flows)[kind] for each in plan.months)]
    least, sure = lowest(plan.months), lowest_sure(plan.months)
    below, sure_below = first_below(plan.months), first_below_sure(plan.months)
    top = max((abs(each.closing_cents) for each in plan.months), default=0) or 1
    return {
        "opening": euros(plan.opening_cents), "held": [(HELD[role], euros(cents)) for role, cents in plan.held.items() if cents],
        "least": euros(least.closing_cents), "least_month": formats.month(least.first_day),
        "below": formats.month(below.first_day) if below else "",
        "sure": euros(sure.sure_cents) if sure.sure_cents < least.closing_cents else "", "sure_month": formats.month(sure.first_day),
        "sure_below": formats.month(sure_below.first_day) if sure_below and sure_below != below else "",
        "sure_least": euros(sure.sure_cents), "last": euros(plan.months[-1].closing_cents),
        "usual_in": euros(plan.usual_in_cents), "usual_out": euros(plan.usual_out_cents),
        "bars": [_bar(place, each, top) for place, each in enumerate(plan.months)],
        "rows": [_row(each, shown) for each in plan.months], "names": [FLOW_NAMES[kind] for kind in shown],
        "totals": [euros(sum(dict(each.flows)[kind] for each in plan.months)) for kind in shown],
        "sources": [(FLOW_NAMES[kind], _source(plan, kind)) for kind in shown],
    }  # fmt: skip


def _source(plan: Plan, kind: Kind) -> str:
    """VAT says by which periods it was read, and what it is of what is to come."""
    if kind is Kind.VAT and plan.vat_months is not None:
        period = _("By quarter, as you declare it.") if plan.vat_months == 3 else _("By month.")
        sums = _("In what is to come: %(collected)s to collect, %(deducted)s to deduct.") % {
            "collected": euros(plan.vat_in_cents), "deducted": euros(plan.vat_out_cents),
        }  # fmt: skip
        return f"{FLOW_SOURCES[kind]} {period} {sums}"
    return str(FLOW_SOURCES[kind])


def _bar(place: int, each: Month, top: int) -> dict[str, str]:
    """Above the line what is left, below it what is missing; in hundredths of the width, in pixels of the height."""
    height = max(1, HEIGHT * abs(each.closing_cents) // top)
    step = 10_000 // 12
    return {
        "x": _hundredths(place * step + step // 7), "width": _hundredths(step * 5 // 7), "middle": _hundredths(place * step + step // 2),
        "y": str(HEIGHT - height if each.closing_cents >= 0 else HEIGHT), "height": str(height),
        "kind": "below" if each.closing_cents < 0 else "above",
        "mark": formats.short_month(each.first_day), "title": f"{formats.month(each.first_day)} {euros(each.closing_cents)}",
    }  # fmt: skip


def _row(each: Month, shown: list[Kind]) -> dict[str, Any]:
    flows = dict(each.flows)
    return {
        "month": formats.month(each.first_day), "opening": euros(each.opening_cents), "closing": euros(each.closing_cents),
        "sure": euros(each.sure_cents), "below": each.closing_cents < 0,
        "cells": [euros(flows[kind]) if flows[kind] else "" for kind in shown],
    }  # fmt: skip


def _hundredths(number: int) -> str:
    return f"{number // 100}.{number % 100:02}%"
