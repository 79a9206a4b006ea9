# ruff: noqa: E501  (a pattern, or a mail, does not wrap)
"""What is asked for besides a room, as codes that the page has words for."""

import re

WANTS = {
    "catering": r"petit[- ]déj\w*|déjeuner|buffet|traiteur|café d.accueil|pause[- ]café|cocktail|apéritif|apéro|plateaux?[- ]repas|catering|breakfast|lunch|coffee|dinner|drinks|repas|goûter|collation",
    "projector": r"vidéo[- ]?projecteur|projecteur|projector|écran|screen|beamer|projection",
    "sound": r"micros?\b|microphone|sono\w*|sound system|enceintes?|captation|streaming|hybride|visio\w*|video ?call|videoconference",
    "access": r"accessible|fauteuil|PMR|wheelchair|mobilité réduite|de plain-pied|step-free",
    "several_rooms": r"(?:deux|trois|quatre|plusieurs|2|3|4) (?:petites )?salles|sous-groupes|(?:two|three|four|several|2|3|4) (?:small(?:er)? )?rooms|break-?out",
    "desks": r"coworking|postes?(?: de travail)?\b|bureaux? partagés?|open space|hot desks?|desks?\b",
}  # fmt: skip
_PATTERNS = {code: re.compile(rf"\b(?:{words})", re.IGNORECASE) for code, words in WANTS.items()}


def wants_in(text: str) -> tuple[str, ...]:
    return tuple(code for code, pattern in _PATTERNS.items() if pattern.search(text))
