"""A file of each kind to begin from, in either language: its columns, and two lines that could be true."""

SAMPLES: dict[str, dict[str, str]] = {
    "members": {
        "fr": "Prénom;Nom;Courriel;Téléphone;Rôle;Depuis;Structure;SIREN\n"
        "Odile;Martin;odile@exemple.fr;06 12 34 56 78;résident;01/09/2025;Atelier Martin;\n"
        "Hugo;Petit;hugo@exemple.fr;;membre;15/01/2026;;\n",
        "en": "First name;Last name;Email;Phone;Role;Since;Company;SIREN\n"
        "Odile;Martin;odile@example.org;06 12 34 56 78;resident;2025-09-01;Atelier Martin;\n"
        "Hugo;Petit;hugo@example.org;;member;2026-01-15;;\n",
    },
    "resources": {
        "fr": "Nom;Type;Espace;Postes;Capacité;Équipement\nSalle Rouge;Salle;;;12;Écran|Tableau blanc\n"
        "Postes partagés;Postes de travail;Rez-de-chaussée;12;;\n",
        "en": "Name;Kind;Space;Seats;Capacity;Equipment\nRed room;Room;;;12;Screen|Whiteboard\n"
        "Shared desks;Desks;Ground floor;12;;\n",
    },
    "bookings": {
        "fr": "Ressource;Début;Fin;Courriel;Titre;Note\n"
        "Salle Rouge;14/04/2026 09:30;14/04/2026 12:00;odile@exemple.fr;Atelier;Prévoir du café\n",
        "en": "Resource;Start;End;Email;Title;Note\n"
        "Red room;2026-04-14 09:30;2026-04-14 12:00;odile@example.org;Workshop;Coffee please\n",
    },
    "balances": {
        "fr": "Compte;Intitulé;Débit;Crédit\n411000;Clients;1 560,00;\n512000;Banque;8 240,50;\n"
        "44587;TVA en attente d’encaissement;;260,00\n706000;Prestations;;3 540,50\n101000;Fonds associatif;;6 000,00\n",
        "en": "Account;Name;Debit;Credit\n411000;Customers;1560.00;\n512000;Bank;8240.50;\n"
        "44587;VAT waiting for payment;;260.00\n706000;Services;;3540.50\n101000;Funds;;6000.00\n",
    },
    "unpaid": {
        "fr": "Numéro;Date;Échéance;Client;Courriel;Objet;HT;Taux;TVA;Reste dû;Nature\n"
        "F-2026-31;12/03/2026;12/04/2026;Atelier Martin;;Salle Rouge en mars;1 000,00;20;200,00;1 200,00;facture\n"
        "F-2026-32;03/02/2026;05/03/2026;;hugo@exemple.fr;Bureau;300,00;20;60,00;360,00;facture\n"
        "AC-7;20/03/2026;;Atelier Martin;;Acompte déjà encaissé;300,00;20;60,00;0;acompte\n",
        "en": "Number;Issued on;Due on;Customer;Email;Subject;Net;VAT rate;VAT;Left;Kind\n"
        "F-2026-31;2026-03-12;2026-04-12;Atelier Martin;;Red room in March;1000.00;20;200.00;1200.00;invoice\n"
        "F-2026-32;2026-02-03;2026-03-05;;hugo@example.org;Desk;300.00;20;60.00;360.00;invoice\n"
        "AC-7;2026-03-20;;Atelier Martin;;Deposit paid already;300.00;20;60.00;0;deposit\n",
    },
    "passes": {
        "fr": "Courriel;Carnet;Reste;Expire le\nhugo@exemple.fr;Carnet de 10 jours;7,5;31/12/2026\n",
        "en": "Email;Pass;Left;Expires on\nhugo@example.org;Pass of 10 days;7.5;2026-12-31\n",
    },
    "shareholders": {
        "fr": "Numéro;Nom;Courriel;Collège;Parts;Date;Libéré\n1;Odile Martin;odile@exemple.fr;Usagers;2;01/09/2025;oui\n",
        "en": "Number;Name;Email;College;Shares;Since;Paid\n1;Odile Martin;odile@example.org;Users;2;2025-09-01;yes\n",
    },
}


def sample(kind: str, *, language: str) -> str:
    """The text of the file; French where the language is another. Raises KeyError for another kind."""
    return SAMPLES[kind].get(language, SAMPLES[kind]["fr"])
