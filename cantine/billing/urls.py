"""Addresses of what is owed, of documents and of money."""

from cantine.billing.views import (
    bank,
    bank_against_books,
    bank_file,
    bank_line,
    bulk,
    crediting,
    debits,
    documents,
    draft,
    files,
    invoice,
    mine,
    moved,
    owed,
    payers,
    payments,
    reminders,
    statements,
)
from cantine.billing.views.counter import closing as counter_closing
from cantine.billing.views.counter import sales as counter_sales
from cantine.billing.views.counter import settings as counter_settings
from cantine.billing.views.counter import tabs as counter_tabs
from cantine.billing.views.counter import till
from cantine.billing.views.online import charging, everything, mandates, payer, practice, team, webhook
from cantine.billing.views.online import settings as online_settings
from cantine.billing.views.reporting import acts as report_acts
from cantine.billing.views.reporting import board as report_board
from cantine.billing.views.reporting import period as report_period
from cantine.billing.views.reporting import setting as report_setting
from cantine.core.routes import anyone, oneself, page
from cantine.places.policies import at_place

app_name = "billing"
see, read, prepare = at_place("charge.see"), at_place("invoice.see"), at_place("invoice.prepare")
issue, credit, send = at_place("invoice.issue"), at_place("invoice.credit"), at_place("invoice.send")
money, take, undo = at_place("payment.see"), at_place("payment.record"), at_place("payment.undo")
bring, match = at_place("bank.import"), at_place("bank.match")
see_online, connect = at_place("online.see"), at_place("online.connect")
GET, POST = ["GET"], ["POST"]
debit, DEBITS = at_place("debit.manage"), "<slug:place>/reglements/prelevements/"
order, ORDERS = at_place("online.charge"), f"{DEBITS}prestataire/"
CONNECTIONS = "<slug:place>/reglages/paiement-en-ligne/"
ring, sold, sell = at_place("sale.ring"), at_place("sale.see"), at_place("counter.change")
COUNTER, SALE = "<slug:place>/comptoir/", "<slug:place>/comptoir/ventes/<uuid:sale>/"
SOLD_HERE = "<slug:place>/reglages/comptoir/"
see_report, carry, set_report = at_place("report.see"), at_place("report.send"), at_place("report.set")
REPORTING = "<slug:place>/comptes/facture-electronique/"
PERIOD = f"{REPORTING}periode/<slug:period>/"
BANK = "<slug:place>/reglements/banque/"
DOCUMENTS = "<slug:place>/factures/"
ONE = f"{DOCUMENTS}<uuid:invoice>/"
urlpatterns = [
    page("moi/factures/", mine.invoices, policy=oneself, name="my_invoices", methods=GET),
    page(
        "moi/factures/<uuid:invoice>/document.<str:kind>",
        mine.invoice_file,
        policy=oneself,
        name="my_file",
        methods=GET,
    ),
    page(
        "moi/factures/<uuid:invoice>/prelevement/",
        mandates.ask_mine,
        policy=oneself,
        name="authorise_debits",
        methods=POST,
    ),
    page("<slug:place>/a-facturer/", owed.owed, policy=see, name="owed", methods=GET),
    page("<slug:place>/a-facturer/<int:year>-<int:month>.csv", owed.owed_csv, policy=see, name="owed_csv", methods=GET),
    page(
        "<slug:place>/a-facturer/avoirs/",
        moved.credit,
        policy=at_place("invoice.credit"),
        name="credit_moved",
        methods=POST,
    ),
    page("<slug:place>/a-facturer/preparer/", owed.prepare, policy=prepare, name="prepare", methods=POST),
    page(DOCUMENTS, documents.invoices, policy=read, name="invoices", methods=GET),
    page(f"{DOCUMENTS}<int:year>.csv", documents.invoices_csv, policy=read, name="invoices_csv", methods=GET),
    page(f"{DOCUMENTS}nouvelle/", documents.start, policy=prepare, name="start"),
    page(f"{DOCUMENTS}emettre/", bulk.issue_drafts, policy=issue, name="issue_drafts"),
    page(f"{DOCUMENTS}envoyer/", bulk.send_issued, policy=send, name="send_issued"),
    page(
        f"{DOCUMENTS}relances/", reminders.reminders, policy=at_place("invoice.remind"), name="reminders", methods=GET
    ),
    page(
        f"{DOCUMENTS}relances/envoyer/",
        reminders.send,
        policy=at_place("invoice.remind"),
        name="send_reminders",
        methods=POST,
    ),
    page(
        f"{DOCUMENTS}<uuid:late>/relance/",
        reminders.letter,
        policy=at_place("invoice.remind"),
        name="reminder_letter",
        methods=GET,
    ),
    page(f"{ONE}litige/", reminders.dispute, policy=at_place("invoice.remind"), name="dispute", methods=POST),
    page(f"{DOCUMENTS}releve/<uuid:payer>/", statements.statement, policy=see, name="statement", methods=GET),
    page(f"{DOCUMENTS}releve/<uuid:payer>/rendre/", statements.give_back, policy=undo, name="give_back", methods=POST),
    page(
        f"{DOCUMENTS}releve/<uuid:payer>/<int:year>.csv",
        statements.statement_csv,
        policy=see,
        name="statement_csv",
        methods=GET,
    ),
    page(f"{DOCUMENTS}payeur/<uuid:payer>/", payers.payer, policy=at_place("payer.write"), name="payer"),
    page(
        "<slug:place>/membres/<uuid:contact>/facturation/",
        payers.of_person,
        policy=prepare,
        name="payer_of",
        methods=GET,
    ),
    page(ONE, invoice.invoice, policy=read, name="invoice", methods=GET),
    page(f"{ONE}ligne/", draft.add_line, policy=prepare, name="add_line", methods=POST),
    page(f"{ONE}retirer/", draft.remove_line, policy=prepare, name="remove_line", methods=POST),
    page(f"{ONE}acompte/", draft.take_off, policy=prepare, name="take_off", methods=POST),
    page(f"{ONE}mentions/", draft.write_terms, policy=prepare, name="write_terms", methods=POST),
    page(f"{ONE}emettre/", draft.issue, policy=issue, name="issue", methods=POST),
    page(f"{ONE}jeter/", draft.drop, policy=prepare, name="drop", methods=POST),
    page(f"{ONE}avoir/", crediting.credit, policy=credit, name="credit"),
    page(f"{ONE}envoyer/", invoice.send, policy=send, name="send", methods=POST),
    page(f"{ONE}avance/", invoice.use_advances, policy=take, name="use_advances", methods=POST),
    page(f"{ONE}reglement/", invoice.pay, policy=take, name="pay", methods=POST),
    page(f"{ONE}rembourser/", invoice.pay_back, policy=undo, name="pay_back", methods=POST),
    page(
        f"{ONE}reglement/<uuid:payment>/annuler/", invoice.undo_payment, policy=undo, name="undo_payment", methods=POST
    ),
    page(f"{ONE}document.<str:kind>", files.invoice_file, policy=read, name="invoice_file", methods=GET),
    page("<slug:place>/reglements/", payments.payments, policy=money, name="payments", methods=GET),
    page(
        "<slug:place>/reglements/<int:year>-<int:month>.csv",
        payments.payments_csv,
        policy=money,
        name="payments_csv",
        methods=GET,
    ),
    page("payer/tout/<str:bills>/", everything.pay_all, policy=anyone, name="pay_all_online"),
    page("payer/<str:bill>/", payer.pay, policy=anyone, name="pay_online"),
    page("payer/<str:bill>/facture.pdf", payer.document, policy=anyone, name="paid_document", methods=GET),
    page("payer/<str:bill>/retour/<uuid:payment>/", payer.paid, policy=anyone, name="paid_online", methods=GET),
    page("payer/<str:bill>/prelevement/", mandates.ask_by_link, policy=anyone, name="authorise_by_link", methods=POST),
    page("prelevement/<str:authorising>/", mandates.mandate, policy=anyone, name="online_mandate"),
    page("paiement/essai/autorisation/<uuid:agreed>/", practice.account, policy=anyone, name="practice_mandate"),
    page("paiement/essai/<uuid:sheet>/", practice.card, policy=anyone, name="practice"),
    page(
        "paiement/<slug:provider>/<uuid:connection>/notification/",
        webhook.knock,
        policy=anyone,
        name="webhook",
        methods=POST,
    ),
    page("<slug:place>/reglements/en-ligne/", team.payments, policy=see_online, name="online", methods=GET),
    page(f"{ONE}rembourser-en-ligne/", team.refund, policy=at_place("online.refund"), name="refund_online"),
    page(CONNECTIONS, online_settings.connections, policy=connect, name="connections", methods=GET),
    page(f"{CONNECTIONS}<uuid:entity>/<slug:provider>/", online_settings.connection, policy=connect, name="connection"),
    page(
        f"{CONNECTIONS}<uuid:entity>/<slug:provider>/agir/",
        online_settings.act,
        policy=connect,
        name="act_on_connection",
        methods=POST,
    ),
    page("mandat/<str:signing>/", debits.sign, policy=anyone, name="sign_mandate"),
    page(DEBITS, debits.debits, policy=debit, name="debits"),
    page(f"{DEBITS}faire/", debits.make, policy=debit, name="make_run", methods=POST),
    page(f"{DEBITS}mandat/<uuid:payer>/demander/", debits.ask, policy=debit, name="ask_mandate", methods=POST),
    page(f"{DEBITS}mandat/<uuid:mandate>/revoquer/", debits.revoke, policy=debit, name="revoke_mandate", methods=POST),
    page(ORDERS, charging.charges, policy=order, name="online_debits", methods=GET),
    page(f"{ORDERS}prelever/", charging.charge, policy=order, name="charge_online", methods=POST),
    page(f"{ORDERS}<uuid:payer>/demander/", charging.ask, policy=order, name="ask_online_mandate", methods=POST),
    page(f"{ORDERS}<uuid:mandate>/arreter/", charging.stop, policy=order, name="stop_online_mandate", methods=POST),
    page(f"{DEBITS}<uuid:run>/", debits.run, policy=debit, name="debit_run", methods=GET),
    page(f"{DEBITS}<uuid:run>/agir/", debits.act, policy=debit, name="act_on_run", methods=POST),
    page(f"{DEBITS}<uuid:run>/fichier.xml", debits.run_file, policy=debit, name="run_file", methods=GET),
    page(f"{DEBITS}<uuid:run>/<uuid:debit>/retour/", debits.send_back, policy=debit, name="return_debit", methods=POST),
    page(REPORTING, report_board.board, policy=see_report, name="reporting", methods=GET),
    page(f"{PERIOD}", report_period.period, policy=see_report, name="report_period", methods=GET),
    page(
        f"{PERIOD}fichier/",
        report_period.make,
        policy=at_place("report.make"),
        name="make_report",
        methods=POST,
    ),
    page(
        f"{REPORTING}fichiers/<uuid:report>.xml",
        report_period.report_file,
        policy=see_report,
        name="report_file",
        methods=GET,
    ),
    page(f"{REPORTING}a-deposer.zip", report_acts.archive, policy=carry, name="report_zip", methods=GET),
    page(f"{REPORTING}deposer/", report_acts.hand_over, policy=carry, name="hand_over", methods=POST),
    page(f"{REPORTING}envois/<uuid:flow>/", report_acts.resolve, policy=carry, name="resolve_flow", methods=POST),
    page(
        f"{REPORTING}recues/<uuid:incoming>/",
        report_acts.incoming_file,
        policy=see_report,
        name="incoming_file",
        methods=GET,
    ),
    page(f"{REPORTING}reglages/", report_setting.setting, policy=set_report, name="reporting_setting"),
    page(
        f"{REPORTING}reglages/plateforme/",
        report_setting.platform,
        policy=set_report,
        name="set_platform",
        methods=POST,
    ),
    page(f"{REPORTING}reglages/essayer/", report_setting.try_it, policy=set_report, name="try_platform", methods=POST),
    page(f"{REPORTING}reglages/quitter/", report_setting.leave, policy=set_report, name="leave_platform", methods=POST),
    page(BANK, bank.lines, policy=match, name="bank", methods=GET),
    page(f"{BANK}fichier/", bank_file.bring_in, policy=bring, name="bank_file"),
    page(
        f"{BANK}fichier/<uuid:file>/retirer/",
        bank_file.take_back,
        policy=bring,
        name="take_bank_file_back",
        methods=POST,
    ),
    page(f"{BANK}a-rapprocher.csv", bank.lines_csv, policy=match, name="bank_csv", methods=GET),
    page(f"{BANK}rapprochement/", bank_against_books.against_books, policy=match, name="against_books", methods=GET),
    page(
        f"{BANK}rapprochement.csv",
        bank_against_books.against_books_csv,
        policy=match,
        name="against_books_csv",
        methods=GET,
    ),
    page(f"{BANK}confirmer/", bank.confirm, policy=match, name="confirm_bank", methods=POST),
    page(f"{BANK}<uuid:line>/", bank_line.line, policy=match, name="bank_line", methods=GET),
    page(f"{BANK}<uuid:line>/ecarter/", bank_line.put_aside, policy=match, name="aside_bank", methods=POST),
    page(f"{BANK}<uuid:line>/prelevement/", bank_line.of_debits, policy=match, name="bank_debit", methods=POST),
    page(f"{BANK}<uuid:line>/dans-les-livres/", bank_line.confirm_end, policy=match, name="end_bank", methods=POST),
    page(f"{BANK}<uuid:line>/liberer/", bank_line.release, policy=match, name="release_bank", methods=POST),
    page(f"{BANK}<uuid:line>/annuler/", bank_line.undo, policy=undo, name="undo_bank", methods=POST),
    page(COUNTER, till.till, policy=ring, name="till"),
    page(f"{COUNTER}qui/", till.found, policy=ring, name="till_found", methods=GET),
    page(f"{COUNTER}ventes/", counter_sales.sales, policy=sold, name="counter_sales", methods=GET),
    page(SALE, counter_sales.ticket, policy=sold, name="ticket", methods=GET),
    page(
        f"{SALE}reprendre/",
        counter_sales.reverse_sale,
        policy=at_place("sale.reverse"),
        name="reverse_sale",
        methods=POST,
    ),
    page(f"{SALE}envoyer/", counter_sales.send, policy=ring, name="send_ticket", methods=POST),
    page(f"{SALE}facture/", counter_sales.invoice, policy=at_place("sale.invoice"), name="invoice_of_sale"),
    page(f"{COUNTER}ardoises/", counter_tabs.tabs, policy=sold, name="tabs", methods=GET),
    page(f"{COUNTER}ardoises/<uuid:payer>/", counter_tabs.tab, policy=ring, name="tab"),
    page(f"{COUNTER}cloture/", counter_closing.close, policy=at_place("cash.close_day"), name="counter_close"),
    page(f"{COUNTER}cloture/verifier/", counter_closing.verify, policy=sold, name="counter_verify", methods=POST),
    page(
        f"{COUNTER}cloture/<uuid:sales_closing>/",
        counter_closing.closing,
        policy=sold,
        name="counter_closing",
        methods=GET,
    ),
    page(SOLD_HERE, counter_settings.settings, policy=sell, name="counter_settings"),
    page(f"{SOLD_HERE}bouton/", counter_settings.button, policy=sell, name="new_button"),
    page(f"{SOLD_HERE}<uuid:button>/", counter_settings.button, policy=sell, name="counter_button"),
]
