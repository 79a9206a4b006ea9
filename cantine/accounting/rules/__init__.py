"""What accounting decides from values alone: who may invoice, and under which numbers."""

from cantine.accounting.rules.banking import grouped, is_bic, is_iban
from cantine.accounting.rules.identity import Identity, Nature, check_identity, missing_to_invoice, tidied

__all__ = [
    "Identity",
    "Nature",
    "check_identity",
    "grouped",
    "is_bic",
    "is_iban",
    "missing_to_invoice",
    "tidied",
]
