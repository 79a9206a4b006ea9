"""What would it cost? A room, a day, hours, a category, some products."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cantine.kernel import Interval
from cantine.places import rules as place_rules
from cantine.places.queries import PlaceRef
from cantine.pricing import queries, rules
from cantine.pricing.commands.wording import named
from cantine.pricing.forms.sheet import thing_name
from cantine.pricing.queries import ThingName
from cantine.pricing.rules import Ask, Entitlement, Scope, Unit, Wanted
from cantine.ui.amounts import AmountField, QuantityField
from cantine.ui.forms import ClockInput, DayInput


class TrialForm(forms.Form):
    """Hours are those of the place; an end that is not after its start is on the day after."""

    resource = forms.ChoiceField(label=_("Room or desk"))
    day = forms.DateField(label=_("Day"), widget=DayInput)
    last_day = forms.DateField(
        label=_("Until the day"), widget=DayInput, required=False, help_text=_("For several days, at the same hours.")
    )
    starts = forms.TimeField(label=_("Begins at"), widget=ClockInput)
    ends = forms.TimeField(label=_("Ends at"), widget=ClockInput)
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=1000, initial=1)
    category = forms.ChoiceField(label=_("Category"))
    customer = forms.CharField(
        label=_("Or a customer, by name"),
        max_length=80,
        required=False,
        help_text=_("Their own prices are taken then."),
    )
    included = QuantityField(label=_("Hours that a plan includes"), required=False, min_value=0)
    overage = AmountField(label=_("Past that, the price of one"))

    def __init__(
        self, *args: Any, grid: rules.Grid, names: Sequence[ThingName], place: PlaceRef, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.place, self.grid = place, grid
        rooms = [name for name in names if name.thing.scope is Scope.RESOURCE]
        self.rooms = {name.thing.code: thing_name(name) for name in rooms}
        self.fields["resource"].choices = list(self.rooms.items())  # type: ignore[attr-defined]
        self.fields["category"].choices = [(each.code, named(each.name_fr, each.name_en)) for each in grid.categories]  # type: ignore[attr-defined]
        self.codes = [product.code for product in grid.products]
        for product in grid.products:
            label = named(product.name_fr, product.name_en)
            self.fields[f"product:{product.code}"] = QuantityField(label=label, required=False, min_value=0)

    @property
    def products(self) -> list[forms.BoundField]:
        return [self[f"product:{code}"] for code in self.codes]

    def clean(self) -> dict[str, Any]:
        read = super().clean() or {}
        day, last = read.get("day"), read.get("last_day")
        if day and last and not day <= last <= day + timedelta(days=rules.LONGEST_DAYS):
            self.add_error("last_day", _("Choose a day after the first one, within a year."))
        if read.get("customer"):
            self._find(read)
        return read

    def _find(self, read: dict[str, Any]) -> None:
        """The one whom the place knows by this name, and their category."""
        found = queries.customers_named(self.place, text=read["customer"])
        if len(found) == 1:
            read["customer"], category = found[0]
            read["category"] = category or self.grid.usual
        elif found:
            names = ", ".join(name for name, _category in found)
            self.add_error(
                "customer", gettext("Several are named so: %(names)s. Write more of the name.") % {"names": names}
            )
        else:
            self.add_error("customer", gettext("Nobody of this name is known here. Choose a category above."))

    def ask(self, kinds: dict[str, str]) -> Ask:
        read = self.cleaned_data
        wanted = ((code, read[f"product:{code}"]) for code in self.codes)
        return Ask(
            timezone=self.place.timezone, intervals=tuple(self._intervals()), resource=read["resource"],
            kind=kinds.get(read["resource"], ""), name=self.rooms[read["resource"]], quantity=read["quantity"],
            products=tuple(Wanted(code, Decimal(many)) for code, many in wanted if many), category=read["category"],
            entitlements=self._entitlements(),
        )  # fmt: skip

    def _entitlements(self) -> tuple[Entitlement, ...]:
        hours, cents = self.cleaned_data["included"], self.cleaned_data["overage"]
        if not hours and cents is None:
            return ()
        return (Entitlement("plan", gettext("the plan"), Unit.HOUR, hours or Decimal(0), cents),)

    def _intervals(self) -> list[Interval]:
        read = self.cleaned_data
        first, last = read["day"], read["last_day"] or read["day"]
        over = timedelta(days=1 if read["ends"] <= read["starts"] else 0)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        return [
            Interval(self._at(day, read["starts"]), self._at(day + over, read["ends"]))
            for day in days
            if self._at(day, read["starts"]) < self._at(day + over, read["ends"])
        ]

    def _at(self, day: Any, hour: Any) -> datetime:
        wall = datetime.combine(day, hour)
        return place_rules.moment_at(wall, timezone=self.place.timezone).astimezone(UTC)
