"""Writes of what is owed, of documents and of money, by topic."""

from cantine.billing.commands.advances import use_advances
from cantine.billing.commands.answers import accept_quote, expire_quote, note_acceptance, refuse_quote, withdraw_quote
from cantine.billing.commands.bank import (
    Choice,
    import_bank_file,
    match_line,
    match_lines,
    set_line_aside,
    take_bank_file_back,
    take_line_back,
)
from cantine.billing.commands.charges import Sale, make_charges, settle_charges, withdraw_charges
from cantine.billing.commands.checking import check_draft
from cantine.billing.commands.drafts import (
    Prepared,
    drop_draft,
    leave_out,
    prepare_ahead,
    prepare_invoice,
    prepare_invoices,
    start_invoice,
    take_off_deposit,
    write_on_draft,
)
from cantine.billing.commands.files import make_files
from cantine.billing.commands.giving_back import credit_deposit
from cantine.billing.commands.issuing import credit_invoice, issue_invoice, issue_invoices
from cantine.billing.commands.moved import credit_moved
from cantine.billing.commands.payers import forget_person, write_payer
from cantine.billing.commands.quotes import (
    check_quote,
    discount_quote,
    drop_quote,
    prepare_quote,
    send_quote,
    write_quote,
)
from cantine.billing.commands.reminders import hold_back, remind, settle_dispute
from cantine.billing.commands.sending import send_invoice, send_invoices
from cantine.billing.commands.settling import give_back_advance, pay_back, record_payment, undo_payment
from cantine.billing.commands.takeover import begin_series, take_back_invoices, take_over_invoices

__all__ = [
    "Choice",
    "Prepared",
    "Sale",
    "accept_quote",
    "begin_series",
    "check_draft",
    "check_quote",
    "credit_deposit",
    "credit_invoice",
    "credit_moved",
    "discount_quote",
    "drop_draft",
    "drop_quote",
    "expire_quote",
    "forget_person",
    "give_back_advance",
    "hold_back",
    "import_bank_file",
    "issue_invoice",
    "issue_invoices",
    "leave_out",
    "make_charges",
    "make_files",
    "match_line",
    "match_lines",
    "note_acceptance",
    "pay_back",
    "prepare_ahead",
    "prepare_invoice",
    "prepare_invoices",
    "prepare_quote",
    "record_payment",
    "refuse_quote",
    "remind",
    "send_invoice",
    "send_invoices",
    "send_quote",
    "set_line_aside",
    "settle_charges",
    "settle_dispute",
    "start_invoice",
    "take_back_invoices",
    "take_bank_file_back",
    "take_line_back",
    "take_off_deposit",
    "take_over_invoices",
    "undo_payment",
    "use_advances",
    "withdraw_charges",
    "withdraw_quote",
    "write_on_draft",
    "write_payer",
    "write_quote",
]
