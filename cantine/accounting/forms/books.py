"""Closing a period, undoing an entry, adding an account, giving a role another one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.accounting.rules import Role, Slot, Year
from cantine.ui import formats
from cantine.ui.forms import DayInput

__all__ = ["AccountForm", "ClosingForm", "DeferralForm", "ReverseForm", "RoleForm"]
LAST_DAY, DAY, LABEL = gettext_lazy("Close until"), gettext_lazy("On the day"), gettext_lazy("Why")
NUMBER, NAME, ROLE, ACCOUNT = (
    gettext_lazy("Number"),
    gettext_lazy("Name"),
    gettext_lazy("What is entered"),
    gettext_lazy("On the account"),
)


class ClosingForm(forms.Form):
    """The ends of months that are over; that of the year says that it is."""

    last_day = forms.TypedChoiceField(label=LAST_DAY, coerce=date.fromisoformat)

    def __init__(self, *args: Any, offered: Sequence[date], year: Year | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(day.isoformat(), _closing_words(day, year)) for day in offered]
        self.fields["last_day"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class DaysForm(forms.Form):
    """A part of a year: a quarter, for the VAT."""

    du = forms.DateField(label=gettext_lazy("From day"), widget=DayInput, required=False)
    au = forms.DateField(label=gettext_lazy("To day"), widget=DayInput, required=False)

    def __init__(self, data: Any, *, year: Year) -> None:
        super().__init__(data, initial={"du": year.first_day, "au": year.last_day})
        self.year = year

    @property
    def days(self) -> tuple[date, date]:
        return self.cleaned_data["du"] or self.year.first_day, self.cleaned_data["au"] or self.year.last_day


def _closing_words(day: date, year: Year | None) -> str:
    words = formats.full_day(day)
    return _("%(day)s, the end of the year") % {"day": words} if year and day == year.last_day else words


class DeferralForm(forms.Form):
    """The end of a month that is over."""

    day = forms.TypedChoiceField(label=DAY, coerce=date.fromisoformat)

    def __init__(self, *args: Any, days: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].choices = [(day.isoformat(), formats.full_day(day)) for day in days]  # type: ignore[attr-defined]  # a ChoiceField


class ReverseForm(forms.Form):
    day = forms.DateField(label=DAY, widget=DayInput)
    label = forms.CharField(label=LABEL, max_length=200)


class AccountForm(forms.Form):
    number = forms.CharField(label=NUMBER, max_length=12)
    name = forms.CharField(label=NAME, max_length=120)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=ROLE)
    number = forms.ChoiceField(label=ACCOUNT)

    def __init__(
        self, *args: Any, slots: Mapping[Slot, str], accounts: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        roles = sorted(((f"{role}:{variant}", words) for (role, variant), words in slots.items()), key=_words)
        numbers = [(number, f"{number} · {name}") for number, name in accounts]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["number"].choices = numbers  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def slot(self) -> Slot:
        role, _colon, variant = self.cleaned_data["role"].partition(":")
        return Role(role), variant


def _words(choice: tuple[str, str]) -> str:
    return choice[1]
