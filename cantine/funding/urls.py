"""Addresses of the economy of a place."""

from cantine.core.routes import page
from cantine.funding.views import (
    budget,
    cash,
    costs,
    economy,
    grants,
    kind,
    published,
    receipts,
    recurring,
    rights,
    support,
)
from cantine.places.policies import at_place

app_name = "funding"
see, spend, fund, enter, back, give = (
    at_place("economy.see"),
    at_place("cost.write"),
    at_place("grant.write"),
    at_place("economy.write"),
    at_place("support.write"),
    at_place("receipt.issue"),
)
GET, POST = ["GET"], ["POST"]
HOME = "<slug:place>/economie/"
COSTS, GRANTS = f"{HOME}charges/", f"{HOME}subventions/"
ONE = f"{GRANTS}<uuid:grant>/"
SUPPORT = f"{HOME}soutiens/"
BACK = f"{COSTS}recurrentes/"
RECEIPTS = f"{HOME}recus-fiscaux/"
SPONSOR, GIFT = f"{SUPPORT}parrainages/<uuid:sponsorship>/", f"{SUPPORT}dons/<uuid:gift>/"
urlpatterns = [
    page(HOME, economy.economy, policy=see, name="economy", methods=GET),
    page(f"{HOME}<int:year>/", economy.year, policy=see, name="year", methods=GET),
    page(f"{HOME}<int:year>.csv", economy.year_csv, policy=see, name="year_csv", methods=GET),
    page(f"{HOME}<int:year>/chiffres/", economy.figures, policy=enter, name="figures"),
    page(f"{HOME}tresorerie/", cash.cash, policy=see, name="cash", methods=GET),
    page(f"{HOME}en-nature/", kind.in_kind, policy=enter, name="in_kind"),
    page(f"{HOME}<int:year>/budget/", budget.budget, policy=enter, name="budget"),
    page(COSTS, costs.costs, policy=spend, name="costs"),
    page(f"{COSTS}importer/", costs.bring_in, policy=spend, name="costs_file"),
    page(f"{COSTS}banque/<uuid:line>/", costs.pay_by_line, policy=spend, name="pay_by_line", methods=POST),
    page(f"{COSTS}<uuid:cost>/payer/", costs.pay, policy=spend, name="pay", methods=POST),
    page(GRANTS, grants.grants, policy=fund, name="grants", methods=GET),
    page(f"{GRANTS}nouvelle/", grants.new, policy=fund, name="grant_new"),
    page(ONE, grants.grant, policy=fund, name="grant", methods=GET),
    page(f"{ONE}etat/", grants.move, policy=fund, name="move", methods=POST),
    page(f"{ONE}versement/", grants.plan, policy=fund, name="plan", methods=POST),
    page(f"{ONE}versement/<uuid:part>/recu/", grants.receive, policy=fund, name="receive", methods=POST),
    page(f"{ONE}bilan/", grants.report, policy=fund, name="report", methods=POST),
    page(f"{ONE}bilan/<uuid:report>/envoye/", grants.send, policy=fund, name="send", methods=POST),
    page(f"{ONE}fonds-dedies/", grants.carry, policy=fund, name="carry", methods=POST),
    page(SUPPORT, support.support, policy=back, name="support", methods=GET),
    page(f"{SUPPORT}parrainages/nouveau/", support.sponsor_new, policy=back, name="sponsor_new"),
    page(SPONSOR, support.sponsor, policy=back, name="sponsor", methods=GET),
    page(f"{SPONSOR}facturer/", support.bill, policy=back, name="sponsor_bill", methods=POST),
    page(f"{SPONSOR}abandonner/", support.drop, policy=back, name="sponsor_drop", methods=POST),
    page(f"{SUPPORT}dons/nouveau/", support.gift_new, policy=back, name="gift_new"),
    page(GIFT, support.gift, policy=back, name="gift", methods=GET),
    page(f"{GIFT}annuler/", support.undo, policy=back, name="gift_undo", methods=POST),
    page(f"{GIFT}recu/", receipts.issue, policy=give, name="receipt_new"),
    page(RECEIPTS, receipts.receipts, policy=give, name="receipts", methods=GET),
    page(f"{HOME}recus-fiscaux-<int:year>.csv", receipts.receipts_csv, policy=give, name="receipts_csv", methods=GET),
    page(f"{RECEIPTS}reglages/", receipts.settings, policy=at_place("receipt.set"), name="receipts_settings"),
    page(f"{RECEIPTS}<uuid:receipt>.pdf", receipts.receipt_file, policy=give, name="receipt_file", methods=GET),
    page(f"{RECEIPTS}<uuid:receipt>/annuler/", receipts.cancel, policy=give, name="receipt_cancel", methods=POST),
    page(f"{RECEIPTS}<uuid:receipt>/envoyer/", receipts.send, policy=give, name="receipt_send", methods=POST),
    page(f"{ONE}droits/", rights.of_grant, policy=fund, name="grant_right"),
    page(f"{SPONSOR}droits/", rights.of_sponsor, policy=fund, name="sponsor_right"),
    page(BACK, recurring.recurring, policy=spend, name="recurring"),
    page(f"{BACK}<uuid:recurring>/saisir/", recurring.enter, policy=spend, name="recurring_enter", methods=POST),
    page(f"{BACK}<uuid:recurring>/arreter/", recurring.stop, policy=spend, name="recurring_stop", methods=POST),
    page(
        f"{HOME}<int:year>/publier/",
        published.publish,
        policy=at_place("economy.publish"),
        name="publish",
        methods=POST,
    ),
    page(
        "<slug:place>/notre-economie/<int:year>/",
        published.page,
        policy=at_place("place.see"),
        name="public",
        methods=GET,
    ),
]
