"""Addresses of accounting: who invoices, among the settings; the books; the cash drawer."""

from cantine.accounting.views import (
    archive,
    books,
    byhand,
    cash,
    chart,
    cheques,
    closing,
    deferrals,
    entities,
    entry,
    files,
)
from cantine.core.routes import page
from cantine.places.policies import at_place

app_name = "accounting"
name_entities, read, change = (at_place(each) for each in ("place.change_entities", "books.read", "books.change_chart"))
remit = at_place("cheque.remit")
post, see_cash = at_place("books.post"), at_place("cash.see")
ENTITIES, BOOKS = "<slug:place>/reglages/entites/", "<slug:place>/comptes/"
CASH = "<slug:place>/caisse/"
GET, POST = ["GET"], ["POST"]
urlpatterns = [
    page(ENTITIES, entities.entities, policy=name_entities, name="entities"),
    page(f"{ENTITIES}ajouter/", entities.add, policy=name_entities, name="add_entity"),
    page(f"{ENTITIES}<uuid:entity>/", entities.change, policy=name_entities, name="entity"),
    page(
        f"{ENTITIES}<uuid:entity>/retirer/", entities.retire, policy=name_entities, name="retire_entity", methods=POST
    ),
    page(BOOKS, books.books, policy=read, name="books", methods=GET),
    page(f"{BOOKS}journaux/", books.journals, policy=read, name="journals", methods=GET),
    page(f"{BOOKS}journaux/<slug:journal>/", books.journal, policy=read, name="journal", methods=GET),
    page(f"{BOOKS}journaux/<slug:journal>/<int:year>.csv", files.journal, policy=read, name="journal_csv", methods=GET),
    page(f"{BOOKS}balance/<int:year>.csv", files.balance, policy=read, name="balance_csv", methods=GET),
    page(f"{BOOKS}fec/<int:year>.txt", files.fec, policy=read, name="fec", methods=GET),
    page(f"{BOOKS}compte/<slug:account>/", books.account, policy=read, name="account", methods=GET),
    page(f"{BOOKS}compte/<slug:account>/<int:year>.csv", files.account, policy=read, name="account_csv", methods=GET),
    page(f"{BOOKS}ecriture/<uuid:entry>/", entry.entry, policy=read, name="entry"),
    page(f"{BOOKS}ecrire/", byhand.write, policy=post, name="write"),
    page(f"{BOOKS}ecrire/<uuid:pattern>/oublier/", byhand.drop, policy=post, name="drop_pattern", methods=POST),
    page(f"{BOOKS}paheko/<int:year>.csv", files.paheko, policy=read, name="paheko", methods=GET),
    page(f"{BOOKS}cheques/", cheques.cheques, policy=remit, name="cheques"),
    page(f"{BOOKS}cheques/<uuid:slip>/", cheques.slip, policy=remit, name="slip", methods=GET),
    page(f"{BOOKS}cheques/<uuid:slip>/abandonner/", cheques.drop, policy=remit, name="drop_slip", methods=POST),
    page(f"{BOOKS}clotures/", closing.closings, policy=read, name="closings"),
    page(f"{BOOKS}produits-constates/", deferrals.deferrals, policy=read, name="deferrals"),
    page(f"{BOOKS}plan/", chart.chart, policy=change, name="chart"),
    page(f"{BOOKS}plan/roles/", chart.roles, policy=change, name="roles"),
    page(CASH, cash.drawer, policy=see_cash, name="drawer"),
    page(f"{CASH}cloture/", cash.close_span, policy=at_place("cash.close_span"), name="close_span", methods=POST),
    page(f"{CASH}cloture/<uuid:closing>/", cash.closing, policy=see_cash, name="cash_closing", methods=GET),
    page(f"{CASH}verifier/", cash.verify, policy=see_cash, name="verify", methods=POST),
    page(f"{CASH}archive.zip", archive.archive, policy=see_cash, name="archive", methods=GET),
    page(f"{CASH}attestation/", cash.attestation, policy=see_cash, name="attestation", methods=GET),
]
