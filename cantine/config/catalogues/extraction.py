"""The phrases of one package: every gettext call of its Python, every translated tag of its templates.

Templates are read by Django's own ``templatize``, which turns them into gettext calls; it does not see the dynamic
attributes of cotton (``:label="_('Day')"``), which are found by their shape.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = {".html", ".txt", ".svg", ".xml", ".ics"}
NOT_SHOWN = {"tests", "migrations", "vendor"}
_DYNAMIC = re.compile(r"""\s:[\w.-]+=(["'])(?P<value>.*?)\1""", re.DOTALL)
_CALL = re.compile(r"""\b_\((["'])(?P<text>.*?)\1\)""")


class Phrase(NamedTuple):
    """What a catalogue is keyed by; ``context`` tells apart two meanings of the same English."""

    context: str
    english: str


Phrases = Mapping[Phrase, str]  # the plural, or "" where there is none


def phrases_of(package: Path) -> Phrases:
    """Every phrase under ``package``, tests and migrations apart."""
    found: dict[Phrase, str] = {}
    for file in sorted(package.rglob("*")):
        if NOT_SHOWN.isdisjoint(file.relative_to(package).parts):
            for phrase, plural in _phrases_in(file):
                found[phrase] = plural or found.get(phrase, "")
    return found


def _phrases_in(file: Path) -> Iterator[tuple[Phrase, str]]:
    if file.suffix == ".py":
        yield from in_python(file.read_text())
    elif file.suffix in TEMPLATES and "templates" in file.parts:
        yield from in_template(file.read_text(), origin=str(file))


def in_python(source: str) -> Iterator[tuple[Phrase, str]]:
    """Read as Python reads it: a call may stand inside an f-string, where a scan of words sees text only."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (name := _called(node.func)) in KEYWORDS:
            said = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            context = ""
            texts: list[str] = []
            for part in KEYWORDS[name] or (1,):
                index = int(str(part[0] if isinstance(part, tuple) else part))
                value = said[index - 1] if index <= len(said) else None
                if isinstance(part, tuple):
                    context = str(value or "")
                elif isinstance(value, str):
                    texts.append(value)
            if texts and texts[0]:
                yield Phrase(context, texts[0]), texts[1] if len(texts) > 1 else ""


def _called(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _in_calls(source: str) -> Iterator[tuple[Phrase, str]]:
    """What ``templatize`` made: calls among blanks, which is no Python."""
    for _line, message, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        english, *plural = message if isinstance(message, tuple) else (message,)
        if english:
            yield Phrase(context or "", english), plural[0] if plural else ""


def in_template(source: str, *, origin: str = "") -> Iterator[tuple[Phrase, str]]:
    """The blanks of the page would be read as indentation: hence the brackets."""
    yield from _in_calls("(\n" + templatize(source, origin=origin) + "\n)")
    for attribute in _DYNAMIC.finditer(source):
        for call in _CALL.finditer(attribute["value"]):
            yield Phrase("", call["text"]), ""
