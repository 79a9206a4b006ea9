"""The people of the demo, and the organisations they belong to. None of them exists."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Somebody:
    """``belongs`` names organisations; ``role`` is theirs at La Cantine."""

    email: str
    name: str
    role: str = ""
    belongs: tuple[tuple[str, str], ...] = ()


MANAGER = Somebody("manager@cantine.example", "Camille Nguyen", "manager", (("Silicon Sentier", "employee"),))
MEMBER = Somebody(
    "member@cantine.example", "Nadia Benali", "member", (("Coopaname", "entrepreneur"), ("Silicon Sentier", "member"))
)
STRANGER = Somebody("stranger@cantine.example", "Théo Martin")
TEAM = (
    MANAGER,
    Somebody("host@cantine.example", "Solène Le Goff", "host", (("Silicon Sentier", "volunteer"),)),
    Somebody("treasurer@cantine.example", "Idriss Ouedraogo", "treasurer", (("Silicon Sentier", "employee"),)),
)
COWORKERS = (
    MEMBER,
    Somebody("resident@cantine.example", "Lucie Fontaine", "resident", (("Atelier Boussole", "leader"),)),
    Somebody("amel@cantine.example", "Amel Haddad", "member", (("Coopaname", "entrepreneur"),)),
    Somebody("bastien@cantine.example", "Bastien Roux", "member"),
    Somebody("chloe@cantine.example", "Chloé Garnier", "resident", (("Oxamyne", "member"),)),
    Somebody("david@cantine.example", "David Cohen", "member"),
    Somebody("elena@cantine.example", "Elena Rossi", "member"),
    Somebody("farid@cantine.example", "Farid Ziani", "member", (("Atelier Boussole", "employee"),)),
    Somebody("gwenaelle@cantine.example", "Gwenaëlle Morvan", "member"),
    Somebody("hugo@cantine.example", "Hugo Lambert", "resident"),
    Somebody("ines@cantine.example", "Inès Da Silva", "member"),
    Somebody("jules@cantine.example", "Jules Perrin", "member", (("Oxamyne", "member"),)),
    Somebody("karim@cantine.example", "Karim Belkacem", "member"),
    Somebody("lea@cantine.example", "Léa Dubois", "member"),
    Somebody("marc@cantine.example", "Marc-Antoine Petit", "member"),
)
ORGANISATIONS = (
    ("Silicon Sentier", "association-1901", ""),
    ("Coopaname", "cae", "cae"),
    ("Oxamyne", "collectif", "collective"),
    ("Atelier Boussole", "sarl", "company"),
)

MEETINGS = (
    "Comité de pilotage réseau", "Atelier SCIC", "Point d’équipe", "Rendez-vous clients", "Entretien", "Relecture de maquette",
    "Réunion de bureau", "Revue de sprint", "Formation cartographie libre", "Conseil d’administration", "Atelier tarifs",
    "Groupe logiciel libre", "Visio Rennes et Nantes", "Accompagnement de projet", "Rencontre des bénévoles",
)  # fmt: skip
GATHERINGS = (
    "Petit-déjeuner données ouvertes", "BarCamp cartographie", "Social Media Club", "CleanTuesday", "Semaine de la cartographie",
    "Printemps du multitouch", "Journée de l’entreprise 2.0", "Open-Day", "Démonstrations du mois", "CodeCamp accessibilité",
)  # fmt: skip
