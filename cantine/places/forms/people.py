"""The team, the address book, what persons showed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.places.permissions import ROLE_NAMES
from cantine.ui.forms import DayInput


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=list(ROLE_NAMES.items()), initial="host")
    until = forms.DateField(
        label=_("Until (included)"), required=False, widget=DayInput, help_text=_("Empty: until you end it.")
    )


class AddContactForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(
        label=_("Name"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Role"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        few = {code: name for code, name in ROLE_NAMES.items() if code in {"member", "resident", "volunteer"}}
        self.fields["role"].choices = [("", _("none: known here, no more")), *few.items()]  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note of the team"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person may ask to read it: write what you would say to them."),
    )


class InsuranceForm(forms.Form):
    insurer = forms.CharField(label=_("Insurer"), max_length=120)
    valid_until = forms.DateField(label=_("Valid until"), widget=DayInput)
