"""What a bank says came in, read from its file, and what it may pay. No clock, no disk, no words, no float."""

from cantine.billing.rules.bank.candidates import CERTAIN, Candidate, Fit, Payer, Proposal, Why
from cantine.billing.rules.bank.cfonb import is_cfonb, read_cfonb
from cantine.billing.rules.bank.lines import (
    MOST_BYTES,
    BankLine,
    Reading,
    Statement,
    cents_of,
    iban_of,
    keyed,
    masked,
    read,
)
from cantine.billing.rules.bank.matching import Matcher, propose, ticked
from cantine.billing.rules.bank.table import Columns, Table, chosen, read_table, table_of

__all__ = [
    "CERTAIN",
    "MOST_BYTES",
    "BankLine",
    "Candidate",
    "Columns",
    "Fit",
    "Matcher",
    "Payer",
    "Proposal",
    "Reading",
    "Statement",
    "Table",
    "Why",
    "cents_of",
    "chosen",
    "iban_of",
    "is_cfonb",
    "keyed",
    "masked",
    "propose",
    "read",
    "read_cfonb",
    "read_table",
    "table_of",
    "ticked",
]
