"""What dues are, what they open; asking for them and taking them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.billing.commands.wording import METHOD_NAMES
from cantine.billing.rules import Method
from cantine.memberships.commands.dues_wording import PERIOD_NAMES, WHO_NAMES, Offer
from cantine.memberships.forms.rights import NOBODY_YET
from cantine.memberships.queries.dues import DuesKindLine
from cantine.memberships.rules import dues as rules
from cantine.pricing.commands.wording import named
from cantine.pricing.queries import CategoryLine
from cantine.ui import formats
from cantine.ui.amounts import AmountField, amount_as_typed
from cantine.ui.forms import Choices, DayInput


class DuesKindForm(forms.Form):
    name_fr = forms.CharField(label=gettext_lazy("Name in French"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80, required=False)
    who = forms.ChoiceField(
        label=gettext_lazy("Whom it is for"), choices=[(each.value, name) for each, name in WHO_NAMES.items()]
    )
    period = forms.ChoiceField(
        label=gettext_lazy("What it covers"), choices=[(each.value, name) for each, name in PERIOD_NAMES.items()]
    )
    next_from = forms.TypedChoiceField(
        label=gettext_lazy("Counts for the next year too, for who joins from"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    cents = AmountField(label=gettext_lazy("Amount, in euros"), required=True)
    free = forms.BooleanField(label=gettext_lazy("Free price: each gives this amount or more"), required=False)
    suggested = forms.CharField(
        label=gettext_lazy("Suggested amounts"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("With spaces between: 20 50 100."),
    )
    first_day = forms.DateField(label=gettext_lazy("These terms hold from"), widget=DayInput)
    counterpart = forms.BooleanField(
        label=gettext_lazy("It gives a right to services (account 7562 in the place of 7561)"), required=False
    )
    online = forms.BooleanField(
        label=gettext_lazy("Anybody may join by themselves, on the public page"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [(str(month), formats.month(date(2000, month, 1)).removesuffix(" 2000")) for month in range(1, 13)]
        self.fields["next_from"].choices = [("", _("No month: each year by itself")), *months]  # type: ignore[attr-defined]  # a ChoiceField

    @staticmethod
    def shown(kind: DuesKindLine, today: date) -> dict[str, Any]:
        terms = kind.terms_on(today) or kind.versions[0]
        names = ("name_fr", "name_en", "next_from", "counterpart", "online")
        return {
            **{name: getattr(kind, name) for name in names}, "who": kind.who.value, "period": kind.period.value,
            "cents": terms.cents, "free": terms.free, "first_day": today,
            "suggested": " ".join(map(amount_as_typed, terms.suggested)),
        }  # fmt: skip

    def kind(self, code: str) -> rules.DuesKind:
        read = self.cleaned_data
        return rules.DuesKind(
            code, read["name_fr"], read["name_en"], rules.DuesWho(read["who"]), rules.DuesPeriod(read["period"]),
            read["next_from"], read["counterpart"], read["online"],
        )  # fmt: skip

    @property
    def terms(self) -> rules.DuesTerms:
        read = self.cleaned_data
        return rules.DuesTerms(read["first_day"], read["cents"], read["free"], read["suggested"])

    def clean_suggested(self) -> tuple[int, ...]:
        """Amounts as people type them, one after another."""
        field = AmountField()
        return tuple(sorted({field.clean(each) for each in self.cleaned_data["suggested"].replace(";", " ").split()}))


class GateForm(forms.Form):
    category = forms.ChoiceField(label=gettext_lazy("Prices of who is up to date"), required=False)
    grace_days = forms.IntegerField(
        label=gettext_lazy("Days of grace"),
        min_value=0,
        max_value=rules.MOST_GRACE_DAYS,
        help_text=gettext_lazy("Past the end, what dues open lasts so many days more."),
    )
    everything = forms.BooleanField(label=gettext_lazy("Only members may book, whatever it is"), required=False)
    resources = forms.MultipleChoiceField(
        label=gettext_lazy("Only members may book"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, categories: Sequence[CategoryLine], resources: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = [(each.code, named(each.name_fr, each.name_en)) for each in categories if not each.usual]
        self.fields["category"].choices = [("", _("The same as everybody")), *known]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["resources"].choices = [(str(key), name) for key, name in resources]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "resources": [int(each) for each in self.cleaned_data["resources"]]}


class KindField(forms.ChoiceField):
    """Which dues, with their amount."""

    def offer(self, offers: Sequence[Offer]) -> None:
        self.choices = [(each.code, f"{each.name} · {each.amount}{'+' if each.free else ''}") for each in offers]


class CallForm(forms.Form):
    """Asking somebody for their dues; for an organisation, which one."""

    customer = forms.ChoiceField(label=gettext_lazy("Organisation"))
    kind = KindField(label=gettext_lazy("These dues"))
    cents = AmountField(
        label=gettext_lazy("Amount, where the price is free"), help_text=gettext_lazy("Empty: the amount of the dues.")
    )

    def __init__(
        self, *args: Any, offers: Sequence[Offer], customers: Sequence[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].offer(offers)  # type: ignore[attr-defined]  # a KindField
        if customers is None:
            del self.fields["customer"]
        else:
            self.fields["customer"].choices = [NOBODY_YET, *customers]  # type: ignore[attr-defined]  # a ChoiceField


class TakeDuesForm(forms.Form):
    method = forms.ChoiceField(
        label=gettext_lazy("How"), choices=[(each.value, METHOD_NAMES[each]) for each in Method], widget=Choices
    )
    cents = AmountField(label=gettext_lazy("Amount received"), required=True)
    received_on = forms.DateField(label=gettext_lazy("Received on"), widget=DayInput)

    @property
    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "method": Method(self.cleaned_data["method"])}


class WhyForm(forms.Form):
    why = forms.CharField(label=gettext_lazy("Why"), max_length=200)


class JoinForm(forms.Form):
    kind = KindField(label=gettext_lazy("These dues"), widget=Choices)
    cents = AmountField(
        label=gettext_lazy("Amount, where the price is free"), help_text=gettext_lazy("Empty: the amount of the dues.")
    )
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("Your e-mail"))

    def __init__(self, *args: Any, offers: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].offer(offers)  # type: ignore[attr-defined]  # a KindField


class MembersForm(forms.Form):
    lines = forms.CharField(
        label=gettext_lazy("The lines of your spreadsheet"),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        max_length=1_000_000,
        help_text=gettext_lazy("With the line of titles: e-mail, name, dues, from, until, amount."),
    )
