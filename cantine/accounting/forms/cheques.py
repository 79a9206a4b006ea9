"""The cheques that are ticked, with the bank that each is drawn on where one reads it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.accounting.commands.cheques import Brought
from cantine.accounting.rules.cheques import ChequeLine
from cantine.ui.forms import DayInput


class SlipForm(forms.Form):
    """Checkboxes named ``cheque``, and a field ``bank-…`` for each."""

    day = forms.DateField(label=_("Day when they are brought"), widget=DayInput)

    def __init__(self, *args: Any, held: Sequence[ChequeLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held

    @property
    def cheques(self) -> list[Brought]:
        asked = set(self.data.getlist("cheque"))  # type: ignore[attr-defined]  # a QueryDict
        known = {str(each.key): each for each in self.held}
        # What is no longer in hand is asked all the same: the command says so.
        gone = [Brought(int(key)) for key in asked - set(known) if key.isdecimal()]
        mine = [each for each in self.held if str(each.key) in asked]
        return [*(Brought(each.key, str(self.data.get(f"bank-{each.key}", ""))) for each in mine), *gone]
