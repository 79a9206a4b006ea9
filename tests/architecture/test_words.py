"""Every refusal that the code can make has its sentence. That each has its French is judged by ``messages --check``."""

import ast
from pathlib import Path

from cantine.core import refusals
from cantine.kernel import Refusal

HOUSE = Path(__file__).parents[2] / "cantine"
MAKERS = {"Refusal", "_refusal"}


def codes_in(source: str) -> set[str]:
    """The codes that a module writes as the first argument of a Refusal."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args]
    return {
        str(call.args[0].value)
        for call in calls
        if getattr(call.func, "id", getattr(call.func, "attr", "")) in MAKERS
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def test_every_refusal_has_a_sentence() -> None:
    sources = [file for file in HOUSE.rglob("*.py") if "tests" not in file.parts]
    wanted = {(code, file.parts[len(HOUSE.parts)]) for file in sources for code in codes_in(file.read_text())}
    assert len(wanted) > 50
    assert sorted((code, package) for code, package in wanted if code not in refusals.known_codes()) == []


def test_a_refusal_without_a_sentence_is_caught() -> None:
    assert codes_in('raise Refused(Refusal("nobody_wrote_it", field="x"))') == {"nobody_wrote_it"}
    assert "nobody_wrote_it" not in refusals.known_codes()
    assert Refusal("nobody_wrote_it").code == "nobody_wrote_it"
