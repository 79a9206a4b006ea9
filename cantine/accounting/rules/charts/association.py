"""What non-profit bodies have of their own (ANC 2018-06, in its version of 2025)."""

from cantine.accounting.rules.charts.account import Account
from cantine.accounting.rules.postings import CREDIT, DEBIT, Role

ASSOCIATION = (
    Account("102", "Fonds propres sans droit de reprise", "Own funds without right of return"),
    Account("103", "Fonds propres avec droit de reprise", "Own funds with right of return"),
    Account("106", "Réserves", "Reserves"),
    Account("110", "Report à nouveau (solde créditeur)", "Retained surplus"),
    Account("119", "Report à nouveau (solde débiteur)", "Retained loss"),
    Account("120", "Résultat de l’exercice (excédent)", "Surplus of the year", ((Role.RESULT, CREDIT),)),
    Account("129", "Résultat de l’exercice (déficit)", "Loss of the year", ((Role.RESULT, DEBIT),)),
    Account("131", "Subventions d’investissement", "Investment grants"),
    Account("139", "Subventions d’investissement inscrites au résultat", "Investment grants taken to income"),
    Account("194", "Fonds dédiés sur subventions", "Dedicated funds, grants", ((Role.DEDICATED_FUNDS, ""),)),
    Account("195", "Fonds dédiés sur contributions financières", "Dedicated funds, contributions"),
    Account("196", "Fonds dédiés sur générosité du public", "Dedicated funds, public generosity"),
    Account("441", "Subventions à recevoir", "Grants receivable", ((Role.GRANTS_RECEIVABLE, ""),)),
    Account("487", "Produits constatés d’avance", "Deferred income", ((Role.DEFERRED, ""),)),
    Account(
        "6894",
        "Reports en fonds dédiés sur subventions",
        "To dedicated funds, grants",
        ((Role.TO_DEDICATED_FUNDS, ""),),
    ),
    Account("6895", "Reports en fonds dédiés sur contributions", "To dedicated funds, contributions"),
    Account("6896", "Reports en fonds dédiés sur générosité", "To dedicated funds, generosity"),
    Account("740", "Subventions d’exploitation", "Operating grants", ((Role.GRANTS, ""),)),
    Account("747", "Quote-part de subventions d’investissement", "Share of investment grants"),
    Account("75411", "Dons manuels", "Donations", ((Role.DONATIONS, ""),)),
    Account("75412", "Abandons de frais par les bénévoles", "Expenses given up by volunteers"),
    Account("7542", "Mécénat", "Patronage", ((Role.PATRONAGE, ""),)),
    Account("7543", "Legs", "Legacies"),
    Account("7551", "Contributions financières d’autres organismes", "Contributions of other bodies"),
    Account("7561", "Cotisations sans contrepartie", "Dues without counterpart", ((Role.DUES, ""),)),
    Account("7562", "Cotisations avec contrepartie", "Dues with counterpart", ((Role.DUES_WITH_COUNTERPART, ""),)),
    Account(
        "7894",
        "Utilisations de fonds dédiés sur subventions",
        "From dedicated funds, grants",
        ((Role.FROM_DEDICATED_FUNDS, ""),),
    ),
    Account("7895", "Utilisations de fonds dédiés sur contributions", "From dedicated funds, contributions"),
    Account("7896", "Utilisations de fonds dédiés sur générosité", "From dedicated funds, generosity"),
    Account("860", "Secours en nature", "Gifts in kind, used", ((Role.GIFTS_IN_KIND, DEBIT),)),
    Account(
        "861", "Mises à disposition gratuites de biens", "Goods lent free of charge", ((Role.LENT_IN_KIND, DEBIT),)
    ),
    Account("862", "Prestations reçues en nature", "Services in kind, used", ((Role.SERVICES_IN_KIND, DEBIT),)),
    Account("864", "Personnel bénévole", "Volunteers", ((Role.VOLUNTEERING, DEBIT),)),
    Account("870", "Dons en nature", "Gifts in kind", ((Role.GIFTS_IN_KIND, CREDIT),)),
    Account(
        "871",
        "Prestations en nature",
        "Services in kind",
        ((Role.SERVICES_IN_KIND, CREDIT), (Role.LENT_IN_KIND, CREDIT)),
    ),
    Account("875", "Bénévolat", "Volunteering", ((Role.VOLUNTEERING, CREDIT),)),
)
