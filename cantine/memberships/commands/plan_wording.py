"""Plans and subscriptions in words: what a plan costs and includes, in which state a subscription is, what was charged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from cantine.memberships.commands.fee_wording import Amount, fee_words
from cantine.memberships.commands.wording import amount_words
from cantine.memberships.queries import ComingUse, PeriodLine, PlanLine, SubscriptionLine, never_ran
from cantine.memberships.rules import Every, Included, Period, Span, State, Terms, Use, month_of, state_of
from cantine.pricing.commands.wording import named
from cantine.pricing.rules import Unit, Vat, with_vat
from cantine.ui import formats

STATE_NAMES: dict[State, str | Promise] = {
    State.COMING: pgettext_lazy("subscription", "to come"),
    State.RUNNING: pgettext_lazy("subscription", "running"),
    State.PAUSED: pgettext_lazy("subscription", "paused"),
    State.ENDING: pgettext_lazy("subscription", "ending"),
    State.OVER: pgettext_lazy("subscription", "over"),
}
STATE_KINDS = {State.RUNNING: "ok", State.PAUSED: "warn", State.ENDING: "warn", State.OVER: "", State.COMING: "info"}
PERIOD_NAMES: dict[Period, str | Promise] = {
    Period.MONTH: pgettext_lazy("plan", "a month"),
    Period.YEAR: pgettext_lazy("plan", "a year"),
}
PAST_WORDS: dict[Unit, str | Promise] = {
    Unit.DAY: gettext_lazy("%(what)s, then %(price)s a day"),
    Unit.HALF_DAY: gettext_lazy("%(what)s, then %(price)s a half-day"),
    Unit.HOUR: gettext_lazy("%(what)s, then %(price)s an hour"),
}


def included_words(each: Included, *, amount: Amount = formats.money) -> str:
    """“3 jours par semaine”, “200 pages par mois, puis 0,10 € la page”."""
    what = amount_words(each.quantity, each.unit, each.use)
    if each.use is Use.ROOM:
        what = _("%(hours)s of room") % {"hours": what}
    said = {"what": what}
    words = _("%(what)s a week") % said if each.every is Every.WEEK else _("%(what)s a month") % said
    if each.rolls_over:
        words = _("%(what)s (what is left serves the month after)") % {"what": words}
    if each.overage_cents is not None:
        words = str(_past_words(each)) % {"what": words, "price": amount(each.overage_cents)}
    return words


def _past_words(each: Included) -> str | Promise:
    """One more, called by its name."""
    if each.use is Use.PRINT:
        return _("%(what)s, then %(price)s a page")
    if each.use is Use.GUEST:
        return _("%(what)s, then %(price)s a guest")
    return PAST_WORDS.get(each.unit, PAST_WORDS[Unit.DAY])


def plan_words(plan: PlanLine, terms: Terms, *, amount: Amount = formats.money) -> list[str]:
    """What it includes, then how one leaves it."""
    words = [included_words(each, amount=amount) for each in terms.included]
    if plan.people_max > 1:
        words.insert(0, _("for a team of %(people)s at most") % {"people": plan.people_max})
    if plan.commitment_months:
        months = plan.commitment_months
        words.append(
            ngettext("for %(months)s month at least", "for %(months)s months at least", months) % {"months": months}
        )
    words.append(notice_words(plan))
    return words


def notice_words(plan: PlanLine) -> str:
    if plan.period is Period.YEAR:
        return _("paid for the year")
    if not plan.notice_days:
        return _("month by month, ended whenever you like")
    days = plan.notice_days
    return ngettext("notice of %(days)s day", "notice of %(days)s days", days) % {"days": days}


def coming_words(
    plan: PlanLine, today: date, category: str = "", *, amount: Amount = formats.money
) -> str:  # fmt: skip
    """The next price where one is prepared: “295,00 € à partir du 1er janvier 2027”."""
    terms = plan.terms_on(today) or next(iter(plan.versions), None)
    coming = next((each for each in plan.versions if terms and each.first_day > max(today, terms.first_day)), None)
    if coming is None:
        return ""
    return _("%(price)s from %(day)s on") % {
        "price": amount(coming.fee(category).cents), "day": formats.full_day(coming.first_day)
    }  # fmt: skip


def price_words(cents: int, period: Period) -> str:
    """“200,00 € par mois”."""
    return _("%(amount)s %(period)s") % {"amount": formats.money(cents), "period": PERIOD_NAMES[period]}


def price_without_words(cents: int, period: Period) -> str:
    """As the team reads it: “200,00 € par mois hors taxes”."""
    return _("%(price)s without VAT") % {"price": price_words(cents, period)}


def public_price_words(cents: int, period: Period, vat: Vat) -> str:
    """As a person is told a price: with its VAT, and without it beside."""
    if not vat.rate:
        return price_words(cents, period)
    said = {"amount": price_words(with_vat(cents, vat), period), "net": formats.money(cents)}
    return _("%(amount)s with VAT (%(net)s without)") % said


@dataclass(frozen=True)
class SubscriptionRow:
    """A subscription of a list. ``kind`` is that of its badge; ``gross`` and ``own_gross`` are its price as its person is told."""

    line: SubscriptionLine
    who: str
    plan: str
    price: str
    gross: str
    state: str
    kind: str
    days: str
    asks: bool
    own: str
    own_gross: str


def subscription_row(line: SubscriptionLine, *, today: date) -> SubscriptionRow:
    fee, state = line.fee(max(today, line.since)), state_of(line.running, today=today)
    return SubscriptionRow(
        line=line,
        who=line.who or _("Nobody named"),
        plan=named(line.plan.name_fr, line.plan.name_en),
        price=price_words(fee.cents, line.plan.period) if fee else "",
        gross=public_price_words(fee.cents, line.plan.period, line.vat) if fee else "",
        state=str(STATE_NAMES[state]),
        kind=STATE_KINDS[state],
        days=_("taken back: it never began") if never_ran(line) else days_words(Span(line.since, line.until)),
        asks=line.asked(today) is not None,
        own=fee_words(fee) if fee else "",
        own_gross=fee_words(fee, amount=lambda cents: formats.money(with_vat(cents, line.vat))) if fee else "",
    )


def coming_use_words(found: Sequence[ComingUse]) -> str:
    """What becomes of dates to come that use a plan which is left: “2 dates à venir s’en servent : 2 jours…”."""
    if not found:
        return ""
    number = sum(each.dates for each in found)
    what = ", ".join(amount_words(each.quantity, each.unit, each.use) for each in found)
    words = ngettext(
        "%(number)s date after that day uses it (%(what)s): it is counted anew at once, by what is held then, or else at its price.",
        "%(number)s dates after that day use it (%(what)s): they are counted anew at once, by what is held then, or else at their price.",
        number,
    )
    return words % {"number": number, "what": what}


def days_words(span: Span) -> str:
    first = formats.full_day(span.first_day)
    if span.last_day is None:
        return _("since %(day)s") % {"day": first}
    return _("from %(first)s to %(last)s") % {"first": first, "last": formats.full_day(span.last_day)}


def pause_words(pauses: Sequence[Span], *, today: date) -> list[str]:
    """Those that are not past."""
    ahead = [each for each in pauses if each.last_day is None or each.last_day >= today]
    return [
        _("paused from %(day)s on") % {"day": formats.full_day(each.first_day)}
        if each.last_day is None
        else _("paused from %(first)s to %(last)s")
        % {"first": formats.full_day(each.first_day), "last": formats.full_day(each.last_day)}
        for each in ahead
    ]


@dataclass(frozen=True)
class PeriodRow:
    """``part``: which days of it counted, and why its price is not that of everybody else; ``state``: whether it is invoiced yet."""

    when: str
    part: str
    amount: str
    state: str


def period_row(line: PeriodLine, *, amount: Amount = formats.money) -> PeriodRow:
    whole = month_of(line.first_day)
    month = line.first_day == whole.first_day and line.last_day == whole.last_day
    said = [fee_words(line.fee, amount=amount)] if line.fee else []
    if line.days < line.of_days:
        said.insert(0, _("%(days)s days of %(of)s") % {"days": line.days, "of": line.of_days})
    return PeriodRow(
        formats.month(line.first_day) if month else days_words(Span(line.first_day, line.last_day)),
        " · ".join(filter(None, said)), amount(line.cents), _taken_words(line),
    )  # fmt: skip


def _taken_words(line: PeriodLine) -> str:
    """Which document took it, or that it waits for one."""
    if line.reference:
        return _("invoiced: %(reference)s") % {"reference": line.reference}
    if line.taken:
        return _("on an invoice that is being prepared")
    return _("to be invoiced") if line.cents else _("nothing to invoice")
