"""Categories, products, periods, VAT."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from babel.dates import get_day_names
from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cantine.kernel import slug_of
from cantine.pricing import rules
from cantine.pricing.commands.wording import SORT_NAMES, VAT_NAMES
from cantine.pricing.queries import Terms
from cantine.pricing.rules import Category, Period, Product, Sort, Vat, VatKind
from cantine.ui import formats
from cantine.ui.amounts import QuantityField
from cantine.ui.forms import ClockInput, DayInput

RATES = [(format(rate, "f"), rate) for rate in rules.VAT_RATES]


class CategoryForm(forms.Form):
    """A line of the categories; the last one is empty, for another."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    name_fr = forms.CharField(label=_("Name in French"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    base = forms.ChoiceField(label=_("Follows the prices of"), required=False)
    percent = QuantityField(label=_("Difference in %"), required=False, help_text=_("-30 is 30 % less."))
    offered = forms.BooleanField(
        label=_("The difference is a value that the place offers: it is kept for its funders"), required=False
    )
    usual = forms.BooleanField(label=_("For people who have no category"), required=False)

    def __init__(self, *args: Any, known: Sequence[Category] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        english = (get_language() or "fr").startswith("en")
        names = [(each.code, each.name_en if english else each.name_fr) for each in known]
        self.fields["base"].choices = [("", _("– its own prices –")), *names]  # type: ignore[attr-defined]

    @property
    def category(self) -> Category | None:
        read = self.cleaned_data
        if not read.get("name_fr") or read.get("DELETE"):
            return None
        code = read["code"] or slug_of(read["name_fr"])[:40].strip("-") or "tarif"
        percent = read["percent"] or Decimal(0)
        return Category(code, read["name_fr"], read["name_en"], read["base"], percent, read["offered"])


class _Categories(forms.BaseFormSet):  # type: ignore[type-arg]  # Django’s own class takes none when it runs
    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Take this category out")


CategoryForms = forms.formset_factory(
    CategoryForm, formset=_Categories, extra=1, max_num=30, absolute_max=30, can_delete=True, can_delete_extra=False
)


class ProductForm(forms.Form):
    name_fr = forms.CharField(label=_("Name in French"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    sort = forms.ChoiceField(
        label=pgettext_lazy("product", "Kind"), choices=[(s.value, n) for s, n in SORT_NAMES.items()]
    )
    vat = forms.ChoiceField(label=_("VAT"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rates = [(f"taxed:{code}", f"{formats.number(rate)}{formats.NBSP}%") for code, rate in RATES]
        without = [(f"{kind.value}:0", name) for kind, name in VAT_NAMES.items() if kind is not VatKind.TAXED]
        self.fields["vat"].choices = [("", _("That of the place")), *rates, *without]  # type: ignore[attr-defined]

    @staticmethod
    def shown(product: Product) -> dict[str, Any]:
        vat = f"{product.vat.kind.value}:{_plain(product.vat.rate)}" if product.vat else ""
        return {"name_fr": product.name_fr, "name_en": product.name_en, "sort": product.sort.value, "vat": vat}

    def product(self, code: str) -> Product:
        read = self.cleaned_data
        kind, _colon, rate = read["vat"].partition(":")
        vat = Vat(VatKind(kind), Decimal(rate)) if kind else None
        return Product(code, read["name_fr"], read["name_en"], Sort(read["sort"]), vat)


class PeriodForm(forms.Form):
    name_fr = forms.CharField(label=_("Name in French"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    percent = QuantityField(
        label=_("Difference in %"), required=False,
        help_text=_("25 is 25 % more. Leave it empty to write prices of its own, line by line."),
    )  # fmt: skip
    first_day = forms.DateField(label=_("From the day"), widget=DayInput, required=False)
    last_day = forms.DateField(label=_("Until (included)"), widget=DayInput, required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Only on"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    starts = forms.TimeField(label=pgettext_lazy("hour", "From"), widget=ClockInput, required=False)
    ends = forms.TimeField(label=pgettext_lazy("hour", "Until"), widget=ClockInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = get_day_names("wide", locale=get_language() or "fr")
        self.fields["weekdays"].choices = [(day, names[day]) for day in range(7)]  # type: ignore[attr-defined]

    @staticmethod
    def shown(period: Period) -> dict[str, Any]:
        names = ("name_fr", "name_en", "percent", "first_day", "last_day", "starts", "ends")
        return {**{name: getattr(period, name) for name in names}, "weekdays": sorted(period.weekdays)}

    def period(self, code: str) -> Period:
        read = self.cleaned_data
        return Period(
            code, read["name_fr"], read["name_en"], read["percent"] or Decimal(0), read["first_day"], read["last_day"],
            frozenset(read["weekdays"]), read["starts"], read["ends"],
        )  # fmt: skip


class TermsForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("How the place is taxed"), choices=[(kind.value, name) for kind, name in VAT_NAMES.items()],
        widget=forms.RadioSelect,
    )  # fmt: skip
    rate = forms.ChoiceField(label=_("Usual rate, where it is subject to VAT"), required=False)
    public = forms.BooleanField(label=_("Show the prices on the public page"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rate"].choices = [(code, f"{formats.number(rate)}{formats.NBSP}%") for code, rate in RATES]  # type: ignore[attr-defined]

    @staticmethod
    def shown(terms: Terms) -> dict[str, Any]:
        rate = _plain(terms.vat.rate) if terms.vat.rate else "20"
        return {"kind": terms.vat.kind.value, "rate": rate, "public": terms.public}

    @property
    def vat(self) -> Vat:
        kind = VatKind(self.cleaned_data["kind"])
        return Vat(kind, Decimal(self.cleaned_data["rate"] or 0) if kind is VatKind.TAXED else Decimal(0))


def _plain(rate: Decimal) -> str:
    """As the choices write it: 20, 5.5."""
    return format(rate.normalize(), "f")
