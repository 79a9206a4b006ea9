"""Forms of documents and money. They read what was typed; whether it may be is for the commands."""

from cantine.billing.forms.bank import BankFileForm, CarriedFileForm, ColumnsForm, PaidInForm
from cantine.billing.forms.documents import CreditForm, DepositCreditForm, LineForm, StartForm, TermsForm
from cantine.billing.forms.payers import PayerForm
from cantine.billing.forms.payments import BackForm, PaymentForm, SendForm, TakenForm
from cantine.core.attempts import attempt

__all__ = [
    "BackForm",
    "BankFileForm",
    "CarriedFileForm",
    "ColumnsForm",
    "CreditForm",
    "DepositCreditForm",
    "LineForm",
    "PaidInForm",
    "PayerForm",
    "PaymentForm",
    "SendForm",
    "StartForm",
    "TakenForm",
    "TermsForm",
    "attempt",
]
