# ruff: noqa: E501  (a pattern, or a mail, does not wrap)
"""How many people come: “25 personnes”, “une trentaine”, “entre 20 et 25”, “about 40 guests”."""

import re
from dataclasses import dataclass

_WHO = (
    r"(?:personnes?|pers\b\.?|pax|people|persons?|participants?|participantes?|participant·es|invités?|invitées?|guests?|attendees?|"
    r"convives?|places assises|adultes?|enfants|étudiants?|étudiantes?|collègues|salariés?|élèves|stagiaires?|students|colleagues|seats|"
    r"bénévoles|adhérents?|members|visiteurs|coworkers|développeurs|developers)"
)
BETWEEN = re.compile(
    rf"(?P<least>\d{{1,4}})\s*(?:à|a|-|–|to|et|and|ou|or)\s*(?P<most>\d{{1,4}})\s*{_WHO}", re.IGNORECASE
)
COUNTED = re.compile(
    rf"(?P<about>environ|à peu près|about|around|approximately|près de|~|some|une?\s+petite?)?\s*(?<![\d/:h])(?P<count>\d{{1,4}})\s*{_WHO}",
    re.IGNORECASE,
)
GROUP = re.compile(
    r"\b(?:groupe de|group of|nous serons|nous sommes|on sera|on serait|on est|serons|party of|we are|we will be|we'll be|we would be|équipe de|team of|jauge de|jauge :|pour)\s+"
    r"(?P<about>environ|about|around)?\s*(?P<count>\d{1,4})\b(?!\s*(?:h|heures|€|euros|jours?|days?|hours?|min|mois|an|/|er|mars|salles|rooms|[.:]\d)|\s*(?:janvier|février|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre))",
    re.IGNORECASE,
)
DOZENS = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50,
    "soixantaine": 60, "centaine": 100, "dozen": 12,
}  # fmt: skip
DOZEN = re.compile(
    rf"\b(?:une|a|one|la|d’une|d'une)\s+(?:petite\s+|bonne\s+)?(?P<word>{'|'.join(DOZENS)})\b(?!\s+de\s+(?:jours|minutes|salles|tables|mètres))",
    re.IGNORECASE,
)
MOST = 5_000


@dataclass(frozen=True)
class People:
    """How many; a guess where it is about, or between two numbers: then the most of them."""

    count: int
    sure: bool = True


def people_in(text: str) -> People | None:
    """The first that is said; None where nothing is."""
    for pattern, read in ((BETWEEN, _between), (COUNTED, _counted), (GROUP, _counted), (DOZEN, _dozen)):
        match = pattern.search(text)
        found = read(match) if match else None
        if found and 0 < found.count <= MOST:
            return found
    return None


def _between(match: re.Match[str]) -> People:
    return People(max(int(match["least"]), int(match["most"])), sure=False)


def _counted(match: re.Match[str]) -> People:
    return People(int(match["count"]), sure=not match["about"])


def _dozen(match: re.Match[str]) -> People:
    return People(DOZENS[match["word"].lower()], sure=False)
