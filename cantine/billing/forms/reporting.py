"""What an entity says to the reform, and how its platform is entered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cantine.billing.commands.reporting.wording import REGIME_NAMES, SIZE_NAMES
from cantine.billing.queries.reporting import Access
from cantine.billing.rules.reporting import Regime, Size, Terms
from cantine.ui.forms import DayInput

REGIMES = [(each.value, REGIME_NAMES[each]) for each in Regime]
SIZES = [(each.value, SIZE_NAMES[each]) for each in Size]


class ReportingForm(forms.Form):
    """What nobody said is “outside”."""

    regime = forms.ChoiceField(
        label=_("How it owes its VAT"), choices=REGIMES,
        help_text=_("As on its letters from the tax office. If you hesitate, ask your accountant."),
    )  # fmt: skip
    size = forms.ChoiceField(label=_("Its size"), choices=SIZES)
    starts_on = forms.DateField(
        label=_("Begin before the law asks, on"), required=False, widget=DayInput,
        help_text=_("Empty: from the day of the law."),
    )  # fmt: skip
    platform_name = forms.CharField(label=_("Name of its approved platform"), max_length=80, required=False)
    platform_code = forms.CharField(
        label=_("Its four signs"), max_length=4, required=False,
        help_text=_("Its number as an approved platform: it stands in each file. It tells you, or writes it itself."),
    )  # fmt: skip

    @staticmethod
    def shown(terms: Terms) -> dict[str, Any]:
        return {
            "regime": terms.regime.value, "size": terms.size.value, "starts_on": terms.starts_on,
            "platform_name": terms.platform_name, "platform_code": terms.platform_code,
        }  # fmt: skip

    @property
    def terms(self) -> Terms:
        read = self.cleaned_data
        return Terms(
            regime=Regime(read["regime"]), size=Size(read["size"]), starts_on=read["starts_on"],
            platform_code=read["platform_code"], platform_name=read["platform_name"],
        )  # fmt: skip


class PlatformForm(forms.Form):
    """The secret is written, never shown."""

    base_url = forms.CharField(label=_("Address of its API"), max_length=200, help_text=_("It begins with https://"))
    token_url = forms.CharField(label=_("Address where it gives its keys"), max_length=200)
    client_id = forms.CharField(label=_("Identifier that it gave you"), max_length=200)
    secret = forms.CharField(
        label=_("Secret that it gave you"), max_length=300, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Kept sealed. Empty: the one that is there stays."),
    )  # fmt: skip

    @staticmethod
    def shown(access: Access | None) -> dict[str, Any]:
        return {
            "base_url": access.base_url, "token_url": access.token_url, "client_id": access.client_id,
        } if access else {}  # fmt: skip
