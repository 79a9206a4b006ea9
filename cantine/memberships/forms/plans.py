"""What a plan is and includes; a pause; another plan."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.memberships import rules
from cantine.memberships.commands.plan_wording import price_without_words, public_price_words
from cantine.memberships.commands.wording import USE_NAMES
from cantine.memberships.forms.prices import PricedForm, shown_prices
from cantine.memberships.queries import PlanLine
from cantine.pricing.commands.wording import UNIT_NAMES, named
from cantine.pricing.rules import Unit, Vat
from cantine.ui.amounts import AmountField, QuantityField
from cantine.ui.forms import Choices, DayInput

PERIODS = (
    (rules.Period.MONTH.value, _("By the month, charged on the 1st")),
    (rules.Period.YEAR.value, _("By the year, from the day on which it begins")),
)
EVERY = (
    (rules.Every.MONTH.value, pgettext_lazy("included", "each month")),
    (rules.Every.WEEK.value, pgettext_lazy("included", "each week")),
)
PAST = {
    rules.Use.SEAT: _("Past that, the price of one more (of the unit above), without VAT"),
    rules.Use.PRINT: _("Past that, the price of a page, without VAT"),
    rules.Use.GUEST: _("Past that, the price of a guest, without VAT"),
}


class PlanForm(PricedForm):
    """A plan, its price from a day on, that of some categories, and a line for each use that it may include."""

    name_fr = forms.CharField(label=_("Name in French"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    cents = AmountField(label=_("Price without VAT, in euros"), required=True)
    first_day = forms.DateField(
        label=_("This price and what it includes hold from"), widget=DayInput,
        help_text=_("A later day prepares a new price: who has the plan says yes to it, or keeps the old one."),
    )  # fmt: skip
    period = forms.ChoiceField(label=_("Charged"), choices=PERIODS)
    notice_days = forms.IntegerField(label=_("Notice, in days"), required=False)
    commitment_months = forms.IntegerField(label=_("Months at least"), required=False)
    people_max = forms.IntegerField(
        label=_("How many people"), required=False, help_text=_("More than one: a team’s plan.")
    )
    shared = forms.BooleanField(
        label=_("The team draws from one purse"), required=False, help_text=_("Only for a plan of several people.")
    )
    online = forms.BooleanField(label=_("Anybody may take it by themselves, on the place’s page"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for use in rules.Use:
            units = [(unit.value, UNIT_NAMES[unit]) for unit in rules.UNITS_OF[use]]
            self.fields[f"{use}_quantity"] = QuantityField(label=_("How many"), required=False)
            self.fields[f"{use}_unit"] = forms.ChoiceField(
                label=pgettext_lazy("of a pass", "Unit"), choices=units, required=False
            )
            self.fields[f"{use}_every"] = forms.ChoiceField(label=_("How often"), choices=EVERY, required=False)
            if use is not rules.Use.ROOM:  # past what is included, a room costs the price of the list
                self.fields[f"{use}_overage"] = AmountField(label=PAST[use])
            self.fields[f"{use}_rolls_over"] = forms.BooleanField(
                label=_("What is left of a month serves during the next one too"), required=False
            )

    @property
    def uses(self) -> list[dict[str, Any]]:
        """Each use with its fields, for the page."""
        names = ("quantity", "unit", "every", "overage", "rolls_over")
        return [
            {
                "name": USE_NAMES[use],
                "open": bool(self[f"{use}_quantity"].value()),
                **{name: self[f"{use}_{name}"] for name in names if f"{use}_{name}" in self.fields},
            }
            for use in rules.Use
        ]

    @staticmethod
    def shown(plan: PlanLine, day: date) -> dict[str, Any]:
        names = ("name_fr", "name_en", "notice_days", "commitment_months", "people_max", "shared", "online")
        found: dict[str, Any] = {**{name: getattr(plan, name) for name in names}, "period": plan.period.value}
        found["shared"] = plan.shared and plan.people_max > 1
        terms = plan.terms_on(day) or next(iter(plan.versions), None)
        if terms is not None:
            found |= {"cents": terms.cents, "first_day": terms.first_day, **shown_prices(terms.prices)}
            for each in terms.included:
                found |= {
                    f"{each.use}_quantity": each.quantity, f"{each.use}_unit": each.unit.value,
                    f"{each.use}_every": each.every.value, f"{each.use}_overage": each.overage_cents,
                    f"{each.use}_rolls_over": each.rolls_over,
                }  # fmt: skip
        return found

    def plan(self, code: str) -> rules.Plan:
        read = self.cleaned_data
        return rules.Plan(
            code, read["name_fr"], read["name_en"], rules.Period(read["period"]), read["notice_days"] or 0,
            read["commitment_months"] or 0, 1 if read["people_max"] is None else read["people_max"], read["shared"],
            read["online"],
        )  # fmt: skip

    @property
    def terms(self) -> rules.Terms:
        read = self.cleaned_data
        return rules.Terms(read["first_day"], read["cents"], tuple(self._included()), self.prices)

    def _included(self) -> Iterator[rules.Included]:
        read = self.cleaned_data
        for use in rules.Use:
            if read[f"{use}_quantity"]:
                yield rules.Included(
                    use, Unit(read[f"{use}_unit"] or rules.UNITS_OF[use][0]), read[f"{use}_quantity"],
                    rules.Every(read[f"{use}_every"] or rules.Every.MONTH), read[f"{use}_rolls_over"],
                    read.get(f"{use}_overage"),
                )  # fmt: skip


class PauseForm(forms.Form):
    first_day = forms.DateField(label=_("From the day"), widget=DayInput)
    last_day = forms.DateField(
        label=_("Until (included)"), widget=DayInput, required=False, help_text=_("Empty: until you resume.")
    )


class TakeForm(forms.Form):
    """For the team: which plan, from which day."""

    plan = forms.ChoiceField(label=_("Plan"))
    since = forms.DateField(label=_("From the day"), widget=DayInput)

    def __init__(
        self, *args: Any, plans: Sequence[PlanLine], today: date, category: str = "", **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = today
        self.fields["plan"].choices = _choices(plans, today, category)  # type: ignore[attr-defined]  # a ChoiceField


class ChangeForm(forms.Form):
    """Another plan; looked at before it is said yes to."""

    plan = forms.ChoiceField(label=_("Another plan"))
    when = forms.ChoiceField(
        label=_("From when"), widget=Choices,
        choices=(("next", _("With the next period")), ("now", _("From today, counted by the day"))), initial="next",
    )  # fmt: skip
    waived = forms.CharField(
        label=_("Without waiting for the notice or the commitment: why"), max_length=200, required=False,
        help_text=_("Empty: who goes to a cheaper plan stays until both have run out."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, plans: Sequence[PlanLine], today: date, category: str = "", waives: bool = False,
        vat: Vat | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["plan"].choices = _choices(plans, today, category, vat)  # type: ignore[attr-defined]  # a ChoiceField
        if not waives:
            del self.fields["waived"]

    @property
    def waived_why(self) -> str:
        return str(self.cleaned_data.get("waived", "")).strip()

    @property
    def at_once(self) -> bool:
        return str(self.cleaned_data["when"]) == "now"


def _choices(
    plans: Sequence[PlanLine], today: date, category: str, vat: Vat | None = None
) -> list[tuple[str, str]]:  # fmt: skip
    """At the prices of a category; where ``vat`` is given, with it."""

    def words(cents: int, period: rules.Period) -> str:
        return public_price_words(cents, period, vat) if vat else price_without_words(cents, period)

    return [
        (plan.code, f"{named(plan.name_fr, plan.name_en)} · {words(terms.fee(category).cents, plan.period)}")
        for plan in plans
        if (terms := plan.terms_on(today)) is not None
    ]
