"""Versions: the first one, the next one, the lengths by which one bills."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.pricing import rules
from cantine.pricing.commands.wording import VAT_NAMES
from cantine.ui import formats
from cantine.ui.forms import Choices, DayInput

STARTERS = [("four", _("Four categories")), ("one", _("One price for everybody"))]
STARTER_HELPS = {
    "four": _(
        "Large organisations, small businesses, members 30 % less, contributors free: you change them afterwards."
    ),
    "one": _("One column, to which you add others whenever you like."),
}


class StartForm(forms.Form):
    starter = forms.ChoiceField(
        label=_("Who pays what?"), choices=STARTERS, initial="four", widget=Choices(helps=STARTER_HELPS)
    )
    vat = forms.TypedChoiceField(
        label=_("How the place is taxed"), coerce=rules.VatKind, widget=forms.RadioSelect,
        choices=[(kind.value, name) for kind, name in VAT_NAMES.items()],
    )  # fmt: skip
    name = forms.CharField(label=_("Name of the list"), max_length=80)
    first_day = forms.DateField(label=_("In force from"), widget=DayInput)


class CopyForm(forms.Form):
    """The next version, a copy of the one at hand."""

    name = forms.CharField(label=_("Name of the list"), max_length=80)
    first_day = forms.DateField(label=_("In force from"), widget=DayInput)


class ListForm(CopyForm):
    half_day_minutes = forms.TypedChoiceField(label=_("A half-day lasts"), coerce=int)
    step_minutes = forms.TypedChoiceField(label=_("Hours are billed by"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, values in (("half_day_minutes", rules.HALF_DAYS), ("step_minutes", rules.STEPS_OF_AN_HOUR)):
            self.fields[name].choices = [(each, formats.duration(each)) for each in values]  # type: ignore[attr-defined]
