"""The headings under which each field is found: ours in both languages, and those that Cobot, Nexudus and Nadine
document. Which page documents which heading stands in docs/reference/import-formats.md.
"""

from collections.abc import Mapping

KINDS = ("members", "resources", "bookings")
OLD_BOOKS = ("balances", "unpaid", "passes", "shareholders")  # what a take-over brings in, in this order
Headings = Mapping[str, tuple[str, ...]]

HOUSE: dict[str, Headings] = {
    "members": {
        "email": ("email", "e-mail", "courriel", "adresse e-mail", "adresse mail", "mail"),
        "name": ("nom complet", "name", "full name", "nom"),
        "first_name": ("prénom", "first name"),
        "last_name": ("nom de famille", "last name"),
        "phone": ("téléphone", "tél", "phone", "mobile", "portable"),
        "language": ("langue", "language"),
        "role": ("rôle", "role"),
        "since": ("depuis", "membre depuis", "date d’adhésion", "since", "start date"),
        "until": ("jusqu’au", "fin", "until", "end date"),
        "active": ("actif", "active"),
        "certifications": ("habilitations", "habilitation", "certifications", "certification"),
        "organisation": ("organisation", "structure", "société", "entreprise", "company"),
        "siren": ("siren",),
        "siret": ("siret",),
    },
    "resources": {
        "name": ("nom", "name", "ressource", "resource"),
        "kind": ("sorte", "type", "kind"),
        "space": ("espace", "space", "étage"),
        "seats": ("postes", "seats", "places en accès libre"),
        "capacity": ("capacité", "capacity", "personnes"),
        "description": ("description",),
        "accessibility": ("accessibilité", "accessibility"),
        "equipment": ("équipement", "équipements", "equipment"),
        "shortest_minutes": ("durée minimale (minutes)", "durée minimale", "shortest"),
        "longest_minutes": ("durée maximale (minutes)", "durée maximale", "longest"),
        "theatre": ("théâtre", "theatre"),
        "u": ("en u", "u", "u-shape"),
        "classroom": ("classe", "classroom"),
        "cocktail": ("cocktail",),
    },
    "bookings": {
        "resource": ("ressource", "salle", "resource", "room"),
        "starts_at": ("début", "starts at", "start", "de"),
        "ends_at": ("fin", "ends at", "end", "à"),
        "email": ("email", "e-mail", "courriel"),
        "person": ("personne", "nom", "person", "name"),
        "title": ("titre", "objet", "title"),
        "quantity": ("places", "quantité", "quantity", "seats"),
        "guests": ("invités", "guests"),
        "note": ("note", "remarque", "commentaire", "comment"),
    },
    "balances": {
        "number": ("compte", "numéro de compte", "n° de compte", "CompteNum", "account"),
        "name": ("intitulé", "intitulé du compte", "libellé", "CompteLib", "name"),
        "debit": ("solde débiteur", "solde débit", "débit", "debit"),
        "credit": ("solde créditeur", "solde crédit", "crédit", "credit"),
        "balance": ("solde", "balance"),
    },
    "unpaid": {
        "number": ("numéro", "numéro de facture", "facture", "number", "invoice"),
        "day": ("date", "date de facture", "émise le", "issued on"),
        "due_on": ("échéance", "date d’échéance", "à payer avant le", "due on"),
        "organisation": ("structure", "client", "société", "organisation", "company", "customer"),
        "email": ("email", "e-mail", "courriel"),
        "subject": ("objet", "libellé", "subject"),
        "net": ("montant ht", "ht", "total ht", "net"),
        "rate": ("taux de tva", "taux", "vat rate", "rate"),
        "vat": ("montant tva", "tva", "vat"),
        "left": ("reste dû", "reste à payer", "solde dû", "left to pay", "left"),
        "kind": ("nature", "sorte", "type", "kind"),
    },
    "passes": {
        "email": ("email", "e-mail", "courriel"),
        "kind": ("carnet", "nom du carnet", "pass"),
        "left": ("reste", "jours restants", "unités restantes", "left"),
        "expires_on": ("expire le", "valable jusqu’au", "fin de validité", "expires on"),
        "number": ("numéro", "number"),
    },
    "shareholders": {
        "number": ("numéro au registre", "n° au registre", "numéro", "register number", "number"),
        "name": ("nom", "sociétaire", "associé", "structure", "name", "shareholder"),
        "email": ("email", "e-mail", "courriel"),
        "college": ("collège", "college"),
        "shares": ("parts", "nombre de parts", "shares"),
        "since": ("date", "depuis", "entrée le", "admis le", "since"),
        "paid": ("libéré", "payé", "versé", "paid"),
    },
}

# How the needed columns are named to somebody who has none of them.
OURS = {"email": "Courriel", "resource": "Ressource", "starts_at": "Début", "ends_at": "Fin"}

COBOT: dict[str, Headings] = {
    "members": {
        "email": ("email", "user.email"),
        "name": ("name", "address.name"),
        "phone": ("phone",),
        "since": ("starts_at", "start date"),
        "until": ("canceled_to",),
        "organisation": ("company", "address.company"),
    },
    "resources": {"name": ("name",), "seats": ("capacity", "no. of units"), "description": ("description",),
                  "shortest_minutes": ("min_booking_duration",), "longest_minutes": ("max_booking_duration",),
                  "space": ("category",)},
    "bookings": {
        "resource": ("resource.name", "resource"),
        "starts_at": ("from",),
        "ends_at": ("to",),
        "person": ("membership.name", "membership"),
        "title": ("title",),
        "quantity": ("units",),
        "note": ("comments",),
    },
}  # fmt: skip

NEXUDUS: dict[str, Headings] = {
    "members": {
        "email": ("Email",),
        "name": ("FullName",),
        "phone": ("MobilePhone",),
        "active": ("Active",),
        "since": ("ContractStartDate", "RegistrationDate"),
        "organisation": ("CompanyName",),
    },
    "resources": {
        "name": ("Name",),
        "kind": ("ResourceTypeName",),
        "space": ("GroupName",),
        "capacity": ("Allocation",),
        "description": ("Description",),
        "shortest_minutes": ("MinBookingLength",),
        "longest_minutes": ("MaxBookingLength",),
    },
    "bookings": {
        "resource": ("ResourceName",),
        "starts_at": ("FromTimeLocal", "FromTime"),
        "ends_at": ("ToTimeLocal", "ToTime"),
        "email": ("CoworkerEmail",),
        "person": ("CoworkerFullName",),
        "note": ("InternalNotes", "Notes"),
    },
}

NADINE: dict[str, Headings] = {
    "members": {
        "email": ("email",),
        "first_name": ("first_name",),
        "last_name": ("last_name",),
        "phone": ("phone",),
    },
    "resources": {
        "name": ("name",),
        "space": ("location",),
        "description": ("description",),
        "capacity": ("max_capacity", "seats"),
    },
    "bookings": {
        "resource": ("room", "room.name"),
        "starts_at": ("start_ts",),
        "ends_at": ("end_ts",),
        "email": ("user.email", "email"),
        "title": ("description",),
    },
}

MAPPINGS: dict[str, dict[str, Headings]] = {"cantine": HOUSE, "cobot": COBOT, "nexudus": NEXUDUS, "nadine": NADINE}
REQUIRED: dict[str, tuple[str, ...]] = {
    "members": ("email",),
    "resources": ("name",),
    "bookings": ("resource", "starts_at", "ends_at"),
    "balances": ("number",),
    "unpaid": ("number", "day", "net", "left"),
    "passes": ("email", "kind", "left"),
    "shareholders": ("number", "college", "shares", "since"),
}
