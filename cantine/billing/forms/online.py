"""What is typed around online payments: the keys of a provider, a card or an account of practice, what goes back, what is debited."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.billing.commands.online_debit_wording import ACCOUNT_NAMES
from cantine.billing.commands.online_wording import CARD_NAMES, KEY_NAMES
from cantine.billing.rules.online import ACCOUNTS, CARDS, Provider
from cantine.ui.forms import Choices


class KeysForm(forms.Form):
    """One field a key. What is kept is not sent to the page: left empty, it stays."""

    def __init__(self, *args: Any, provider: Provider, kept: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in provider.fields:
            there = bool(kept.get(each.name))
            widget = forms.PasswordInput(attrs={"autocomplete": "off"}) if each.secret else forms.TextInput()
            self.fields[each.name] = forms.CharField(
                label=str(KEY_NAMES[each.name]), required=not there and not each.optional, max_length=300, widget=widget,
                initial="" if each.secret else kept.get(each.name, ""),
                help_text=_("It is kept. Leave this empty to keep it as it is.") if there and each.secret else "",
            )  # fmt: skip


class PracticeForm(forms.Form):
    """The cards of practice, each with what it does; ``answer`` is what the bank was told."""

    card = forms.ChoiceField(label=_("Card"), choices=[], widget=Choices)
    answer = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"card": next(iter(CARDS))}
        super().__init__(*args, **kwargs)
        self.fields["card"].choices = [(number, CARD_NAMES[does]) for number, does in CARDS.items()]  # type: ignore[attr-defined]

    @property
    def agreed(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data.get("answer", ""))


class PracticeAccountForm(forms.Form):
    """The accounts of practice, each with what its debits do."""

    account = forms.ChoiceField(label=_("Account to debit"), choices=[], widget=Choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"account": next(iter(ACCOUNTS))}
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [(number, ACCOUNT_NAMES[does]) for number, does in ACCOUNTS.items()]  # type: ignore[attr-defined]


class ChargesForm(forms.Form):
    """Which invoices, on which day; ``key`` is that of the page which showed them."""

    on = forms.DateField()
    key = forms.CharField(max_length=40)
    invoice = forms.TypedMultipleChoiceField(coerce=UUID, choices=[])

    def __init__(self, *args: Any, ticked: Sequence[str], **kwargs: Any) -> None:
        """What may be debited is the command's to say: any id may be ticked."""
        super().__init__(*args, **kwargs)
        self.fields["invoice"].choices = [(each, each) for each in ticked]  # type: ignore[attr-defined]
