"""Home: the places by town, mine first; a town without a place is told so, with those nearby."""

from typing import Any

import pytest

from cantine.web.rules.directory import Reach, Sign, Town, places_near

NANTES = Town("44109", "Nantes", "44", "Loire-Atlantique", ("44000", "44100"))
REZE = Town("44143", "Rezé", "44", "Loire-Atlantique", ("44400",))
PARIS = Town("75056", "Paris", "75", "Paris", ("75001", "75002"))
SIGNS = [
    Sign("cantine", "La Cantine", "", "Paris", "75002", "75102"),
    Sign("nantes", "Le Hangar", "", "Nantes", "44000", ""),
]


@pytest.mark.parametrize(
    ("text", "towns", "reach", "slugs"),
    [
        ("", [], Reach.EVERYWHERE, ["cantine", "nantes"]),
        ("nantes", [NANTES], Reach.TOWN, ["nantes"]),
        ("paris", [PARIS], Reach.TOWN, ["cantine"]),
        ("hangar", [], Reach.TOWN, ["nantes"]),
        ("44100", [NANTES], Reach.TOWN, ["nantes"]),
        ("Rezé", [REZE], Reach.DEPARTMENT, ["nantes"]),
        ("Brest", [Town("29019", "Brest", "29", "Finistère", ("29200",))], Reach.NOWHERE, ["cantine", "nantes"]),
        ("zzz", [], Reach.NOWHERE, ["cantine", "nantes"]),
    ],
)
def test_a_place_is_found_by_its_town_or_else_in_the_department(
    text: str, towns: list[Town], reach: Reach, slugs: list[str]
) -> None:
    found = places_near(text, signs=SIGNS, towns=towns)
    assert (found.reach, [sign.slug for sign in found.signs]) == (reach, slugs)


@pytest.mark.parametrize(
    ("sign", "department"),
    [
        (Sign("a", "A", "", "Saint-Denis", "97400", "97411"), "974"),
        (Sign("b", "B", "", "Ajaccio", "20000", "2A004"), "2A"),
        (Sign("c", "C", "", "Lyon", "69007", ""), "69"),
    ],
)
def test_a_department_is_read_from_the_code_of_the_commune(sign: Sign, department: str) -> None:
    assert sign.department == department


@pytest.mark.django_db
class TestThePage:
    def test_a_stranger_finds_published_places_only(self, client: Any, three: Any) -> None:
        from cantine.places.testing import a_place

        a_place("Lieu caché", published_at=None)
        words = client.get("/").content.decode()
        assert three.place.name in words
        assert "Lieu caché" not in words
        assert "Mes lieux" not in words

    def test_a_member_finds_theirs_first(self, client: Any, three: Any) -> None:
        client.force_login(three.member)
        words = client.get("/").content.decode()
        assert words.index("Mes lieux") < words.index("Les lieux")

    def test_it_costs_the_same_at_one_place_and_at_three(self, client: Any, three: Any, statements: Any) -> None:
        from cantine.places.testing import a_place, give_role

        client.force_login(three.member)
        counts = []
        for more in ([], ["Deux", "Trois"]):
            for name in more:
                give_role(three.member, a_place(name), "member")
            client.get("/?ville=paris")
            with statements() as seen:
                client.get("/?ville=paris")
            counts.append(len(seen))
        assert counts[0] == counts[1] <= 6, seen
