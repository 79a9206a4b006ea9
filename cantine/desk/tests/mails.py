# ruff: noqa: E501  (a pattern, or a mail, does not wrap)
"""Thirty mails as places receive them, names and addresses invented, and what each one says."""

from datetime import date, time
from typing import Any

# Read on Monday 2 March 2026.
TODAY = date(2026, 3, 2)
H = time
MAILS: list[tuple[str, dict[str, Any]]] = [
    (
        "De : Claire Morin <claire.morin@atelier-nord.example>\nObjet : Location de salle\n\nBonjour,\n\nNous cherchons une salle le jeudi 12 mars de 9h à 12h30 pour 25 personnes.\n"
        "Un café d'accueil serait bienvenu.\n\nCordialement,\nClaire Morin\n06 12 34 56 78",
        {"name": "Claire Morin", "email": "claire.morin@atelier-nord.example", "phone": "06 12 34 56 78", "subject": "Location de salle",
         "whens": [(date(2026, 3, 12), H(9), H(12, 30), True)], "people": (25, True), "wants": ["catering"]},
    ),
    (
        "From: Tom Baker <tom@baker.example>\nSubject: Room for a workshop\n\nHello,\n\nWe would need a room next Thursday from 9am to 5pm for about 30 people, with a projector.\n\nBest regards,\nTom",
        {"name": "Tom Baker", "whens": [(date(2026, 3, 5), H(9), H(17), False)], "people": (30, False), "wants": ["projector"]},
    ),
    (
        "Bonjour, avez-vous une salle pour une trentaine de personnes le 12/03/2026 après-midi ? Merci, Luc (luc@exemple.example)",
        {"email": "luc@exemple.example", "whens": [(date(2026, 3, 12), H(14), H(18), False)], "people": (30, False)},
    ),
    (
        "De: asso.fil@exemple.example\nObjet: AG\n\nBonjour\nNotre assemblée générale aura lieu du 12 au 14 juin, toute la journée. Nous serons 40.\nBien à vous\nHélène Prat",
        {"email": "asso.fil@exemple.example", "name": "Hélène Prat", "people": (40, True),
         "whens": [(date(2026, 6, 12), H(9), H(18), False), (date(2026, 6, 13), H(9), H(18), False), (date(2026, 6, 14), H(9), H(18), False)]},
    ),
    (
        "Bonjour,\nPossible demain matin pour 6 pers ?\nMerci\nSam",
        {"whens": [(date(2026, 3, 3), H(9), H(12, 30), False)], "people": (6, True), "name": "", "email": ""},
    ),
    (
        "Objet : séminaire\nDe : Direction <direction@firme.example>\n\nNous voudrions deux salles le 20 mars et le 27 mars, 14h-18h, pour 12 participants, visio nécessaire.",
        {"whens": [(date(2026, 3, 20), H(14), H(18), True), (date(2026, 3, 27), H(14), H(18), True)], "people": (12, True),
         "wants": ["sound", "several_rooms"]},
    ),
    (
        "From: Ann Lee <ann@lee.example>\nSubject: Re: Fwd: March 12th\n\nHi, is March 12th, 2026 still free from 2pm to 6pm? We are 18.",
        {"subject": "March 12th", "whens": [(date(2026, 3, 12), H(14), H(18), True)], "people": (18, True)},
    ),
    (
        "Fwd de l'accueil\n---------- Forwarded message ---------\nDe : Paul Roy <paul.roy@ville.example>\nDate: lun. 2 mars 2026 à 10:12\nSubject: Réunion publique\nTo: <bonjour@lieu.example>\n\n"
        "Bonjour, la mairie souhaite réserver la grande salle le mercredi 18 mars à 18h30 pour une soixantaine de personnes.\nCordialement\nPaul Roy",
        {"name": "Paul Roy", "email": "paul.roy@ville.example", "subject": "Réunion publique",
         "whens": [(date(2026, 3, 18), H(18, 30), None, True)], "people": (60, False)},
    ),
    (
        "Bonjour,\n\nJe réponds à votre message : ce sera le vendredi 3 avril, 10h00 à 16h00, entre 20 et 25 personnes.\n\nÀ bientôt\nNadia\n\n"
        "Le 1 mars 2026 à 09:00, Le lieu <bonjour@lieu.example> a écrit :\n> Combien serez-vous ? Le 4 mai de 8h à 9h vous irait pour 100 personnes ?",
        {"whens": [(date(2026, 4, 3), H(10), H(16), True)], "people": (25, False), "name": "Nadia"},
    ),
    (
        "Hello, could we book the big room on 2026-04-15, 9:30–12:00? 15 attendees. Thanks, Mia mia@studio.example",
        {"whens": [(date(2026, 4, 15), H(9, 30), H(12), True)], "people": (15, True), "email": "mia@studio.example"},
    ),
    (
        "Salut, on cherche un endroit sympa pour un apéro le 19/3 à partir de 18h, une vingtaine. Bises, Jo",
        {"whens": [(date(2026, 3, 19), H(18), None, True)], "people": (20, False), "wants": ["catering"]},
    ),
    (
        "De : Marc <marc@asso.example>\n\nBonjour, nous aimerions organiser un événement autour de la réparation avec d'autres associations. Pouvons-nous en parler ?",
        {"name": "Marc", "whens": [], "people": None, "wants": []},
    ),
    (
        "Bonjour,\nQuel est le tarif d'un poste de coworking à la journée ?\nMerci d'avance,\nInès Caron",
        {"whens": [], "people": None, "name": "Inès Caron", "wants": ["desks"]},
    ),
    (
        "From: events@big.example\nSubject: Conference 8-9 October 2026\n\nWe plan a two day conference, 80 guests, catering for all. All day.",
        {"whens": [(date(2026, 10, 8), H(9), H(18), False), (date(2026, 10, 9), H(9), H(18), False)], "people": (80, True), "wants": ["catering"]},
    ),
    (
        "Bonjour, nous souhaitons la salle le 1er avril 2026 de 14 h à 17 h 30. Groupe de 10. Une personne en fauteuil : est-ce accessible ?",
        {"whens": [(date(2026, 4, 1), H(14), H(17, 30), True)], "people": (10, True), "wants": ["access"]},
    ),
    (
        "Bonjour,\nRéunion de bureau jeudi en huit à 14h, nous serons 7.\nCordialement, la secrétaire",
        {"whens": [(date(2026, 3, 12), H(14), None, False)], "people": (7, True)},
    ),
    (
        "Hi! Any chance for this Friday evening? A dozen of us. Cheers,\nLena Ortiz\n+33 6 98 76 54 32",
        {"whens": [(date(2026, 3, 6), H(18, 30), H(22), False)], "people": (12, False), "phone": "+33 6 98 76 54 32"},
    ),
    (
        "Bonjour,\nNous préparons un atelier le samedi 28 mars (9h30-17h). 15 à 20 participants, plateaux-repas le midi, vidéoprojecteur.\n--\nLéo Blin | Studio Blin | 01 44 55 66 77",
        {"whens": [(date(2026, 3, 28), H(9, 30), H(17), True)], "people": (20, False), "wants": ["catering", "projector"], "phone": "01 44 55 66 77",
         "name": "Léo Blin"},
    ),
    (
        "Bonjour, je vous avais écrit le 12/02/2026 sans réponse. Nous voulons toujours la salle le 12 mai, de 8h30 à 12h, 50 personnes environ.",
        {"whens": [(date(2026, 5, 12), H(8, 30), H(12), True)], "people": (50, True)},
    ),
    (
        "De : RH <rh@usine.example>\nObjet : Journée d'étude\n\nBonjour, date à définir en septembre, une centaine de salariés. Budget 3 000 €.",
        {"whens": [], "people": (100, False)},
    ),
    (
        "Bonjour, pouvez-vous nous accueillir les 16 et 17 avril de 9h à 18h ? Nous sommes une équipe de 8.",
        {"whens": [(date(2026, 4, 16), H(9), H(18), True), (date(2026, 4, 17), H(9), H(18), True)], "people": (8, True)},
    ),
    (
        "Hello,\nWe'd like to rent a meeting room on the 25th of March between 10am and 1pm for 9 people.\nKind regards,\nJames Hill",
        {"whens": [(date(2026, 3, 25), H(10), H(13), True)], "people": (9, True), "name": "James Hill"},
    ),
    (
        "Objet : Facture FA2026-000012\n\nBonjour, je n'ai pas reçu la facture de 250,00 €, tél. 02.40.11.22.33.",
        {"whens": [], "people": None, "subject": "Facture FA2026-000012", "phone": "02.40.11.22.33"},
    ),
    (
        "Bonjour,\nCours de yoga : tous les mardis soir, à partir du 10 mars, 15 adhérents.\nCordialement,\nYoga pour tous",
        {"whens": [(date(2026, 3, 10), H(18, 30), H(22), False)], "people": (15, True)},
    ),
    (
        "De : Zoé <zoe@x.example>\nEnvoyé : lundi 2 mars 2026 09:14\nÀ : bonjour@lieu.example\nObjet : après-demain\n\nAprès-demain de 10h à 11h, 3 personnes.",
        {"email": "zoe@x.example", "whens": [(date(2026, 3, 4), H(10), H(11), False)], "people": (3, True)},
    ),
    (
        "Bonjour, nous cherchons une salle le 30 février pour 10 personnes.",
        {"whens": [], "people": (10, True)},
    ),
    (
        "Bonjour, hackathon du 29 au 31 mai 2026, 60 développeurs, streaming et buffet.",
        {"whens": [(date(2026, 5, 29), None, None, True), (date(2026, 5, 30), None, None, True), (date(2026, 5, 31), None, None, True)],
         "people": (60, True), "wants": ["catering", "sound"]},
    ),
    (
        "Bonjour, notre asso voudrait la salle le 5 janvier, 19h-21h, 12 bénévoles.",
        {"whens": [(date(2027, 1, 5), H(19), H(21), False)], "people": (12, True)},
    ),
    (
        "Dear team, we need 2 rooms on Tuesday 14 April from 9 to 12.30 for 2 groups of 10 students.",
        {"whens": [(date(2026, 4, 14), H(9), H(12, 30), True)], "people": (10, True), "wants": ["several_rooms"]},
    ),
    (
        "Bonjour,\n\nprésentation presse le mardi 24/03/26 de 11h à 13h, 35 invités, cocktail ensuite. Micro HF indispensable.\n\nBien cordialement,\nAgence Vive\npresse@vive.example",
        {"whens": [(date(2026, 3, 24), H(11), H(13), True)], "people": (35, True), "wants": ["catering", "sound"], "email": "presse@vive.example",
         "name": "Agence Vive"},
    ),
]  # fmt: skip
