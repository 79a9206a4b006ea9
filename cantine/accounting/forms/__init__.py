"""Forms of accounting. They read what was typed; whether it may be is for the commands."""

from cantine.accounting.forms.books import AccountForm, ClosingForm, DeferralForm, ReverseForm, RoleForm
from cantine.accounting.forms.byhand import HandForm, typed_lines
from cantine.accounting.forms.cash import DayForm, DrawerForm
from cantine.accounting.forms.entities import EntityForm, SellerForm
from cantine.core.attempts import attempt

__all__ = [
    "AccountForm",
    "ClosingForm",
    "DayForm",
    "DeferralForm",
    "DrawerForm",
    "EntityForm",
    "HandForm",
    "ReverseForm",
    "RoleForm",
    "SellerForm",
    "attempt",
    "typed_lines",
]
