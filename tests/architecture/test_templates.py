"""A template may test a value, never compute one: sums, sorts and clocks belong to queries and rules."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
COMPUTING = re.compile(
    r"\|\s*(?P<filter>add|divisibleby|dictsort|dictsortreversed|random|wordcount)\b"
    r"|\{%\s*(?P<tag>widthratio|regroup|now|lorem|debug)\b"
)


def computing_in(template: str) -> list[str]:
    return [found["filter"] or found["tag"] for found in COMPUTING.finditer(template)]


def test_no_template_computes() -> None:
    templates = (HOUSE / "cantine").glob("*/templates/**/*.*")
    assert {file.name: found for file in templates if (found := computing_in(file.read_text()))} == {}


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("{{ seats|add:1 }}", ["add"]),
        ("{% widthratio taken seats 100 %}", ["widthratio"]),
        ("{% for room in rooms|dictsort:'name' %}", ["dictsort"]),
        ("{% now 'Y' %}", ["now"]),
        ("{% if seats > 1 %}{{ seats }}{% endif %}{{ address }}", []),
    ],
)
def test_a_template_that_computes_is_caught(template: str, found: list[str]) -> None:
    assert computing_in(template) == found
