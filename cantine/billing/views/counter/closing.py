"""Closing the day from the till: notes and coins counted, one press; and what was closed, to read again and to check."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cantine.accounting import queries as books
from cantine.accounting.queries import DrawerRef
from cantine.accounting.rules import Count, Method, Span, check_count
from cantine.billing.commands import counter as commands
from cantine.billing.commands.counter.wording import MEANS_NAMES
from cantine.billing.forms import attempt
from cantine.billing.forms.counter import CountForm
from cantine.billing.queries import counter as queries
from cantine.billing.queries.counter.frozen import means_from, products_from, vat_from
from cantine.billing.rules import counter
from cantine.billing.rules.counter import ClosingRecord, Means, Sums, summed
from cantine.billing.views.common import said
from cantine.core import clock
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.places.queries import PlaceRef
from cantine.pricing.commands.wording import named, vat_words
from cantine.ui import formats
from cantine.ui.amounts import amount_as_typed

SURE, AGAIN = "sure", "again"


def close(request: PlaceRequest) -> HttpResponse:
    """The day to close is the first that has something, else today. Counted, it is shown before it is closed."""
    drawer = next(iter(books.drawers_of(request.place)), None)
    if drawer is None:
        return redirect("billing:till", request.place.slug)
    today = request.place.today(clock.now())
    opened = queries.open_sale_days(drawer)
    day = min(opened, default=today)
    form = CountForm(request.POST or None, initial={"day": day.isoformat()})
    made: list[UUID] = []
    count: Count | None = None

    def ask(read: CountForm) -> None:
        nonlocal count
        chosen = read.cleaned_data
        count = Count(drawer.opening_cents, opened.get(day, 0), chosen["counted"], chosen["banked"] or 0)
        if refusals := list(check_count(count)):
            raise Refused(*refusals)

    def act(read: CountForm) -> None:
        chosen = read.cleaned_data
        made.append(
            commands.close_counter_day(
                **said(request), drawer=drawer.uuid, day=chosen["day"], counted_cents=chosen["counted"],
                banked_cents=chosen["banked"] or 0, remark=chosen["remark"],
            )
        )  # fmt: skip

    told = request.method == "POST" and AGAIN not in request.POST
    if told and attempt(form, act if SURE in request.POST else ask) and made:
        messages.success(request, _("The day is closed. Thank you!"))
        return redirect("billing:counter_closing", request.place.slug, made[0])
    context = {
        **_day(request, drawer, day, opened.get(day, 0)),
        "form": form,
        "late": day < today,
        "night": day == today and counter.is_night(clock.now().astimezone(request.place.zone).time()),
        "closed": drawer.closed_until == today and today not in opened,
        "further": drawer.closed_until == day,
        "asked": _counted(count) if count is not None and not form.errors and not made else None,
    }
    return render(request, "billing/counter/close.html", context, status=422 if form.errors else 200)


def _day(request: PlaceRequest, drawer: DrawerRef, day: date, cash: int) -> dict[str, Any]:
    after = queries.closed_sale_of(drawer.id, day=day) if day == drawer.closed_until else 0
    sums = summed(queries.rung_between(drawer.id, first_day=day, last_day=day, after=after))
    closings = queries.counter_closings_of(drawer.id, most=7)
    return {
        "day": formats.full_day(day), "expected": formats.money(drawer.opening_cents + cash),
        "expected_cents": drawer.opening_cents + cash, "opening": formats.money(drawer.opening_cents),
        "makes": _makes(drawer, day, cash, sums), **_words(sums),
        "closings": [(each, _name(each), formats.money(each.total_cents)) for each in closings],
        "inside": reverse("billing:till", args=[request.place.slug]),
    }  # fmt: skip


def _makes(drawer: DrawerRef, day: date, cash: int, sums: Sums) -> list[tuple[str, str]]:
    """All that makes what should be in the drawer: what was there, sales and tabs in cash, and each paper that was paid in cash
    (an invoice, dues, a gift)."""
    sold, tabs = next(((sold, paid) for means, sold, paid in sums.by_means if means is Means.CASH), (0, 0))
    parts = [
        (_("Already in the drawer"), drawer.opening_cents),
        (_("Sold in cash"), sold),
        (_("Tabs paid in cash"), tabs),
    ]
    if cash != sold + tabs:
        after = drawer.last_taking if day == drawer.closed_until else 0
        taken = books.takings_of(drawer.id, first_day=day, last_day=day, after=after)
        others = [each for each in taken if each.method == Method.CASH.value and not each.source.startswith("counter:")]
        parts += [(_("Received in cash: %(what)s") % {"what": _named(each.what)}, each.amount_cents) for each in others]
    return [(words, formats.money(cents)) for words, cents in parts if cents]


def _named(what: str) -> str:
    return ", ".join(name for name, _cents in json.loads(what))


def _counted(count: Count) -> dict[str, Any]:
    """The count of a drawer as it is said, before it is closed and after."""
    apart = formats.money(abs(count.difference_cents))
    over = _("%(amount)s too much") if count.difference_cents > 0 else _("%(amount)s missing")
    return {
        "expected": formats.money(count.expected_cents), "counted": formats.money(count.counted_cents),
        "difference": over % {"amount": apart} if count.difference_cents else _("None: it is right."),
        "banked": formats.money(count.banked_cents), "left": formats.money(count.left_cents),
        "typed": amount_as_typed(count.counted_cents),
    }  # fmt: skip


def _count_of(place: PlaceRef, found: ClosingRecord) -> dict[str, Any] | None:
    """What was counted with these sales: the closing of the drawer that has the same rank on its day."""
    if found.span != Span.DAY.value:
        return None
    rank = queries.rank_of_session(place, day=found.last_day, number=found.number)
    counts = books.day_closings(place, day=found.last_day)
    if rank > len(counts):
        return None
    each = counts[rank - 1]
    taken = each.counted_cents - each.difference_cents - each.opening_cents
    told = _counted(Count(each.opening_cents, taken, each.counted_cents, each.banked_cents))
    return {**told, "remark": each.remark, "rank": rank if rank > 1 else 0}


def closing(request: PlaceRequest, *, sales_closing: UUID) -> HttpResponse:
    """The sales of a day, a month or a year as they were added up, to read and to print."""
    found = queries.find_counter_closing(request.place, uuid=sales_closing)
    if found is None:
        raise Http404
    sums = Sums(
        found.sales, found.first_sale, found.last_sale, means_from(found.by_means), products_from(found.by_product),
        vat_from(found.vat), found.total_cents, found.settled_cents, found.offered_cents,
    )  # fmt: skip
    context = {
        "closing": found, "name": _name(found), "perpetual": formats.money(found.perpetual_cents),
        "at": formats.moment(found.closed_at, request.place.zone), **_words(sums), "count": _count_of(request.place, found),
        "inside": reverse("billing:till", args=[request.place.slug]),
    }  # fmt: skip
    return render(request, "billing/counter/closing.html", context)


def verify(request: PlaceRequest) -> HttpResponse:
    """Read every sale again, and say what was found."""
    drawer = next(iter(books.drawers_of(request.place)), None)
    if drawer is None:
        raise Http404
    verdict = queries.verify_sales(entity_id=drawer.entity_id, drawer_id=drawer.id)
    call = _("Keep the archive, and call whoever runs the program.")
    if verdict.whole:
        counts = {"sales": verdict.sales, "closings": verdict.closings}
        messages.success(request, _("Sales: %(sales)s, closings: %(closings)s. None was altered.") % counts)
    if verdict.sale is not None:
        messages.error(request, f"{_('Sale %(number)s is not what it was.') % {'number': verdict.sale}} {call}")
    if verdict.closing is not None:
        messages.error(request, f"{_('Closing %(number)s is not what it was.') % {'number': verdict.closing}} {call}")
    return redirect("billing:counter_close", request.place.slug)


def _words(sums: Sums) -> dict[str, Any]:
    return {
        "sums": sums, "total": formats.money(sums.total_cents), "settled": formats.money(sums.settled_cents),
        "offered": formats.money(sums.offered_cents),
        "means": [
            (MEANS_NAMES[means], formats.money(sold), formats.money(paid) if paid else "")
            for means, sold, paid in sums.by_means
            if sold or paid
        ],
        "products": [
            (named(each.name_fr, each.name_en), each.pieces, each.offered, formats.money(each.cents)) for each in sums.by_product
        ],
        "taxes": [
            (vat_words(each.vat), formats.money(each.net_cents), formats.money(each.vat_cents)) for each in sums.groups
        ],
    }  # fmt: skip


def _name(each: ClosingRecord) -> str:
    match each.span:
        case Span.MONTH.value:
            return formats.month(each.first_day)
        case Span.YEAR.value:
            return _("Year %(year)s") % {"year": each.first_day.year}
        case _:
            return formats.full_day(each.first_day)
