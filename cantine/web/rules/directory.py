"""Finding a place by the town where one is: there, or else in the same department, said plainly which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cantine.kernel import folded
from cantine.territory.rules import commune_code


@dataclass(frozen=True)
class Sign:
    """A published place as the list of places shows it; ``insee_code`` is empty when only the postcode is known."""

    slug: str
    name: str
    tagline: str
    town: str
    postcode: str
    insee_code: str

    @property
    def department(self) -> str:
        """Its code, from the commune's or else from the postcode (in Corsica, where they differ, only the former)."""
        code = self.insee_code or self.postcode
        return code[: 3 if code.startswith(("97", "98")) else 2]


@dataclass(frozen=True)
class Town:
    """A commune that the words asked for may mean."""

    code: str
    name: str
    department: str
    department_name: str
    postcodes: tuple[str, ...]

    def holds(self, sign: Sign) -> bool:
        if sign.insee_code:
            return commune_code(sign.insee_code) == self.code
        return sign.postcode in self.postcodes and folded(sign.town) == folded(self.name)


class Reach(StrEnum):
    """How far one had to look."""

    EVERYWHERE = "everywhere"
    TOWN = "town"
    DEPARTMENT = "department"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class Found:
    reach: Reach
    signs: tuple[Sign, ...]
    town: Town | None = None


def places_near(text: str, *, signs: Iterable[Sign], towns: Sequence[Town]) -> Found:
    """The places whose name or town says ``text``; failing that, those of the department of the likeliest town."""
    every = tuple(signs)
    words = folded(text).split()
    if not words:
        return Found(Reach.EVERYWHERE, every)
    there = tuple(sign for sign in every if _said(sign, words) or any(town.holds(sign) for town in towns))
    if there:
        return Found(Reach.TOWN, there)
    for town in towns:
        around = tuple(sign for sign in every if sign.department == town.department)
        if around:
            return Found(Reach.DEPARTMENT, around, town)
    return Found(Reach.NOWHERE, every, towns[0] if towns else None)


def _said(sign: Sign, words: Sequence[str]) -> bool:
    said = f"{folded(sign.name)} {folded(sign.town)} {sign.postcode}"
    return all(word in said for word in words)
