"""The contracts of ``.importlinter`` hold, and each catches what it is there to catch."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
CONTRACTS = configparser.ConfigParser()
CONTRACTS.read(HOUSE / ".importlinter")
PACKAGES = CONTRACTS["importlinter:contract:graph"]["layers"].split()


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [program, "--no-logo", "--no-cache", *arguments], cwd=folder,
        env={"PYTHONPATH": f"{folder}:{HOUSE}", "COLUMNS": "200"}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house with every package of the graph and nothing in them, under the real contracts."""
    shutil.copy(HOUSE / ".importlinter", tmp_path)
    for folder in (".", *PACKAGES):
        write(tmp_path, f"{folder}/__init__.py", "")
    return tmp_path


def write(house: Path, file: str, line: str) -> None:
    path = house / "cantine" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / "__init__.py").touch()
    path.write_text(line + "\n")


def test_the_house_keeps_every_contract() -> None:
    done = lint(HOUSE)
    assert done.returncode == 0, done.stdout


def test_an_empty_house_keeps_every_contract(house: Path) -> None:
    assert lint(house).returncode == 0


VIOLATIONS = {
    "graph": [
        ("places/commands.py", "from cantine.booking import commands", {"booking/commands.py"}),
        ("core/mail.py", "import cantine.people.queries", {"people/queries.py"}),
        ("kernel/money.py", "from cantine.core import clock", {"core/clock.py"}),
        ("kitchen/__init__.py", "", set()),
    ],
    "shape": [
        ("booking/queries.py", "from cantine.booking import commands", {"booking/commands.py"}),
        ("booking/rules.py", "from cantine.booking import models", {"booking/models.py"}),
        ("booking/views.py", "from cantine.booking import api", {"booking/api.py"}),
        ("booking/utils.py", "", set()),
    ],
    "tables": [
        ("booking/queries.py", "from cantine.places.models import Place", {"places/models.py"}),
        ("booking/tests/test_it.py", "from cantine.places.models import Place", {"places/models.py"}),
        ("web/views.py", "from cantine.core import models", {"core/models.py"}),
    ],
    "presentation": [
        ("booking/views.py", "from cantine.places.views import page", {"places/views.py"}),
        ("web/urls.py", "from cantine.booking import forms", {"booking/forms.py"}),
        ("booking/reactions.py", "from cantine.places.tasks import sweep", {"places/tasks.py"}),
    ],
    "testing": [
        ("booking/commands.py", "from cantine.places.testing import a_place", {"places/testing.py"}),
    ],
    "rules": [
        ("booking/rules.py", "from django.utils import timezone", set()),
        ("booking/rules/price.py", "from cantine.core import clock", {"core/clock.py", "booking/rules/__init__.py"}),
        ("booking/rules.py", "from cantine.places import queries", {"places/queries.py"}),
        ("kernel/money.py", "import os", set()),
        ("kernel/money.py", "import random", set()),
        ("places/rules.py", "import psycopg", set()),
    ],
}


@pytest.mark.parametrize(
    ("contract", "file", "line", "others"),
    [(contract, *case) for contract, cases in VIOLATIONS.items() for case in cases],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_violation_is_caught(house: Path, contract: str, file: str, line: str, others: set[str]) -> None:
    for other in others:
        write(house, other, "")
    write(house, file, line)
    done = lint(house, "--contract", contract)
    assert done.returncode == 1, done.stdout
    assert file.removesuffix(".py").removesuffix("/__init__").replace("/", ".") in done.stdout


ALLOWED = [
    ("booking/commands.py", "from cantine.places import queries, rules", {"places/queries.py", "places/rules.py"}),
    ("booking/urls.py", "from cantine.places.policies import at_place", {"places/policies.py"}),
    ("booking/testing.py", "from cantine.places.testing import a_place", {"places/testing.py"}),
    ("booking/tests/test_it.py", "from cantine.places.testing import a_place", {"places/testing.py"}),
    ("booking/rules.py", "from cantine.places.rules import hours", {"places/rules/hours.py"}),
    ("booking/rules.py", "from dateutil import rrule", set()),
    ("config/urls.py", "from cantine.booking import urls", {"booking/urls.py"}),
    ("web/views.py", "from cantine.ui import forms", {"ui/forms.py"}),
]


def test_what_the_house_is_built_with_is_allowed(house: Path) -> None:
    for file, line, others in ALLOWED:
        for other in others - {name for name, *_ in ALLOWED}:
            write(house, other, "")
        path = house / "cantine" / file
        write(house, file, (path.read_text() if path.exists() else "") + line)
    done = lint(house)
    assert done.returncode == 0, done.stdout


def test_every_domain_has_the_shape() -> None:
    shaped = CONTRACTS["importlinter:contract:shape"]["containers"].split()
    assert shaped == [f"cantine.{package}" for package in PACKAGES if package not in {"config", "ui", "core", "kernel"}]


def test_every_folder_of_code_is_a_package_that_the_contracts_see() -> None:
    folders = {file.parent for file in (HOUSE / "cantine").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []
