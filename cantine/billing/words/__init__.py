# ruff: noqa: E501  (a sentence does not wrap)
"""The words of what is owed, of documents and of money: what stands in the way, what one may do."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.billing.words import attachments, counter, deferrals, portability, reporting  # noqa: F401  register the file of a letter, the words of the till, what belongs to later, the part of the export
from cantine.core.authorization import name_actions
from cantine.core.refusals import register
from cantine.ui import formats

register(
    {
        "seller_missing": lambda c: _("Say first in whose name %(place)s invoices: settings, “Who invoices”.") % c,
        "seller_vat_number_missing": lambda c: _("%(name)s charges VAT: add its VAT number in the settings, or say that it charges none.") % c,
        "nothing_to_invoice": lambda c: _("Nothing is owed up to %(day)s that is not on a document already.") % {"day": formats.full_day(c["day"])},
        "payer_unknown": lambda c: _("This person or organisation is no longer known here. Choose another one."),
        "draft_unknown": lambda c: _("This draft is no longer there: it was issued or dropped. Look for it in the list."),
        "draft_changed": lambda c: _("The draft changed while you were reading it. Look at it again, then issue it."),
        "invoice_unknown": lambda c: _("There is no such document here. Look for it in the list."),
        "deposit_unknown": lambda c: _("This deposit is not held for this payer, or another invoice took it off. Reload the page."),
        "invoice_of_another_tool": lambda c: _("Another tool issued this document and keeps its pages: send it from there."),
        "nothing_in_advance": lambda c: _("Nothing is left of what was paid before for %(reference)s, or it is settled already.") % c,
        "old_number_wrong": lambda c: _("Write the number that the document had: %(most)s characters at most.") % c,
        "old_number_to_come": lambda c: _("%(number)s looks like a number that is given here one day. Say first at which number the series goes on.") % c,
        "old_day_after": lambda c: _("This document is dated after the last day of the old books (%(day)s). Issue it here instead.") % {"day": formats.full_day(c["day"])},
        "old_amount_wrong": lambda c: _("The amount without VAT must be above zero."),
        "old_vat_differs": lambda c: _("At %(rate)s %%, the VAT would be %(right)s. Correct the rate, or one of the amounts.") % {"rate": formats.number(c["rate"]), "right": formats.money(c["cents"])},
        "old_left_wrong": lambda c: _("What is left to pay is between zero and the whole, %(whole)s.") % {"whole": formats.money(c["cents"])},
        "old_paid_already": lambda c: _("This invoice is paid: it stays in the old books. Remove the line."),
        "books_not_taken_over": lambda c: _("Bring in the opening balance first: these invoices are a part of it."),
        "next_number_out_of_range": lambda c: _("Write the next number of the series: a whole number from 1 to %(most)s.") % {"most": formats.number(c["most"])},
        "series_unknown": lambda c: _("There is no such series. Choose one of the page."),
        "series_begun_already": lambda c: _("This series has documents already: it goes on one by one, and no number may be left out."),
        "line_unknown": lambda c: _("This line is not on the invoice. Reload the page."),
        "credited_already": lambda c: _("These lines were given back by a credit note already."),
        "nothing_to_credit": lambda c: _("These lines amount to nothing. Choose others."),
        "einvoice_rule": lambda c: _("The rules of electronic invoicing refuse this draft: %(message)s (%(rule)s). Correct it, or write to us with this sentence.") % c,
        "issued_before_the_last": lambda c: _("The last document of this series is dated %(day)s, and numbers follow the days. Check the date of this computer.") % {"day": formats.full_day(c["day"])},
        "buyer_name_missing": lambda c: _("Say the name of who pays."),
        "buyer_address_missing": lambda c: _("Add the address of %(name)s: an invoice without one is not valid.") % c,
        "buyer_siren_missing": lambda c: _("Add the SIREN of %(name)s: since 2026 it must be on an invoice to a business or a public body.") % c,
        "document_empty": lambda c: _("There is no line on this draft. Add one, or drop it."),
        "document_too_long": lambda c: _("A document has %(most)s lines at most. Prepare two.") % c,
        "document_below_zero": lambda c: _("This draft asks for nothing, or for less. An invoice asks for something: use a credit note to give back."),
        "deposits_above_total": lambda c: _("The deposits are more than what is invoiced. Give back the difference by a credit note first."),
        "line_name_missing": lambda c: _("Say what the line is for."),
        "line_quantity_not_above_zero": lambda c: _("The quantity %(quantity)s must be above zero. To give back, use a credit note.") % {"quantity": formats.number(c["quantity"])},
        "line_price_below_zero": lambda c: _("A price is not below zero. To give back, use a credit note."),
        "due_before_issued": lambda c: _("%(day)s is before the day of the invoice. Choose a later day to pay.") % {"day": formats.full_day(c["day"])},
        "corrects_nothing": lambda c: _("A credit note says which invoice it gives back."),
        "terms_missing": lambda c: _("The words on late payment and on early payment are missing: settings, “Who invoices”."),
        "recovery_missing": lambda c: _("The 40 € of recovery costs are missing: settings, “Who invoices”."),
        "vat_number_wrong": lambda c: _("“%(number)s” is not a VAT number, or not that of this SIREN. Correct one of the two.") % c,
        "abroad_or_not": lambda c: _("The country and the kind of payer don’t agree: “abroad” is for another country than France."),
        "delay_too_long": lambda c: _("The law gives %(most)s days at most to pay an invoice.") % c,
        "payment_out_of_range": lambda c: _("An amount is above zero, and up to %(most)s €.") % {"most": formats.number(c["most"])},
        "payment_in_the_future": lambda c: _("%(day)s is not there yet. Record the payment on the day it comes.") % {"day": formats.full_day(c["day"])},
        "payment_unknown": lambda c: _("There is no such payment here, or it was paid back."),
        "payment_undone_already": lambda c: _("This payment was undone already."),
        "nothing_to_pay_back": lambda c: _("Nothing is left to pay back of %(reference)s.") % c,
        "settles_too_much": lambda c: _("Only %(left)s is left to pay.") % {"left": formats.money(c["left"])},
        "bank_file_too_large": lambda c: _("A bank file has %(most)s MB at most: export fewer months.") % {"most": formats.number(Decimal(c["most"]) / 1_000_000)},
        "bank_file_too_long": lambda c: _("A bank file has %(most)s lines at most: export fewer months.") % {"most": formats.number(c["most"])},
        "bank_file_empty": lambda c: _("There is no line in this file. Export a period in which the account moved."),
        "bank_file_unknown": lambda c: _("This is not a bank file that we know: choose camt.053, CFONB 120 or CSV where your bank exports statements."),
        "bank_file_gone": lambda c: _("The file is no longer here. Choose it again."),
        "bank_xml_unsafe": lambda c: _("This file declares a document type, as no bank does: it is not read."),
        "bank_xml_wrong": lambda c: _("Line %(line)s: the file is cut or damaged. Export it again.") % c,
        "bank_record_wrong": lambda c: _("Line %(line)s: this record is not one of CFONB 120. Export the file again.") % c,
        "bank_amount_wrong": lambda c: _("Line %(line)s: “%(said)s” is not an amount.") % c,
        "bank_day_wrong": lambda c: _("Line %(line)s: “%(said)s” is not a day.") % c,
        "bank_currency_other": lambda c: _("Line %(line)s: only accounts in euros are read, and this one is in %(said)s.") % c,
        "bank_balance_wrong": lambda c: _("The lines of account %(account)s lead to %(reached)s, and the bank says %(closing)s: lines are missing. Export it again.") % {**c, "reached": formats.money(c["reached"]), "closing": formats.money(c["closing"])},
        "bank_columns_unsure": lambda c: _("We don’t know every column of this table: say below which is which."),
        "bank_line_unknown": lambda c: _("This line is no longer waiting. Look for it in the other lists."),
        "bank_line_matched_already": lambda c: _("“%(label)s” is matched already.") % c,
        "bank_note_missing": lambda c: _("Say what it is: whoever reads this later will want to know."),
        "dispute_reason_missing": lambda c: _("Say why it is disputed: whoever reads this later will want to know."),
        "no_address_to_write_to": lambda c: _("There is no e-mail address to write to. Add one to who pays."),
        "deposit_taken_off_already": lambda c: _("The deposit %(numbers)s is on another invoice already. Take it off this draft.") % c,
        "deposit_out_of_range": lambda c: _("A deposit is a share of the whole: from 0 to %(most)s %%.") % c,
        "quote_unknown": lambda c: _("This quote is no longer there, or was sent meanwhile. Look for it in the list."),
        "quote_answered": lambda c: _("This quote does not wait for an answer any more."),
        "quote_past": lambda c: _("This quote was valid until %(day)s. Write to the place: it will make another one.") % {"day": formats.full_day(c["day"])},
        "quote_not_past": lambda c: _("This quote is still valid."),
        "quote_changed": lambda c: _("What this quote sells changed since it was sent. Write to %(place)s: it will send it again.") % c,
        "quote_too_long": lambda c: _("A quote has %(most)s lines at most besides its rooms. Make two.") % c,
        "validity_out_of_range": lambda c: _("A quote is valid until a day to come, within %(most)s days.") % c,
        "mandate_part_missing": lambda c: _("It is missing: banks want the name and the address in full."),
        "mandate_iban_wrong": lambda c: _("“%(number)s” is not an IBAN: copy it from your bank details.") % c,
        "ics_wrong": lambda c: _("“%(number)s” is not a SEPA creditor identifier: copy it from the letter of your bank.") % c,
        "debit_notice_out_of_range": lambda c: _("A debit is told from 1 to 30 days before."),
        "creditor_missing": lambda c: _("Say first your SEPA creditor identifier."),
        "mandate_unknown": lambda c: _("There is no such mandate here."),
        "mandate_signed_already": lambda c: _("This mandate does not wait for a signature any more."),
        "mandate_there_already": lambda c: _("%(name)s has a mandate already, or was asked for one.") % c,
        "mandate_not_signed": lambda c: _("%(name)s did not sign the mandate yet.") % c,
        "mandate_lapsed": lambda c: _("The mandate of %(name)s served nothing for 36 months: ask for another one.") % c,
        "mandate_revoked": lambda c: _("The mandate of %(name)s is revoked.") % c,
        "debit_without_mandate": lambda c: _("%(name)s has no mandate.") % c,
        "debit_going": lambda c: _("It is in another run already. Reload the page."),
        "debit_disputed": lambda c: _("It is disputed: nothing is taken until it is settled."),
        "debit_before_due": lambda c: _("It is due on %(day)s only.") % {"day": formats.full_day(c["day"])},
        "debit_too_early": lambda c: _("Payers must be told and the bank must have the file before: from %(day)s on.") % {"day": formats.full_day(c["day"])},
        "not_a_day_of_banks": lambda c: _("Banks do not work on %(day)s.") % {"day": formats.full_day(c["day"])},
        "nothing_to_debit": lambda c: _("Nothing can be taken on %(day)s.") % {"day": formats.full_day(c["day"])},
        "seller_account_missing": lambda c: _("Add the IBAN of %(name)s: settings, “Who invoices”.") % c,
        "debit_run_unknown": lambda c: _("There is no such run here."),
        "debit_run_sent": lambda c: _("The bank has it already: ask the bank to stop it."),
        "debit_run_not_sent": lambda c: _("The bank does not have this run yet."),
        "debit_unknown": lambda c: _("This debit was not paid in: there is nothing to send back."),
        "debit_returned_already": lambda c: _("The debit of %(reference)s came back already.") % c,
        "return_reason_unknown": lambda c: _("Choose the reason that the bank gives."),
        "nothing_left_to_pay": lambda c: _("Nothing is left to pay of %(reference)s.") % c,
        "online_not_connected": lambda c: _("This invoice cannot be paid online yet: pay by transfer, or at the counter."),
        "online_key_missing": lambda c: _("%(provider)s needs this key: copy it from its pages.") % c,
        "online_payment_missing": lambda c: _("This invoice was not paid online: give it back by a credit note, then pay it back by hand."),
        "refund_above_online": lambda c: _("%(left)s at most can go back by this way: make a credit note, and pay the rest back by hand.") % {"left": formats.money(c["left"])},
        "provider_unknown": lambda c: _("This way to pay online is not known here. Choose another one."),
        "provider_for_associations": lambda c: _("%(provider)s is for associations only, and %(name)s is none: choose another one.") % c,
        "provider_unreachable": lambda c: _("%(provider)s does not answer. Try again in a moment.") % c,
        "provider_says_no": lambda c: _("%(provider)s refuses: %(why)s") % c,
        "provider_key_wrong": lambda c: _("%(provider)s does not know this key. Copy it again from its pages.") % c,
        "provider_key_of_tests": lambda c: _("This key of %(provider)s is one for tests: no money would come.") % c,
        "webhook_forged": lambda c: _("This notice is not signed by who it says."),
        "practice_card_unknown": lambda c: _("Only the cards of practice serve here. Never type a real one."),
        "practice_over": lambda c: _("This payment is over."),
        "signature_missing": lambda c: _("Type your name: it is how you sign."),
        "signature_too_long": lambda c: _("%(most)s letters at most: your name, and what you do there.") % c,
    }
)  # fmt: skip

name_actions(
    "charge",
    gettext_lazy("What is owed"),
    {
        "charge.see": gettext_lazy("See what each customer owes"),
        "charge.make": gettext_lazy("Price what is booked"),
        "charge.settle": gettext_lazy("Follow what becomes of it"),
    },
)
name_actions(
    "invoice",
    gettext_lazy("Invoices"),
    {
        "invoice.see": gettext_lazy("See invoices"),
        "invoice.prepare": gettext_lazy("Prepare invoices"),
        "invoice.issue": gettext_lazy("Issue invoices"),
        "invoice.credit": gettext_lazy("Give back by a credit note"),
        "invoice.take_over": gettext_lazy("Take over unpaid invoices and series"),
        "invoice.send": gettext_lazy("Send invoices"),
        "invoice.remind": gettext_lazy("Ask again for what is late"),
        "invoice.make_files": gettext_lazy("Make the files of documents"),
    },
)
name_actions(
    "quote",
    gettext_lazy("Quotes"),
    {
        "quote.see": gettext_lazy("See quotes"),
        "quote.prepare": gettext_lazy("Prepare quotes"),
        "quote.send": gettext_lazy("Send quotes, or take them back"),
        "quote.send_own_prices": gettext_lazy("Send quotes with prices that no list says"),
        "quote.answer": gettext_lazy("Note the answer to a quote"),
    },
)
name_actions(
    "payer",
    gettext_lazy("Who pays"),
    {
        "payer.write": gettext_lazy("Say how somebody is invoiced"),
        "payer.forget": gettext_lazy("Forget an erased person"),
    },
)
name_actions(
    "payment",
    gettext_lazy("Payments"),
    {
        "payment.see": gettext_lazy("See payments"),
        "payment.record": gettext_lazy("Record a payment"),
        "payment.undo": gettext_lazy("Undo a payment, or pay back"),
    },
)
name_actions(
    "debit",
    gettext_lazy("Direct debits"),
    {
        "debit.manage": gettext_lazy("Ask for mandates, and collect by direct debit"),
        "debit.sign": gettext_lazy("Sign a mandate"),
    },
)
name_actions(
    "online",
    gettext_lazy("Online payments"),
    {
        "online.see": gettext_lazy("See online payments"),
        "online.connect": gettext_lazy("Say with whom money is taken online"),
        "online.start": gettext_lazy("Pay an invoice online"),
        "online.refund": gettext_lazy("Refund an online payment"),
        "online.follow": gettext_lazy("Follow online payments to their truth"),
        "online.practise": gettext_lazy("Practise paying online"),
    },
)
name_actions(
    "bank",
    gettext_lazy("Bank"),
    {
        "bank.import": gettext_lazy("Bring in a bank file"),
        "bank.match": gettext_lazy("Say whose money a line of the bank is"),
    },
)
