"""Money never meets a float: none is written, made or divided into being where prices are decided and kept."""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
MONEY = [HOUSE / "kernel" / "money.py", *(HOUSE / "pricing").rglob("*.py")]


def floats_in(source: str) -> list[str]:
    """Literals and the name itself; ``/`` is left to Decimal, which refuses a float."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            found.append(repr(node.value))
        elif isinstance(node, ast.Name) and node.id == "float":
            found.append("float")
    return found


def test_no_float_is_written_where_money_is() -> None:
    sources = [file for file in MONEY if "tests" not in file.parts]
    assert len(sources) > 30
    assert {file.name: found for file in sources if (found := floats_in(file.read_text()))} == {}


@pytest.mark.parametrize(("source", "found"), [("a = 1.5", ["1.5"]), ("a = float(b)", ["float"]), ("a = 15", [])])
def test_a_float_is_caught(source: str, found: list[str]) -> None:
    assert floats_in(source) == found
