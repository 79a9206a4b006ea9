"""Giving a certification."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.ui.forms import DayInput


class CertificationForm(forms.Form):
    code = forms.CharField(
        label=_("Certification"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "certifications", "autocomplete": "off"}),
    )
    valid_until = forms.DateField(
        label=_("Valid until (included)"), required=False, widget=DayInput, help_text=_("Empty: without an end.")
    )

    def __init__(self, *args: Any, asked: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        if len(asked) == 1:
            self.fields["code"].initial = asked[0]
