"""Letters at the counter: who has the address, what came, who takes it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.booking.rules.post import MOST_AT_ONCE
from cantine.people.queries import PersonRef
from cantine.ui.forms import DayInput

KINDS = (("letter", _("Letter")), ("parcel", _("Parcel")), ("registered", _("Registered letter")))


class DomicileForm(forms.Form):
    """From when, and who is told; the name and number of an organisation that nobody entered yet."""

    name = forms.CharField(label=_("Name"), max_length=160)
    siren = forms.CharField(
        label=_("SIREN or SIRET"), max_length=20, required=False, help_text=_("So that it is never entered twice.")
    )
    since = forms.DateField(label=_("From"), widget=DayInput)
    people = forms.MultipleChoiceField(
        label=_("Who is told when mail comes"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, known: bool, people: Iterable[PersonRef], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["name"], self.fields["siren"]
        self.fields["people"].choices = [(str(person.id), person.shown) for person in people]  # type: ignore[attr-defined]  # a choice field
        if not self.fields["people"].choices:  # type: ignore[attr-defined]
            del self.fields["people"]


class ReceiveForm(forms.Form):
    """What came, in one go."""

    kind = forms.ChoiceField(label=_("What it is"), choices=KINDS)
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_AT_ONCE, initial=1)
    sender = forms.CharField(label=_("From whom"), max_length=80, required=False)


class EndForm(forms.Form):
    """The last day."""

    on = forms.DateField(label=_("Last day"), widget=DayInput)
