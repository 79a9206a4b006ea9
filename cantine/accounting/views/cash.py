"""The cash drawer: what was taken, the day to close, what was closed; reading the chain again."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cantine.accounting import commands, queries
from cantine.accounting.commands.cash.frozen import sums_by_method, vat_groups
from cantine.accounting.commands.wording import METHOD_NAMES
from cantine.accounting.forms import DayForm, DrawerForm, attempt
from cantine.accounting.queries import DrawerRef, OpenSum
from cantine.accounting.rules import Count, Method, Span, check_count, month_end
from cantine.accounting.rules.chain import ClosingRecord
from cantine.accounting.views.common import done, may, refused, said
from cantine.accounting.views.common import show as shown
from cantine.core import clock
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.ui import formats


@dataclass(frozen=True)
class Due:
    """A month or a year that may be added up."""

    span: Span
    year: int
    month: int
    words: str


def drawer(request: PlaceRequest) -> HttpResponse:
    """The day to close is the first that has takings, else today."""
    found = _drawer(request)
    if found is None:
        return _first(request)
    opened = queries.open_sums(found)
    today = request.place.today(clock.now())
    day = min((each.day for each in opened), default=today)
    form = DayForm(request.POST or None, initial={"day": day.isoformat()})
    sums = [each for each in opened if each.day == day]
    cash = sum(each.cents for each in sums if each.method is Method.CASH)
    count: Count | None = None

    def ask(read: DayForm) -> None:
        nonlocal count
        authorize(request.actor, "cash.close_day", Target(request.place.organisation_id, request.place.id))
        chosen = read.cleaned_data
        count = Count(found.opening_cents, cash, chosen["counted"], chosen["banked"] or 0)
        if refusals := list(check_count(count)):
            raise Refused(*refusals)

    def close(read: DayForm) -> None:
        chosen = read.cleaned_data
        commands.close_day(
            **said(request), drawer=found.uuid, day=chosen["day"], counted_cents=chosen["counted"],
            banked_cents=chosen["banked"] or 0, remark=chosen["remark"],
        )  # fmt: skip

    sure = "sure" in request.POST
    if request.method == "POST" and "again" not in request.POST and attempt(form, close if sure else ask) and sure:
        return done(request, _("The day is closed."), "accounting:drawer")
    closings = queries.closings_of(found.id)
    counted = found.closed_until is not None and day <= found.closed_until and not sums
    context = {
        "drawer": found, "day": formats.full_day(day), "late": day < today, "sums": [_sum(each) for each in sums],
        "opening": formats.money(found.opening_cents), "cash": formats.money(cash),
        "expected": formats.money(found.opening_cents + cash), "total": formats.money(sum(each.cents for each in sums)),
        "form": form if may(request, "cash.close_day") and not counted else None, "counted": counted,
        "asked": _asked(count) if count is not None and not form.errors else None,
        "remark": form.cleaned_data["remark"] if count is not None and not form.errors else "",
        "closings": [_line(each) for each in sorted(closings, key=_place, reverse=True)],
        "due": _due(closings, opened, today) if may(request, "cash.close_span") else [],
    }  # fmt: skip
    return show(request, "accounting/cash/drawer.html", context, status=422 if form.errors else 200)


def _asked(count: Count) -> dict[str, str]:
    """What a closing would say, before it is made."""
    return {
        "expected": formats.money(count.expected_cents), "counted": formats.money(count.counted_cents),
        "difference": _apart(count.difference_cents) or _("None: it is right."),
        "banked": formats.money(count.banked_cents), "left": formats.money(count.left_cents),
    }  # fmt: skip


def _first(request: PlaceRequest) -> HttpResponse:
    """Nothing is taken at a counter here yet."""
    allowed = may(request, "cash.open")
    form = DrawerForm(request.POST or None, initial={"name": pgettext("cash", "Counter")})

    def begin(read: DrawerForm) -> None:
        commands.open_drawer(**said(request), **read.cleaned_data)

    if request.method == "POST" and attempt(form, begin):
        return done(request, _("The drawer is open."), "accounting:drawer")
    context = {"form": form if allowed else None}
    return show(request, "accounting/cash/first.html", context, status=422 if form.errors else 200)


def close_span(request: PlaceRequest) -> HttpResponse:
    """A month, or a year where no month is said: asked first, done on the second press."""
    found, read = _known(request), request.POST
    year, month = (
        int(value) if value.isascii() and value.isdigit() else 0
        for value in (read.get("year", ""), read.get("month", ""))
    )
    if not 1990 <= year <= 2100 or month > 12:
        raise Http404
    if "sure" not in read:
        words = formats.month(date(year, month, 1)) if month else str(year)
        return show(request, "accounting/cash/span.html", {"words": words, "year": year, "month": month})
    try:
        if month:
            commands.close_month(**said(request), drawer=found.uuid, year=year, month=month)
        else:
            commands.close_year(**said(request), drawer=found.uuid, year=year)
    except Refused as why:
        return refused(request, why, "accounting:drawer")
    return done(request, _("It is added up and closed."), "accounting:drawer")


def closing(request: PlaceRequest, *, closing: UUID) -> HttpResponse:
    """A closing as it was frozen, to read and to print."""
    found = queries.find_closing(request.place, uuid=closing)
    if found is None:
        raise Http404
    money = {
        name: formats.money(getattr(found, f"{name}_cents"))
        for name in ("total", "perpetual", "opening", "counted", "banked")
    }
    expected = found.counted_cents - found.difference_cents
    context: dict[str, Any] = {
        "closing": found, "name": _name(found), "day": found.span == Span.DAY, "money": money,
        "expected": formats.money(expected), "difference": _difference(found),
        "left": formats.money(found.counted_cents - found.banked_cents),
        "sums": [(METHOD_NAMES[method], formats.money(cents)) for method, cents in sums_by_method(found.sums).items()],
        "rates": [
            (_rate(each.rate), formats.money(each.net_cents), formats.money(each.vat_cents))
            for each in vat_groups(found.vat)
        ],
        "at": formats.moment(found.closed_at, request.place.zone),
    }  # fmt: skip
    return show(request, "accounting/cash/closing.html", context)


def _rate(rate: str) -> str:
    """What is no sale of the counter has no rate: its own document says its VAT."""
    return f"{formats.number(Decimal(rate))}{formats.NBSP}%" if rate else _("Invoices, gifts, dues: no sale here")


def verify(request: PlaceRequest) -> HttpResponse:
    """Read every record again, and say what was found."""
    verdict = queries.verify_chain(_known(request).id)
    counts = {"takings": verdict.takings, "closings": verdict.closings}
    if verdict.whole:
        messages.success(request, _("Takings: %(takings)s, closings: %(closings)s. None was altered.") % counts)
    if verdict.taking is not None:
        messages.error(request, _("Taking %(number)s is not what it was.") % {"number": verdict.taking} + f" {_call()}")
    if verdict.closing is not None:
        messages.error(
            request, _("Closing %(number)s is not what it was.") % {"number": verdict.closing} + f" {_call()}"
        )
    return redirect("accounting:drawer", request.place.slug)


def _call() -> str:
    return _("Keep the archive, and call whoever runs the program.")


def attestation(request: PlaceRequest) -> HttpResponse:
    """The letter by which the publisher answers for the program, filled with the entity's name, to sign."""
    return show(request, "accounting/cash/attestation.html", {"entity": queries.entity_of(request.place)})


def show(request: PlaceRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    inside = reverse("accounting:drawer", args=[request.place.slug])
    return shown(request, template, {"inside": inside, **context}, status=status)


def _drawer(request: PlaceRequest) -> DrawerRef | None:
    return next(iter(queries.drawers_of(request.place)), None)


def _known(request: PlaceRequest) -> DrawerRef:
    found = _drawer(request)
    if found is None:
        raise Http404
    return found


def _sum(each: OpenSum) -> tuple[str, int, str]:
    return str(METHOD_NAMES[each.method.value]), each.takings, formats.money(each.cents)


def _place(each: ClosingRecord) -> tuple[date, int]:
    """Where it stands in the list: a year after its months, a month after its days, whenever each was closed."""
    return each.last_day, [Span.DAY, Span.MONTH, Span.YEAR].index(Span(each.span))


def _line(each: ClosingRecord) -> dict[str, Any]:
    return {
        "uuid": each.uuid, "name": _name(each), "total": formats.money(each.total_cents), "takings": each.takings,
        "difference": _difference(each), "span": each.span != Span.DAY,
    }  # fmt: skip


def _name(each: ClosingRecord) -> str:
    match each.span:
        case Span.MONTH:
            return formats.month(each.first_day)
        case Span.YEAR:
            return _("Year %(year)s") % {"year": each.first_day.year}
        case _:
            return formats.full_day(each.first_day)


def _difference(each: ClosingRecord) -> str:
    return _apart(each.difference_cents)


def _apart(cents: int) -> str:
    """Empty where the count was right."""
    if not cents:
        return ""
    amount = {"amount": formats.money(abs(cents))}
    return _("%(amount)s too much") % amount if cents > 0 else _("%(amount)s missing") % amount


def _due(closings: list[ClosingRecord], opened: list[OpenSum], today: date) -> list[Due]:
    """Months that are over, with every day closed and not added up yet; and years."""
    days = {each.last_day for each in closings if each.span == Span.DAY}
    closed = {(each.span, each.last_day) for each in closings}
    pending = {each.day for each in opened}
    months = sorted({month_end(day) for day in days})
    years = sorted({date(day.year, 12, 31) for day in days})
    ready = [last for last in months if _ready(Span.MONTH, last, closed, pending, today)]
    over = [last for last in years if _ready(Span.YEAR, last, closed, pending, today)]
    return [
        *(Due(Span.MONTH, last.year, last.month, formats.month(last)) for last in ready),
        *(Due(Span.YEAR, last.year, 0, str(last.year)) for last in over),
    ]


def _ready(span: Span, last: date, closed: set[tuple[str, date]], pending: set[date], today: date) -> bool:
    return last < today and (span.value, last) not in closed and not any(day <= last for day in pending)
