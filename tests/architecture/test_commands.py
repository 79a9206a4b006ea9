"""Every command is keyword-only, takes its actor and its clock, and authorizes before it writes anything."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "cantine"
READS = {
    "Target", "all", "any", "atomic", "exists", "filter", "first", "frozenset", "get", "list", "next", "only",
    "order_by", "own", "scope", "select_for_update", "select_related", "set", "sorted", "tuple", "unscoped", "values",
    "values_list", "Refusal", "Refused",
}  # fmt: skip
READING = ("find_", "lock_", "check_")


def faults_of(source: str, exported: set[str] | None = None) -> list[str]:
    """What the commands of one module do wrong, in words; ``exported`` limits them to what a package offers."""
    module = ast.parse(source)
    functions = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    public = [f for name, f in functions.items() if (name in exported if exported is not None else name[0] != "_")]
    return [f"{f.name} {fault}" for f in public for fault in _faults(f, functions)]


def _faults(function: ast.FunctionDef, module: dict[str, ast.FunctionDef]) -> Iterator[str]:
    arguments = function.args
    names = [argument.arg for argument in arguments.kwonlyargs]
    if arguments.args or arguments.posonlyargs or arguments.vararg or arguments.kwarg:
        yield "is not keyword-only"
    if names[:2] != ["actor", "now"]:
        yield "does not take actor and now first"
    early = _called_before_authorizing(function, module)
    if early is None:
        yield "does not authorize"
    elif early:
        yield f"calls {', '.join(early)} before it authorizes"


def _called_before_authorizing(function: ast.FunctionDef, module: dict[str, ast.FunctionDef]) -> list[str] | None:
    """The calls that are not reads and come before ``authorize``; None if there is no authorize at all.

    A row is often found first, since whose it is decides who may: reading comes before, writing never.
    """
    early: list[str] = []
    for name in _calls(function.body):
        if name == "authorize" or (name.startswith("_authorize") and _authorizes(module.get(name))):
            return early
        if name not in READS and not name.lstrip("_").startswith(READING) and not name.endswith("_of"):
            early.append(name)
    return None


def _authorizes(helper: ast.FunctionDef | None) -> bool:
    return helper is not None and "authorize" in _calls(helper.body)


def _calls(body: list[ast.stmt]) -> Iterator[str]:
    """The names called, in the order in which they stand."""
    calls = [node for statement in body for node in ast.walk(statement) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.end_lineno or 0, node.end_col_offset or 0)):
        yield call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "(…)")


def modules() -> Iterator[tuple[str, str, set[str] | None]]:
    for file in sorted(HOUSE.glob("*/commands.py")):
        yield str(file.relative_to(HOUSE)), file.read_text(), None
    for file in sorted(HOUSE.glob("*/commands/*.py")):
        offered = _offered(file.parent / "__init__.py")
        yield str(file.relative_to(HOUSE)), file.read_text(), offered


def _offered(package: Path) -> set[str]:
    imports = [node for node in ast.parse(package.read_text()).body if isinstance(node, ast.ImportFrom)]
    return {alias.asname or alias.name for node in imports for alias in node.names}


def test_every_command_of_the_house_authorizes_before_it_writes() -> None:
    assert [f"{name}: {fault}" for name, source, offered in modules() for fault in faults_of(source, offered)] == []


def test_commands_are_found_in_modules_and_in_packages() -> None:
    found = {name.split("/")[0] for name, *_ in modules()}
    assert {"booking", "places"} <= found


GOOD = """
def cancel_date(*, actor, now, date):
    "Docstring."
    with transaction.atomic():
        row = lock_date(date)
        authorize(actor, "booking.cancel", Target(row.organisation_id))
        row.delete()
def _helper(row): row.save()
"""


def test_a_command_may_find_and_lock_the_row_that_decides_who_may() -> None:
    assert faults_of(GOOD) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("def a(*, actor, now): Place.objects.create()", "a does not authorize"),
        ("def a(*, actor, now): row.save(); authorize(actor)", "a calls save before it authorizes"),
        ("def a(*, actor, now): authorize(actor, Place.objects.create())", "a calls create before it authorizes"),
        ("def a(*, actor, now): _authorize_it()\ndef _authorize_it(): pass", "a does not authorize"),
        ("def a(actor, *, now): authorize(actor)", "a is not keyword-only"),
        ("def a(*, actor, now, **rest): authorize(actor)", "a is not keyword-only"),
        ("def a(*, now, actor): authorize(actor)", "a does not take actor and now first"),
        ("def a(*, actor): authorize(actor)", "a does not take actor and now first"),
    ],
)
def test_a_command_that_breaks_the_law_is_caught(source: str, fault: str) -> None:
    assert fault in faults_of(source)


def test_a_command_that_a_package_does_not_offer_is_its_own_affair() -> None:
    assert faults_of("def take(rows): rows.save()", exported={"request_booking"}) == []
