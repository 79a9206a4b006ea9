"""A legal entity as its documents print it; in whose name a place invoices."""

from collections.abc import Sequence
from typing import Any

from babel.dates import get_month_names
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cantine.accounting.queries import LegalEntityRef
from cantine.accounting.rules import Identity, Nature
from cantine.accounting.rules.identity import COLUMNS, MOST_DAYS
from cantine.kernel import slug_of
from cantine.ui.forms import Choices

FORM_HELP = _("“Association loi 1901”, “SCIC SA à capital variable”, “Entrepreneur individuel (EI)”.")
CAPITAL_HELP = _("“50 000 €”, “variable”; nothing for an association.")
PREFIX_HELP = _("Empty for FA2026-000001; “SCIC-” for SCIC-FA2026-000001.")
MAIN_LABEL = _("The main entity: places invoice in its name unless they choose another")
DEBITS_LABEL = _("VAT is due when invoicing (option for debits), not when paid")
NATURES = [
    (Nature.ASSOCIATION.value, _("An association")),
    (Nature.COMPANY.value, _("A company")),
    (Nature.SOLE.value, _("A sole trader")),
]
NATURE_HELPS = {
    Nature.ASSOCIATION.value: _("Also a foundation or an endowment fund: the chart of accounts of non-profit bodies."),
    Nature.COMPANY.value: _("Also a SCIC, a SCOP or any co-operative: the general chart of accounts."),
    Nature.SOLE.value: _("Also a micro-enterprise or a liberal profession: no capital; the general chart of accounts."),
}  # fmt: skip


def _text(label: Any, most: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text)


def _lines(label: Any, most: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, widget=forms.Textarea({"rows": 2}))


class EntityForm(forms.Form):
    """``code`` is chosen once, from the name where it is not said: files are called by it."""

    name = _text(_("Name, as it is printed"), 160, required=True)
    nature = forms.ChoiceField(label=_("It is"), choices=NATURES, widget=Choices(helps=NATURE_HELPS))
    legal_form = _text(_("Legal form, as it is printed"), 80, help_text=FORM_HELP)
    capital = _text(_("Capital, as it is printed"), 40, help_text=CAPITAL_HELP)
    street = _text(_("Street"), 160)
    extra = _text(_("Building, floor, box"), 160)
    postcode = _text(_("Postcode"), 10)
    town = _text(_("Town"), 80)
    country = _text(_("Country, two letters"), 2, required=True)
    siren = _text(_("SIREN"), 20)
    siret = _text(_("SIRET"), 24)
    rna = _text(_("RNA number"), 20, help_text=_("Of an association: W, then nine figures."))
    registry = _text(_("Registered at"), 80, help_text=_("“RCS Nantes”; nothing for an association."))
    vat_number = _text(
        _("VAT number"), 24, help_text=_("Nothing where no VAT is charged: the prices of each place say whether it is.")
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = _text(_("Telephone"), 30)
    iban = _text(_("IBAN"), 42)
    bic = _text(_("BIC"), 14)
    bank_holder = _text(_("Holder of the account"), 70, help_text=_("Where it is not the entity’s name."))
    due_days = forms.IntegerField(label=_("Days to pay"), min_value=0, max_value=MOST_DAYS)
    series = _text(_("Invoice numbers begin with"), 8, help_text=PREFIX_HELP)
    penalties = _lines(_("Late payment"), 300)
    recovery = _lines(_("Recovery costs"), 300)
    discount = _lines(_("Early payment"), 300)
    note = _lines(_("Another line at the foot of invoices"), 600)
    vat_on_debits = forms.BooleanField(label=DEBITS_LABEL, required=False)
    year_starts_month = forms.TypedChoiceField(label=_("The financial year begins in"), coerce=int)
    main = forms.BooleanField(label=MAIN_LABEL, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = get_month_names("wide", locale=get_language() or "fr")
        self.fields["year_starts_month"].choices = [(key, months[key]) for key in range(1, 13)]  # type: ignore[attr-defined]  # a ChoiceField

    @staticmethod
    def shown(identity: Identity) -> dict[str, Any]:
        return {**{name: getattr(identity, name) for name in COLUMNS}, "series": identity.prefix}

    def identity(self, code: str) -> Identity:
        read = dict(self.cleaned_data)
        nature, prefix = Nature(read.pop("nature")), read.pop("series")
        code = code or slug_of(read["name"])[:40].strip("-")
        return Identity(code=code, nature=nature, prefix=prefix, **read)


class SellerForm(forms.Form):
    """``""`` is the main one, said by its name: whoever chooses knows what they choose."""

    seller = forms.ChoiceField(label=_("This place invoices in the name of"), required=False)

    def __init__(self, *args: Any, entities: Sequence[LegalEntityRef], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        main = next((each.name for each in entities if each.main), "")
        others = [(each.code, each.name) for each in entities if not each.main and each.retired_at is None]
        first = ("", _("%(entity)s (the main one)") % {"entity": main})
        self.fields["seller"].choices = [first, *others]  # type: ignore[attr-defined]  # a ChoiceField
