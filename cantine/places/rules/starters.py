"""Spaces to start from, so that nobody opens on an empty page: names in both languages, a kind, how many."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One bookable thing; ``number`` is the people it holds, or how many there are alike; ``parts`` are the lines
    that it joins.
    """

    name_fr: str
    name_en: str
    kind: str
    number: int | None = None
    alike: bool = False
    parts: tuple[int, ...] = ()

    def name(self, language: str) -> str:
        return self.name_en if language.startswith("en") else self.name_fr


STARTERS: dict[str, tuple[Line, ...]] = {
    "coworking": (
        Line("Postes partagés", "Shared desks", "desk", 16, alike=True),
        Line("Petite salle", "Small room", "room", 6),
        Line("Grande salle", "Large room", "room", 14),
        Line("Petite + Grande salle", "Small + Large room", "room", 20, parts=(1, 2)),
        Line("Cabine", "Phone box", "phone-box", 1),
    ),
    "cafe": (
        Line("Café", "Café", "desk", 20, alike=True),
        Line("Salle du fond", "Back room", "room", 12),
        Line("Salle de l’étage", "Upstairs room", "room", 30),
    ),
    "fablab": (
        Line("Établis", "Workbenches", "desk", 8, alike=True),
        Line("Découpe laser", "Laser cutter", "machine", 2),
        Line("Imprimante 3D", "3D printer", "machine", 1),
        Line("Fraiseuse numérique", "CNC mill", "machine", 2),
        Line("Salle de formation", "Training room", "room", 12),
    ),
}
