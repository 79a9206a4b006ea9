"""What a bank says came in, read from its file, and what it may pay. No clock, no disk, no words, no float."""

from cantine.billing.rules.bank.became import Became, Move, in_the_books, paired
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
from cantine.billing.rules.bank.transit import PaidIn, Waiting, check_paid_in, paid_in, still_waiting

__all__ = [
    "CERTAIN",
    "MOST_BYTES",
    "BankLine",
    "Became",
    "Candidate",
    "Columns",
    "Fit",
    "Matcher",
    "Move",
    "PaidIn",
    "Payer",
    "Proposal",
    "Reading",
    "Statement",
    "Table",
    "Waiting",
    "Why",
    "cents_of",
    "check_paid_in",
    "chosen",
    "iban_of",
    "in_the_books",
    "is_cfonb",
    "keyed",
    "masked",
    "paid_in",
    "paired",
    "propose",
    "read",
    "read_cfonb",
    "read_table",
    "still_waiting",
    "table_of",
    "ticked",
]
