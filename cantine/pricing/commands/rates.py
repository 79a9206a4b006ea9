"""Rates of a version: many cells of the sheet at once, or one rate with its minimum and its steps."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef
from cantine.pricing import facts, queries, rules
from cantine.pricing.models import Period, PriceList, Rate, Step
from cantine.pricing.queries import Things
from cantine.pricing.rules import RateKey


def set_prices(
    *, actor: Actor, now: datetime, place: PlaceRef, price_list: UUID, prices: Mapping[RateKey, int | None]
) -> None:
    """Write these prices, in cents, and take away those that are None; minimums and steps of the others stay. All of them
    or none. Records RatesChanged.

    Refusals: price_list_unknown, thing_unknown, category_unknown, period_unknown, price_out_of_range, step_not_lower.
    """
    authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    with transaction.atomic():
        sheet = _Sheet(place, _known(place, price_list))
        for key, cents in prices.items():
            sheet.put(key, cents)
        sheet.write()
        changed = facts.RatesChanged(organisation_id=place.organisation_id, place_id=place.id, price_list=price_list)
        record(changed, actor=actor, now=now)


def set_rate(*, actor: Actor, now: datetime, place: PlaceRef, price_list: UUID, rate: rules.Rate) -> None:
    """Write one rate with its minimum and its steps, in the place of the one there was. Records RatesChanged.

    Refusals: price_list_unknown, thing_unknown, category_unknown, period_unknown, price_out_of_range,
    least_out_of_range, steps_in_a_period, step_not_lower, too_many_steps.
    """
    authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    refusals = list(rules.check_rate(rate))
    if refusals:
        raise Refused(*refusals)
    with transaction.atomic():
        sheet = _Sheet(place, _known(place, price_list))
        row = sheet.put(rate.key, None)
        row = sheet.put(rate.key, rate.cents)
        if row is not None:
            row.least = rate.least
        sheet.write()
        if row is not None:
            Step.objects.bulk_create(
                Step(organisation_id=place.organisation_id, rate=row, quantity=step.quantity, cents=step.cents)
                for step in rate.steps
            )
        changed = facts.RatesChanged(organisation_id=place.organisation_id, place_id=place.id, price_list=price_list)
        record(changed, actor=actor, now=now)


def remove_rate(*, actor: Actor, now: datetime, place: PlaceRef, price_list: UUID, key: RateKey) -> None:
    """Take a rate away, with its steps. Records RatesChanged. Refusals: price_list_unknown, thing_unknown,
    category_unknown, period_unknown.
    """
    authorize(actor, "place.change_prices", Target(place.organisation_id, place.id))
    with transaction.atomic():
        sheet = _Sheet(place, _known(place, price_list))
        sheet.put(key, None)
        sheet.write()
        changed = facts.RatesChanged(organisation_id=place.organisation_id, place_id=place.id, price_list=price_list)
        record(changed, actor=actor, now=now)


def _known(place: PlaceRef, price_list: UUID) -> PriceList:
    row = queries.lock_price_list(place, price_list=price_list)
    if row is None:
        raise Refused(Refusal("price_list_unknown"))
    return row


class _Sheet:
    """The rates of a version while they change: what is gone, what is new, what has another price."""

    def __init__(self, place: PlaceRef, price_list: PriceList) -> None:
        self.place, self.price_list = place, price_list
        self.things: Things = queries.things_of(place)
        self.periods = dict(Period.objects.filter(price_list=price_list).values_list("code", "pk"))
        rows = Rate.objects.filter(price_list=price_list).prefetch_related("steps")
        self.rates = {self._columns_of(row): row for row in rows}
        self.gone: list[Rate] = []
        self.written: list[Rate] = []
        self.refusals: list[Refusal] = []

    def put(self, key: RateKey, cents: int | None) -> Rate | None:
        columns = self._columns(key)
        if columns is None:
            return None
        known = self.rates.get(tuple(columns.values()))
        if cents is None:
            if known is not None:
                self.gone.append(self.rates.pop(tuple(columns.values())))
            return None
        kept = () if known is None or known.pk is None else tuple(_step(step) for step in known.steps.all())
        self.refusals += rules.check_rate(rules.Rate(key.thing, key.category, key.unit, cents, key.period, steps=kept))
        row = known or Rate(
            organisation_id=self.place.organisation_id, price_list=self.price_list, unit=key.unit.value, cents=0,
            **{name: value for name, value in columns.items() if name != "unit"},
        )  # fmt: skip
        if row.pk is None or row.cents != cents:
            row.cents = cents
            self.written.append(row)
        self.rates[tuple(columns.values())] = row
        return row

    def write(self) -> None:
        if self.refusals:
            raise Refused(*dict.fromkeys(self.refusals))
        Rate.objects.filter(pk__in=[row.pk for row in self.gone]).delete()
        Rate.objects.bulk_create(row for row in self.written if row.pk is None)
        Rate.objects.bulk_update([row for row in self.written if row.pk is not None], ["cents", "least"])

    def _columns(self, key: RateKey) -> dict[str, int | str | None] | None:
        """The columns that say which rate it is, or a refusal for each of them that is nothing here."""
        thing, category = self.things.columns_of(key.thing), self.things.category_id(key.category)
        period = self.periods.get(key.period) if key.period else None
        wrong = []
        if thing is None:
            wrong.append(Refusal("thing_unknown", {"thing": key.thing.code}, "thing"))
        if category is None:
            wrong.append(Refusal("category_unknown", {"category": key.category}, "category"))
        if key.period and period is None:
            wrong.append(Refusal("period_unknown", {"period": key.period}, "period"))
        self.refusals += wrong
        return (
            {"category_id": category, **thing, "period_id": period, "unit": key.unit.value}
            if thing and not wrong
            else None
        )

    def _columns_of(self, row: Rate) -> tuple[int | str | None, ...]:
        return (row.category_id, row.resource_id, row.kind_id, row.product_id, row.period_id, row.unit)


def _step(step: Step) -> rules.Step:
    return rules.Step(step.quantity, step.cents)
