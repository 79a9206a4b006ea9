"""Opening a drawer, and counting it at night."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

FLOAT_HELP = _("The coins and notes that stay there to give change.")
COUNTED_HELP = _("All the notes and coins in the drawer, the change included.")
BANKED_HELP = _("What you take out of it now; the rest is there tomorrow.")


class EurosField(forms.DecimalField):
    """“40”, “40,50”, “1 200 €” → whole cents."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 9, "decimal_places": 2, "min_value": 0, **kwargs})
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": "14"})

    def to_python(self, value: Any) -> Any:
        typed = "".join(str(value or "").replace("€", "").replace(",", ".").split())
        return super().to_python(typed)

    def clean(self, value: Any) -> Any:
        euros = super().clean(value)
        return None if euros is None else int(euros * 100)


class DrawerForm(forms.Form):
    name = forms.CharField(label=_("Name of the drawer"), max_length=60)
    float_cents = EurosField(label=_("In the drawer now, in euros"), help_text=FLOAT_HELP)


class DayForm(forms.Form):
    """``day`` is the one that the page showed."""

    day = forms.DateField(widget=forms.HiddenInput)
    counted = EurosField(label=_("Counted, in euros"), help_text=COUNTED_HELP)
    banked = EurosField(label=_("To the bank, in euros"), required=False, help_text=BANKED_HELP)
    remark = forms.CharField(label=_("A word, if something is to be said"), max_length=200, required=False)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)
