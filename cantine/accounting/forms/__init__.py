"""Forms of accounting. They read what was typed; whether it may be is for the commands."""

from cantine.accounting.forms.entities import EntityForm, SellerForm
from cantine.core.attempts import attempt

__all__ = ["EntityForm", "SellerForm", "attempt"]
