"""What the form of a quote shows before it is written: each room and product with its price, and the total of what is ticked."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from cantine.billing.rules import written_price
from cantine.desk import queries, rules
from cantine.desk.forms import OfferForm
from cantine.desk.forms.quotes import LinePriceField
from cantine.desk.queries import Offerable, Prices, RequestCard
from cantine.kernel import Interval, Refused
from cantine.kernel.money import share_of
from cantine.kernel.once import once
from cantine.places.policies import PlaceRequest
from cantine.pricing import queries as pricing
from cantine.pricing.rules import Price, Sort, Unit, VatGroup
from cantine.ui import formats


@dataclass(frozen=True)
class ProductRow:
    """``asked`` is how many are typed, and what is ``wrong`` with it; ``usual`` how many there would be, for what each person
    takes."""

    code: str
    name: str
    price: str
    asked: str
    usual: int | None
    wrong: str


@dataclass(frozen=True)
class Table:
    """What can be sold for a slot, at the prices that the form chooses."""

    request: PlaceRequest
    card: RequestCard
    form: OfferForm
    slot: Interval
    prices: Prices

    @property
    def category(self) -> str:
        chosen = str(self.form["category"].value() or "") if "category" in self.form.fields else ""
        return chosen if chosen in {code for code, *_ in self.prices.categories} else ""

    @once
    def offered(self) -> list[Offerable]:
        return queries.offerable_rooms(
            actor=self.request.actor, place=self.request.place, slot=self.slot, people=self.card.people or 1,
            prices=self.prices, category=self.category,
        )  # fmt: skip

    @once
    def ticked(self) -> list[str]:
        return self.request.POST.getlist("room")

    @once
    def typed(self) -> dict[str, str]:
        """How many of each product: what is typed, or the people of a request that asks for something to eat."""
        grid, first = self.prices.grid, self.request.method != "POST"
        people = str(self.card.people or "") if first and "catering" in rules.wants_in(self.card.what) else ""
        meals = [each.code for each in grid.products if each.sort is Sort.CATERING] if grid else []
        once = people if len(meals) == 1 else ""
        return {
            code: self.request.POST.get(f"product-{code}", once if code in meals else "")
            for code, _name in self.prices.products
        }

    @property
    def rooms(self) -> list[tuple[Offerable, str, bool]]:
        return [(each, _net(each.price), each.slug in self.ticked) for each in self.offered]

    @property
    def products(self) -> list[ProductRow]:
        sorts = {each.code: each.sort for each in self.prices.grid.products} if self.prices.grid else {}
        people = self.card.people
        return [
            ProductRow(
                code,
                name,
                _net(self._product(code, "1")),
                self.typed[code],
                people if sorts[code] is Sort.CATERING else None,
                " ".join(str(why) for why in self.form.errors.get(f"product-{code}", ())),
            )
            for code, name in self.prices.products
        ]

    @property
    def sums(self) -> tuple[str, str]:
        """Without VAT and with it: of what is ticked and typed, without what is an option."""
        sold = [each.price for each in self.offered if each.slug in self.ticked]
        sold += [self._product(code, number) for code, number in self.typed.items() if number.strip()]
        groups = [group for price in (*sold, self._line()) if price for group in price.groups]
        return _sums(groups)

    def _product(self, code: str, number: str) -> Price | None:
        if not number.strip().isdecimal() or not int(number):
            return None
        said = {"slot": self.slot, "prices": self.prices, "category": self.category}
        try:
            part = queries.priced_product(self.request.place, code=code, quantity=Decimal(number), **said)  # type: ignore[arg-type]
        except Refused:
            return None
        return part.opened

    def _line(self) -> Price | None:
        """The line of one's own, as it is typed."""
        field = self.form.fields["line_cents"]
        assert isinstance(field, LinePriceField)
        name, cents = self.form["line"].value(), field.clean_or_none(self.form["line_cents"].value())
        if not name or not cents or self.form["line_optional"].value():
            return None
        return written_price(
            name=str(name), day=queries.day_of(self.slot, self.request.place), quantity=Decimal(1), unit=Unit.PIECE,
            unit_cents=cents, vat=pricing.terms_of(self.request.place).vat, activity="other",
        )  # fmt: skip


def _net(price: Price | None) -> str:
    return formats.money(price.net_cents) if price else ""


def _sums(groups: list[VatGroup]) -> tuple[str, str]:
    """VAT on the sum of each rate, as on the quote."""
    by_vat = groupby(sorted(groups, key=lambda each: each.vat), key=lambda each: each.vat)
    nets = [(vat, sum(each.net_cents for each in some)) for vat, some in by_vat]
    net = sum(cents for _vat, cents in nets)
    return formats.money(net), formats.money(net + sum(share_of(cents, vat.rate) for vat, cents in nets))
