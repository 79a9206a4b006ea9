"""``price_of(ask, grid)``: the price of some use and of some products, opened into its lines, or everything that stands in
the way. The order of what changes a price: step, period, category, what a plan includes, what the place offers; each is
counted on what the one before left, rounded to the cent, half up.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from cantine.kernel import Refusal, share_of, times
from cantine.pricing.rules.combination import ONE, Bought, cheapest
from cantine.pricing.rules.fixed import groups_of_vat
from cantine.pricing.rules.periods import in_order, period_at
from cantine.pricing.rules.price import Drawn, Line, Price, Reason, Why
from cantine.pricing.rules.slots import slots_of
from cantine.pricing.rules.tariff import Offer, Tariff, Tariffs
from cantine.pricing.rules.values import (
    Ask,
    Category,
    Entitlement,
    Grid,
    Product,
    Scope,
    Support,
    Thing,
    Unit,
    Vat,
    Wanted,
)

Refusals = tuple[Refusal, ...]
LONGEST_DAYS = 400
# Past this much use, hours and half-days are no longer counted: they make a long path, and nobody lets a month by the hour.
FINE = timedelta(days=31)
MOST_UNITS = Decimal(1_000_000)


def price_of(ask: Ask, grid: Grid) -> Price | Refusals:
    """The price of ``ask`` by ``grid``, in cents without VAT, with VAT by group.

    Refusals: nothing_asked, ask_too_long, quantity_out_of_range, quantity_not_whole, category_unknown, product_unknown,
    grid_not_in_force, no_price, product_without_price. Source: docs/explanation/prices.md.
    """
    return _Pricing(ask, grid).price()


def missing() -> Refusal:
    """No version is in force on the day that was asked for."""
    return Refusal("price_list_missing", {}, "starts_at")


def with_vat(cents: int, vat: Vat) -> int:
    """What one unit costs with its VAT, as a public price list must say it."""
    return cents + share_of(cents, vat.rate)


class _Pricing:
    def __init__(self, ask: Ask, grid: Grid) -> None:
        self.ask, self.grid = ask, grid
        self.code = ask.category or grid.usual
        self.products = {product.code: product for product in grid.products}
        self.left = {each.code: each.quantity for each in ask.entitlements}
        self.refusals: list[Refusal] = []

    def price(self) -> Price | Refusals:
        self.refusals = list(self._wrong())
        if self.refusals:
            return tuple(self.refusals)
        self.tariffs = Tariffs(self.grid, self.code)
        lines = [*self._room(), *(line for wanted in self.ask.products for line in self._product(wanted))]
        return tuple(self.refusals) if self.refusals else self._summed(tuple(lines))

    # -- what is wrong -----------------------------------------------------------------------------------------------

    def _wrong(self) -> Iterator[Refusal]:
        ask, grid = self.ask, self.grid
        if not ask.intervals and not ask.products:
            yield Refusal("nothing_asked")
        if self._length() > timedelta(days=LONGEST_DAYS):
            yield Refusal("ask_too_long", {"days": LONGEST_DAYS}, "ends_at")
        if not 0 < ask.quantity <= MOST_UNITS:
            yield Refusal("quantity_out_of_range", {"quantity": ask.quantity}, "quantity")
        for wanted in ask.products:
            if not 0 < wanted.quantity <= MOST_UNITS or (wanted.quantity * 100) % 1:
                yield Refusal("quantity_out_of_range", {"quantity": wanted.quantity}, "products")
            if wanted.code not in self.products:
                yield Refusal("product_unknown", {"product": wanted.code}, "products")
        if self.code not in {category.code for category in grid.categories}:
            yield Refusal("category_unknown", {"category": self.code}, "category")
        day = self._day()
        if day is not None and (day < grid.first_day or (grid.last_day is not None and day > grid.last_day)):
            yield Refusal("grid_not_in_force", {"day": day, "grid": grid.name}, "starts_at")

    def _length(self) -> timedelta:
        return sum((interval.length for interval in self.ask.intervals), timedelta())

    def _day(self) -> date | None:
        """The day on which the use begins decides which version of the list and which period it falls in."""
        if self.ask.intervals:
            return min(self.ask.intervals).starts_at.astimezone(ZoneInfo(self.ask.timezone)).date()
        return self.ask.on

    # -- the room ----------------------------------------------------------------------------------------------------

    def _room(self) -> Iterator[Line]:
        ask = self.ask
        if not ask.intervals or not (ask.resource or ask.kind):
            return
        tariffs = self.tariffs.of_room(resource=ask.resource, kind=ask.kind)
        bought = self._cheapest(tariffs, ask.quantity, entitled=True)
        if bought is None and tariffs and self._length() > FINE:
            self.refusals.append(Refusal("ask_too_long", {"days": FINE.days}, "ends_at"))
            return
        if bought is None:
            self.refusals.append(Refusal("no_price", {"name": ask.name, **self._who()}, "resource"))
            return
        code = f"resource:{ask.resource}" if ask.resource else f"kind:{ask.kind}"
        for each in bought:
            least = tariffs[each.unit].least if each.unit is Unit.HOUR else Decimal(0)
            yield self._line(code, (ask.name, ask.name), each, least=least, vat=self.grid.vat, entitled=True)

    def _cheapest(self, tariffs: dict[Unit, Tariff], quantity: int, *, entitled: bool = False) -> list[Bought] | None:
        ask, free, past = self.ask, dict[Unit, int](), dict[Unit, int]()
        if self._length() > FINE:
            tariffs = {unit: found for unit, found in tariffs.items() if unit not in {Unit.HOUR, Unit.HALF_DAY}}
        for each in ask.entitlements if entitled else ():
            free[each.unit] = free.get(each.unit, 0) + int(max(Decimal(0), each.quantity) * ONE)
            if each.overage_cents is not None:
                past[each.unit] = min(each.overage_cents, past.get(each.unit, each.overage_cents))
        slots = slots_of(ask.intervals, timezone=ask.timezone, grid=self.grid, tariffs=tariffs)
        return cheapest(slots, grid=self.grid, tariffs=tariffs, quantity=quantity, entitled=free, past=past)

    # -- products ----------------------------------------------------------------------------------------------------

    def _product(self, wanted: Wanted) -> Iterator[Line]:
        product = self.products[wanted.code]
        tariffs = self.tariffs.of(Thing(Scope.PRODUCT, wanted.code))
        said = {"product": product.code, "name_fr": product.name_fr, "name_en": product.name_en, **self._who()}
        if Unit.PIECE in tariffs:
            bought = self._pieces(tariffs[Unit.PIECE], wanted.quantity)
        elif wanted.quantity != wanted.quantity.to_integral_value():
            self.refusals.append(Refusal("quantity_not_whole", said, "products"))
            return
        else:
            bought = self._cheapest(tariffs, int(wanted.quantity)) if tariffs and self.ask.intervals else None
        if not bought:
            self.refusals.append(Refusal("product_without_price", said, "products"))
            return
        for each in bought:
            least = tariffs[each.unit].least if each.unit in {Unit.HOUR, Unit.PIECE} else Decimal(0)
            yield self._line_of_product(product, each, least)

    def _line_of_product(self, product: Product, bought: Bought, least: Decimal) -> Line:
        names, vat = (product.name_fr, product.name_en), product.vat or self.grid.vat
        return self._line(f"product:{product.code}", names, bought, least=least, vat=vat)

    def _pieces(self, tariff: Tariff, quantity: Decimal) -> list[Bought] | None:
        """At the best step: its units are paid for even where fewer are wanted."""
        ask = self.ask
        at = min(ask.intervals).starts_at.astimezone(ZoneInfo(ask.timezone)) if ask.intervals else None
        period = period_at(in_order(self.grid.periods), at) if at else None
        own = period is not None and period.code in tariff.own
        levels = range(1 if own else len(tariff.steps) + 1)
        offers = [(level, tariff.offer(level=level, period=period)) for level in levels]
        wanted = max(quantity, tariff.least)
        found = [
            (billed * offer.cents, billed, level, offer)
            for level, offer in offers
            if offer is not None
            for billed in [max(wanted, tariff.steps[level - 1].quantity) if level else wanted]
        ]
        if not found:
            return None
        _cost, billed, _level, offer = min(found, key=lambda each: each[:3])
        return [Bought(Unit.PIECE, offer, _parts(billed), _parts(quantity), 0)]

    # -- a line ------------------------------------------------------------------------------------------------------

    def _line(
        self, code: str, names: tuple[str, str], bought: Bought, *, least: Decimal, vat: Vat, entitled: bool = False
    ) -> Line:
        quantity, offer = _units(bought.billed), bought.offer
        reasons = list(_reasons(offer, quantity))
        cents = _amount(offer, quantity)
        if entitled:
            for reason in self._included(bought, offer, quantity):
                reasons.append(reason)
                cents += reason.cents
        if (support := self._support()) is not None:
            off = -share_of(cents, support.percent)
            reasons.append(
                Reason(Why.SUPPORT, off, "", support.name, support.name, -support.percent, offered=True)
            )  # fmt: skip
            cents += off
        return Line(
            code, *names, bought.unit, quantity, _units(bought.used), offer.list_cents, offer.cents, cents, vat,
            tuple(reasons), least if least and bought.used < bought.billed else Decimal(0),
        )  # fmt: skip

    def _included(self, bought: Bought, offer: Offer, quantity: Decimal) -> Iterator[Reason]:
        """What the entitlements of this unit pay for, in the order in which the caller gave them; then what is past them. What costs
        nothing uses nothing."""
        if not offer.cents:
            return
        rest, paid = _units(bought.entitled), quantity
        for each in self.ask.entitlements:
            part = min(rest, self.left[each.code]) if each.unit is bought.unit else Decimal(0)
            if part > 0:
                off = _amount(offer, paid - part) - _amount(offer, paid)
                self.left[each.code] -= part
                rest, paid = rest - part, paid - part
                yield Reason(Why.INCLUDED, off, each.code, each.name, each.name_en or each.name, quantity=part)
        if paid > 0 and (over := self._overage(bought.unit)) is not None and over[0] < offer.cents:
            cents, plan = over
            off = times(cents, paid) - _amount(offer, paid)
            yield Reason(
                Why.OVERAGE, off, plan.code, plan.name, plan.name_en or plan.name, quantity=paid, unit_cents=cents
            )  # fmt: skip

    def _overage(self, unit: Unit) -> tuple[int, Entitlement] | None:
        """The least that a plan asks for one more unit, and which plan."""
        said = [(each.overage_cents, each) for each in self.ask.entitlements if each.unit is unit]
        known = [(cents, each) for cents, each in said if cents is not None]
        return min(known, key=lambda one: one[0]) if known else None

    def _support(self) -> Support | None:
        support, day = self.ask.support, self._day()
        over = support is not None and support.until is not None and day is not None and day > support.until
        return None if over else support

    # -- the sum -----------------------------------------------------------------------------------------------------

    def _category(self) -> Category:
        return next(category for category in self.grid.categories if category.code == self.code)

    def _who(self) -> dict[str, str]:
        category = self._category()
        return {"category": category.code, "category_fr": category.name_fr, "category_en": category.name_en}

    def _summed(self, lines: tuple[Line, ...]) -> Price:
        groups = groups_of_vat(lines)
        net, vat = sum(line.cents for line in lines), sum(group.vat_cents for group in groups)
        category = self._category()
        drawn = ((each, self.left[each.code]) for each in self.ask.entitlements)
        return Price(
            grid=self.grid.id, grid_name=self.grid.name, on=self._day() or self.grid.first_day,
            category=category.code, category_fr=category.name_fr, category_en=category.name_en,
            lines=lines, groups=groups, net_cents=net, vat_cents=vat, gross_cents=net + vat,
            offered_cents=-sum(reason.cents for line in lines for reason in line.reasons if reason.offered),
            drawn=tuple(_drawn(each, left) for each, left in drawn if left != each.quantity),
        )  # fmt: skip


def _drawn(entitlement: Entitlement, left: Decimal) -> Drawn:
    return Drawn(entitlement.code, entitlement.quantity - left)


def _reasons(offer: Offer, quantity: Decimal) -> Iterator[Reason]:
    """What each stage adds to the line: a percentage is that of the amount before it, half up, so that whoever reads them finds each
    again from the one above, and they add up. Of a period that counts for a part of a unit, it is the price of the unit that says it."""
    before = times(offer.list_cents, quantity)
    for stage in offer.stages:
        percent = None if stage.unit else stage.percent
        off = times(stage.cents, quantity) - before if percent is None else share_of(before, percent)
        yield Reason(
            stage.why, off, stage.code, stage.name_fr, stage.name_en, stage.percent, stage.quantity, stage.offered,
            unit=stage.unit,
        )  # fmt: skip
        before += off


def _amount(offer: Offer, quantity: Decimal) -> int:
    """What so many units cost to this customer."""
    return times(offer.list_cents, quantity) + sum(reason.cents for reason in _reasons(offer, quantity))


def _units(parts: int) -> Decimal:
    """Quantities carry two decimals at most: a step of an hour is a quarter, a half or a whole."""
    return (Decimal(parts) / ONE).normalize() + 0


def _parts(quantity: Decimal) -> int:
    return int(quantity * ONE)
