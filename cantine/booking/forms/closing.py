"""Days that close, and what becomes of the dates that stand there."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.ui.forms import DayInput


class ClosureForm(forms.Form):
    """Which days close, what closes, and why."""

    first_day = forms.DateField(label=_("First day"), widget=DayInput)
    last_day = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Empty: that day only.")
    )
    reason = forms.CharField(label=_("Why"), max_length=120, help_text=_("Everybody reads it: “works”, “summer”."))
    resource = forms.ChoiceField(label=_("What is closed"), required=False)

    def __init__(self, *args: Any, resources: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resource"].choices = [("", _("The whole place")), *resources]  # type: ignore[attr-defined]

    @property
    def until(self) -> date:
        return self.cleaned_data["last_day"] or self.cleaned_data["first_day"]  # type: ignore[no-any-return]
