"""Forms of the economy. They read what was typed; whether it may be is for the commands."""

from cantine.core.attempts import attempt
from cantine.funding.forms.budget import BudgetForm
from cantine.funding.forms.costs import CarriedForm, CostForm, FileForm, carrying
from cantine.funding.forms.grants import GivenForm, GrantForm, InstalmentForm, ReportForm, YearShareForm
from cantine.funding.forms.kind import KindForm
from cantine.funding.forms.receipts import DonorForm, ReceiptTermsForm
from cantine.funding.forms.recurring import RecurringForm
from cantine.funding.forms.rights import RightForm
from cantine.funding.forms.support import GiftForm, SponsorForm, UndoForm
from cantine.funding.forms.years import YearForm

__all__ = [
    "BudgetForm", "CarriedForm", "CostForm", "DonorForm", "FileForm", "GiftForm", "GivenForm", "GrantForm", "InstalmentForm",
    "KindForm", "ReceiptTermsForm", "RecurringForm", "ReportForm", "RightForm", "SponsorForm", "UndoForm", "YearForm",
    "YearShareForm", "attempt", "carrying",
]  # fmt: skip
