"""Addresses of the economy of a place."""

from cantine.core.routes import page
from cantine.funding.views import budget, cash, costs, economy, grants, kind
from cantine.places.policies import at_place

app_name = "funding"
see, spend, fund, enter = (
    at_place("economy.see"),
    at_place("cost.write"),
    at_place("grant.write"),
    at_place("economy.write"),
)
GET, POST = ["GET"], ["POST"]
HOME = "<slug:place>/economie/"
COSTS, GRANTS = f"{HOME}charges/", f"{HOME}subventions/"
ONE = f"{GRANTS}<uuid:grant>/"
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
]
