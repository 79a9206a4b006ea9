"""Forms by which prices are set and tried. They read what was typed; whether it may be is for the commands."""

from cantine.core.attempts import attempt
from cantine.pricing.forms.line import LineForm
from cantine.pricing.forms.parts import CategoryForms, PeriodForm, ProductForm, TermsForm
from cantine.pricing.forms.sheet import Block, SheetForm, line_code, line_of
from cantine.pricing.forms.trial import TrialForm
from cantine.pricing.forms.versions import CopyForm, ListForm, StartForm
from cantine.ui.amounts import AmountField, QuantityField

__all__ = [
    "AmountField",
    "Block",
    "CategoryForms",
    "CopyForm",
    "LineForm",
    "ListForm",
    "PeriodForm",
    "ProductForm",
    "QuantityField",
    "SheetForm",
    "StartForm",
    "TermsForm",
    "TrialForm",
    "attempt",
    "line_code",
    "line_of",
]
