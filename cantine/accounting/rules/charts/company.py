"""What companies have of their own, co-operatives among them (PCG, ANC 2014-03, in its version of 2025)."""

from cantine.accounting.rules.charts.account import Account
from cantine.accounting.rules.postings import CREDIT, DEBIT, Role

COMPANY = (
    Account("1013", "Capital souscrit, appelé, versé", "Capital, paid", ((Role.SHARES, ""),)),
    Account("1061", "Réserve légale", "Legal reserve"),
    Account("1063", "Réserves statutaires ou contractuelles", "Statutory reserves"),
    Account("110", "Report à nouveau (solde créditeur)", "Retained profit"),
    Account("119", "Report à nouveau (solde débiteur)", "Retained loss"),
    Account("120", "Résultat de l’exercice (bénéfice)", "Profit of the year", ((Role.RESULT, CREDIT),)),
    Account("129", "Résultat de l’exercice (perte)", "Loss of the year", ((Role.RESULT, DEBIT),)),
    Account("131", "Subventions d’investissement", "Investment grants"),
    Account("139", "Subventions d’investissement inscrites au résultat", "Investment grants taken to income"),
    Account("441", "Subventions à recevoir", "Grants receivable", ((Role.GRANTS_RECEIVABLE, ""),)),
    Account("4562", "Apporteurs, capital appelé non versé", "Shares called, unpaid", ((Role.SHARES_CALLED, ""),)),
    # A company keeps what it has not used as income received in advance: it has no dedicated funds.
    Account("487", "Produits constatés d’avance", "Deferred income", ((Role.DEFERRED, ""), (Role.DEDICATED_FUNDS, ""))),
    Account("695", "Impôts sur les bénéfices", "Corporation tax"),
    Account(
        "740",
        "Subventions d’exploitation",
        "Operating grants",
        ((Role.GRANTS, ""), (Role.TO_DEDICATED_FUNDS, ""), (Role.FROM_DEDICATED_FUNDS, "")),
    ),
    Account("747", "Quote-part de subventions d’investissement", "Share of investment grants"),
    Account(
        "7588",
        "Autres produits divers de gestion courante",
        "Other sundry income",
        ((Role.DUES, ""), (Role.DUES_WITH_COUNTERPART, ""), (Role.DONATIONS, ""), (Role.PATRONAGE, "")),
    ),
)
