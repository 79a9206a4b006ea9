"""The packaged communes: loaded in a few statements, found by postcode and by name."""

from datetime import datetime

import pytest
from django.core.management import call_command
from django.test.utils import CaptureQueriesContext

from cantine.core.actor import ANONYMOUS, system
from cantine.core.authorization import Denied
from cantine.territory import commands, queries
from cantine.territory.models import Commune, Department, Region

pytestmark = pytest.mark.django_db
LOADER = system("test")


@pytest.fixture
def some_communes(tmp_path, now: datetime) -> None:
    """A handful, in the packaged file's own form: a test of the search needs no more."""
    import gzip

    lines = [
        "R\t11\tÎle-de-France", "R\t84\tAuvergne-Rhône-Alpes", "R\t75\tNouvelle-Aquitaine",
        "D\t75\tParis\t11", "D\t42\tLoire\t84", "D\t17\tCharente-Maritime\t75", "D\t33\tGironde\t75",
        "C\t75056\tParis\t75\t2103778\t75001 75002 75011",
        "C\t42218\tSaint-Étienne\t42\t173089\t42000 42100 42230",
        "C\t42226\tSaint-Étienne-le-Molard\t42\t993\t42130",
        "C\t17300\tLa Rochelle\t17\t79000\t17000",
        "C\t17301\tRochefort\t17\t\t17300",
        "C\t33315\tLa Rivière\t33\t400\t33126",
    ]  # fmt: skip
    file = tmp_path / "communes.tsv.gz"
    file.write_bytes(gzip.compress("".join(line + "\n" for line in lines).encode()))
    commands.load_territory(actor=LOADER, now=now, file=file)


def names(found: list[queries.CommuneRef]) -> list[str]:
    return [commune.name for commune in found]


def test_the_packaged_file_holds_every_commune_of_the_vintage(now: datetime) -> None:
    assert commands.load_territory(actor=LOADER, now=now) == 34_969
    assert (Region.objects.count(), Department.objects.count(), Commune.objects.count()) == (26, 109, 34_969)
    nantes = queries.commune_of("44109")
    assert nantes is not None
    assert (nantes.name, nantes.department_name, nantes.region_name) == (
        "Nantes",
        "Loire-Atlantique",
        "Pays de la Loire",
    )
    assert nantes.timezone == "Europe/Paris"


def test_loading_again_changes_nothing_and_the_command_knows_it(some_communes: None, capsys) -> None:
    call_command("load_territory")
    assert Commune.objects.count() == 6


def test_a_commune_that_is_no_more_is_dropped(some_communes: None, now: datetime) -> None:
    Commune.objects.create(code="00001", name="Gone", key="gone", bare_key="gone", department_id="75", postcodes=[])
    commands.load_territory(actor=LOADER, now=now)
    assert not Commune.objects.filter(code="00001").exists()


def test_nobody_but_the_program_loads(now: datetime) -> None:
    with pytest.raises(Denied):
        commands.load_territory(actor=ANONYMOUS, now=now)


def test_a_postcode_finds_its_communes(some_communes: None) -> None:
    assert names(queries.communes_at("75011")) == ["Paris"]
    assert names(queries.find_communes("42130")) == ["Saint-Étienne-le-Molard"]
    assert queries.communes_at("99999") == []


def test_a_few_letters_find_the_most_populous_first(some_communes: None) -> None:
    assert names(queries.find_communes("st eti")) == ["Saint-Étienne", "Saint-Étienne-le-Molard"]
    assert names(queries.find_communes("roch")) == ["La Rochelle", "Rochefort"]
    assert names(queries.find_communes("la ro")) == ["La Rochelle"]
    assert queries.find_communes("  ") == []


def test_an_arrondissement_finds_its_city(some_communes: None) -> None:
    paris = queries.commune_of("75111")
    assert paris is not None
    assert paris.name == "Paris"
    assert queries.commune_of("00000") is None


@pytest.mark.parametrize(("text", "found"), [("la roch", 1), ("r", 3)])
def test_a_search_is_one_statement(some_communes: None, text: str, found: int) -> None:
    from django.db import connection

    with CaptureQueriesContext(
        connection,
    ) as statements:
        assert len(queries.find_communes(text)) == found
    assert len(statements) == 1
