"""What is agreed with a domiciled organisation, the documents of its file, the approval of the prefecture."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.booking.commands.domiciliation.wording import DOCUMENT_NAMES
from cantine.booking.rules import domiciliation as rules
from cantine.ui.amounts import AmountField
from cantine.ui.forms import DayInput

KINDS = [(kind.value, DOCUMENT_NAMES[kind]) for kind in rules.DocumentKind]


class ContractForm(forms.Form):
    """The clauses; the plan says the price."""

    plan = forms.ChoiceField(label=_("Plan, and its price a month"))
    since = forms.DateField(label=_("From"), widget=DayInput)
    months = forms.IntegerField(
        label=_("Months of a term"),
        min_value=0,
        help_text=_("Three at least; then renewed for as long without a word."),
    )
    notice_months = forms.IntegerField(label=_("Months of notice"), min_value=0)
    deposit = AmountField(label=pgettext_lazy("domiciliation", "Deposit"), help_text=_("Empty where none is asked."))
    representative = forms.CharField(
        label=_("Legal representative"), max_length=120, help_text=_("The first and last name of whoever signs.")
    )
    books_kept = forms.CharField(
        label=_("Where the books are kept"), max_length=200, required=False,
        help_text=_("The address of the accountant, where they are not at the place."),
    )  # fmt: skip

    def __init__(self, *args: Any, plans: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].choices = plans  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def clauses(self) -> rules.Clauses:
        read = self.cleaned_data
        return rules.Clauses(
            since=read["since"], months=read["months"], notice_months=read["notice_months"],
            deposit_cents=read["deposit"] or 0, representative=read["representative"], books_kept=read["books_kept"],
        )  # fmt: skip


class DocumentForm(forms.Form):
    """What was shown, when, until when it holds, where the copy is."""

    kind = forms.ChoiceField(label=_("Document"), choices=KINDS)
    seen_on = forms.DateField(label=_("Seen on"), widget=DayInput)
    expires_on = forms.DateField(label=_("Holds until"), widget=DayInput, required=False)
    kept_in = forms.CharField(
        label=_("Where the copy is kept"), max_length=80, required=False,
        help_text=_("A folder, a drawer. No copy of a document of identity is kept here."),
    )  # fmt: skip

    @property
    def seen(self) -> rules.Seen:
        read = self.cleaned_data
        return rules.Seen(rules.DocumentKind(read["kind"]), read["seen_on"], read["expires_on"])


class NoticeForm(forms.Form):
    on = forms.DateField(label=_("Notice given on"), widget=DayInput)


class ApprovalForm(forms.Form):
    number = forms.CharField(label=_("Number of the approval"), max_length=60)
    prefecture = forms.CharField(
        label=_("Who approved"),
        max_length=120,
        help_text=_("The prefecture of police of Paris, the prefecture of the Rhône…"),
    )
    granted_on = forms.DateField(label=_("Approved on"), widget=DayInput, help_text=_("It holds for six years."))
    registry = forms.CharField(
        label=_("Registry that your letters go to"),
        max_length=120,
        required=False,
        help_text=_("The clerk of the commercial court of your town."),
    )
    registry_address = forms.CharField(
        label=_("Its address"),
        max_length=200,
        required=False,
        help_text=_("Street, then postcode and town, with a comma between."),
    )
