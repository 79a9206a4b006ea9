"""Charging the months of subscriptions, and giving what they include: each once, and again as often as one likes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from babel.dates import format_date
from django.db import transaction

from cantine.billing import commands as billing
from cantine.billing.rules import Standing, State
from cantine.core import sql
from cantine.core.actor import Actor, system
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.memberships import facts, queries, rules
from cantine.memberships.commands.drawing import grant
from cantine.memberships.models import Allowance, SubscriptionPeriod
from cantine.memberships.queries import PeriodLine, SubscriptionLine
from cantine.memberships.rules import Due, Fee
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices
from cantine.pricing.rules import Price, Reason, Unit, Vat, Why, fixed_line, fixed_price

SELLER = system("memberships.subscriptions")


@dataclass(frozen=True)
class Uncharged:
    """A subscription that could not be charged; ``why`` is ``payer_gone`` or ``plan_without_price``."""

    subscription: UUID
    plan: str
    why: str


@dataclass(frozen=True)
class Charged:
    """What a month's charging did: how many periods anew, how many otherwise than before, and what could not be charged."""

    made: int
    changed: int
    left: tuple[Uncharged, ...]


def charge_month(*, actor: Actor, now: datetime, place: PlaceRef, month: date, replay: bool = False) -> Charged:
    """Charge every subscription for a calendar month, by the days that count, and give what it includes. Said again, it charges
    what is new or counts otherwise, and nothing twice. Records SubscriptionsCharged when something was charged.

    Returns what could not be charged, and why. Refusals: none.
    """
    authorize(actor, "subscription.charge", Target(place.organisation_id, place.id))
    with transaction.atomic():
        lines = queries.subscriptions_of(place, during=rules.month_of(month), lock=True)
        return charge(place, lines, month, actor, now, replay=replay)


@dataclass(frozen=True)
class CaughtUp:
    """What charging all that is due did: ``months`` are those of which something was charged anew, the first ones first."""

    made: int
    changed: int
    months: tuple[date, ...]
    left: tuple[Uncharged, ...]


def charge_due(*, actor: Actor, now: datetime, place: PlaceRef, replay: bool = False) -> CaughtUp:
    """Charge this month, and for each subscription every month since it began that was never charged, pauses apart. Said again, it
    charges nothing twice. Records SubscriptionsCharged for each month of which something was charged. Refusals: none.
    """
    authorize(actor, "subscription.charge", Target(place.organisation_id, place.id))
    this, made, months = rules.month_of(place.today(now)).first_day, 0, []
    for month, keys in sorted(queries.months_uncharged(place, until=this - rules.A_DAY).items()):
        with transaction.atomic():
            lines = queries.subscriptions_of(place, during=rules.month_of(month), lock=True)
            done = charge(place, [line for line in lines if line.id in keys], month, actor, now, replay=replay)
        made += done.made
        months += [month] if done.made else []
    done = charge_month(actor=actor, now=now, place=place, month=this, replay=replay)
    months += [this] if done.made else []
    return CaughtUp(made + done.made, done.changed, tuple(months), done.left)


@dataclass(frozen=True)
class _Period:
    """A period to charge, at which price, and what was charged for it before."""

    line: SubscriptionLine
    fee: Fee
    due: Due
    known: PeriodLine | None

    @property
    def moved(self) -> bool:
        before = (self.known.days, self.known.cents) if self.known else None
        return before != (self.due.days, self.due.cents)


def charge(
    place: PlaceRef, lines: Sequence[SubscriptionLine], month: date, actor: Actor, now: datetime, *, replay: bool
) -> Charged:  # fmt: skip
    """The same for these subscriptions, which the caller locked, in the transaction of a command that authorized."""
    known = queries.periods_in([line.id for line in lines], month=rules.month_of(month))
    left = [Uncharged(line.uuid, line.plan.name_fr, why) for line in lines if (why := _why_not(line, month))]
    barred = {each.subscription for each in left}
    charged = [line for line in lines if line.uuid not in barred]
    dues = [due for line in charged if (due := _period(line, month, known.get(line.id))) is not None]
    moved = [each for each in dues if each.moved]
    _withdraw(
        place, [line for line in charged if line.id in known.keys() - {each.line.id for each in dues}], known, now
    )
    _write(place, moved, now)
    vat = prices.terms_of(place).vat if moved else Vat()
    sales = [_sale(each, vat) for each in moved]
    billing.make_charges(actor=SELLER, now=now, place=place, sales=sales, replay=replay)
    grant(list(_given(place, charged, month, now)))
    made = sum(each.known is None for each in moved)
    if moved:
        told = facts.SubscriptionsCharged(
            organisation_id=place.organisation_id, place_id=place.id, month=rules.month_of(month).first_day, made=made,
            changed=len(moved) - made,
        )  # fmt: skip
        record(told, actor=actor, now=now, replay=replay)
    return Charged(made, len(moved) - made, tuple(left))


def give_ahead(
    *, actor: Actor, now: datetime, place: PlaceRef, until: date, person_id: int | None, customer_id: int | None = None
) -> None:  # fmt: skip
    """Give what the plans of a person, or of the organisation that pays, will include in the months after this one until a day:
    what is booked ahead draws from what serves on its day. Given once; ended or paused, what is left of it is withheld. Records
    nothing. Refusals: none.
    """
    authorize(actor, "allowance.draw", Target(place.organisation_id, place.id, person_id))
    today = place.today(now)
    if rules.month_of(until) <= rules.month_of(today) or person_id is None:
        return
    with transaction.atomic():
        lines = queries.subscriptions_used(place, person_id=person_id, customer_id=customer_id, day=today)
        months = rules.months_after(today, until=until)
        grant([each for month in months for each in _given(place, lines, month, now)])


def source_of(subscription: UUID, first_day: date) -> str:
    """How a charge names the period that it is the price of."""
    return f"memberships.subscription:{subscription}:{first_day}"


def price_of_period(line: SubscriptionLine, fee: Fee, due: Due, vat: Vat) -> Price:
    """A month, or a year, opened: the plan, the price of the category of who pays, then the part of it that counts, in days."""
    plan, whole = line.plan, due.whole_cents
    part: tuple[Reason, ...] = ()
    if due.is_part:
        names = (f"{due.days} jours sur {due.of_days}", f"{due.days} days of {due.of_days}")
        part = (Reason(Why.PRORATION, due.cents - whole, name_fr=names[0], name_en=names[1]),)
    unit = Unit.MONTH if plan.period is rules.Period.MONTH else Unit.PIECE
    charged = fixed_line(
        code=f"plan:{plan.code}", names=(f"{plan.name_fr}, {_when(due, 'fr')}", f"{plan.name_en}, {_when(due, 'en')}"),
        unit=unit, quantity=Decimal(1), cents=fee.usual_cents, vat=vat, reasons=(*rules.reasons_of(fee), *part),
    )  # fmt: skip
    return fixed_price(
        names=queries.LIST_NAMES, on=due.first_day, lines=[charged], offered_cents=_offered(line, fee, due)
    )  # fmt: skip


def _why_not(line: SubscriptionLine, month: date) -> str:
    if line.person_id is None and line.customer_id is None:
        return "payer_gone"
    return "" if line.terms(_first(line, month)) else "plan_without_price"


def _offered(line: SubscriptionLine, fee: Fee, due: Due) -> int:
    """What the place gives up of the days that count."""
    if not fee.offered:
        return 0
    usual = rules.due_in(due.first_day, period=line.plan.period, cents=fee.usual_cents, running=line.running)
    return usual.cents - due.cents if usual else 0


def _period(line: SubscriptionLine, month: date, known: PeriodLine | None) -> _Period | None:
    """None where no day of it counts. Once it is charged, only its days may move, never its price."""
    fee = (known.fee if known else None) or line.fee(_first(line, month))
    assert fee is not None
    due = rules.due_in(month, period=line.plan.period, cents=fee.cents, running=line.running)
    return _Period(line, fee, due, known) if due else None


def _first(line: SubscriptionLine, month: date) -> date:
    return max(line.since, rules.month_of(month).first_day)


def _withdraw(
    place: PlaceRef, lines: Iterable[SubscriptionLine], known: dict[int, PeriodLine], now: datetime
) -> None:  # fmt: skip
    """Periods of which no day counts any more."""
    gone = list(lines)
    sources = [source_of(line.uuid, known[line.id].first_day) for line in gone]
    billing.withdraw_charges(actor=SELLER, now=now, place=place, sources=sources)
    for line in gone:
        SubscriptionPeriod.objects.filter(subscription_id=line.id, first_day=known[line.id].first_day).delete()


def _write(place: PlaceRef, moved: Iterable[_Period], now: datetime) -> None:
    new = []
    for each in moved:
        due, fee = each.due, each.fee
        columns = {
            "days": due.days, "of_days": due.of_days, "cents": due.cents, "charged_at": now, "whole_cents": fee.cents,
            "usual_cents": fee.usual_cents, "category": fee.category, "category_fr": fee.name_fr,
            "category_en": fee.name_en, "offered": fee.offered,
        }  # fmt: skip
        if each.known is None:
            new.append(
                SubscriptionPeriod(
                    organisation_id=place.organisation_id, subscription_id=each.line.id, first_day=due.first_day,
                    last_day=due.last_day, **columns,
                )
            )  # fmt: skip
        else:
            mine = SubscriptionPeriod.objects.filter(subscription_id=each.line.id, first_day=due.first_day)
            mine.update(last_day=due.last_day, **columns)
    sql.insert(new)


def _sale(each: _Period, vat: Vat) -> billing.Sale:
    line, due = each.line, each.due
    price = price_of_period(line, each.fee, due, vat)
    return billing.Sale(
        source=source_of(line.uuid, due.first_day), name=price.lines[0].name_fr, day=max(due.first_day, line.since),
        price=price, standing=Standing(State.DUE), person_id=line.person_id, customer_id=line.customer_id,
    )  # fmt: skip


def _given(place: PlaceRef, lines: Sequence[SubscriptionLine], month: date, now: datetime) -> Iterator[Allowance]:
    """What each includes: to its person, to its team together, or to each of the team."""
    apart = [line.right for line in lines if line.plan.people_max > 1 and not line.plan.shared]
    first = rules.month_of(month).first_day
    users = queries.users_by_right(place, rights=apart, day=first) if apart else {}
    for line in lines:
        persons: Sequence[int | None] = users.get(line.right, []) if line.right in apart else [line.person_id]
        for person_id in persons:
            suffix = f":{person_id}" if line.right in apart else ""
            yield from _allowances(place, line, month, now, person_id=person_id, suffix=suffix)


def _allowances(
    place: PlaceRef, line: SubscriptionLine, month: date, now: datetime, *, person_id: int | None, suffix: str
) -> Iterator[Allowance]:  # fmt: skip
    terms, plan = line.terms(_first(line, month)), line.plan
    for each in rules.grants_in(month, included=terms.included if terms else (), running=line.running):
        yield Allowance(
            organisation_id=place.organisation_id, place_id=place.id, use=each.use.value, unit=each.unit.value,
            name_fr=plan.name_fr, name_en=plan.name_en, right=line.right, source=f"{line.right}:{each.key}{suffix}",
            person_id=person_id, customer_id=line.customer_id, begins_on=each.begins_on, expires_on=each.expires_on,
            granted=each.quantity, overage_cents=each.overage_cents, made_at=now,
        )  # fmt: skip


def _when(due: Due, language: str) -> str:
    if due.first_day.day == 1 and rules.month_of(due.first_day).last_day == due.last_day:
        return format_date(due.first_day, "LLLL y", locale=language)
    first, last = (format_date(day, "d MMMM y", locale=language) for day in (due.first_day, due.last_day))
    return f"{first} – {last}"
