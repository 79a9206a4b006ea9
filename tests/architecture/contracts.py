"""Two kinds of import-linter contract of our own; ``.importlinter`` says where they apply.

``Private``: modules of these kinds (``cantine.DOMAIN.KIND``) are imported only from their own domain, and by
``importers``. ``Pure``: these modules import nothing but what is listed, so a new dependency is a decision.
"""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

Link = tuple[str, str]


class Private(Contract):
    kinds = fields.SetField(subfield=fields.StringField())
    importers = fields.SetField(subfield=fields.StringField(), required=False, default=set())
    spared = fields.SetField(subfield=fields.StringField(), required=False, default=set())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        kinds, importers, spared = _set(self.kinds), _set(self.importers), _set(self.spared)
        return _verdict(
            (importer, imported)
            for importer, imported in _links(graph)
            if _kind_of(imported) in kinds
            and _package_of(importer) != _package_of(imported)
            and _package_of(imported) not in spared
            and not _matches(importer, importers)
        )

    def render_broken_contract(self, check: ContractCheck) -> None:
        _render(check)


class Pure(Contract):
    modules = fields.SetField(subfield=fields.StringField())
    inside = fields.SetField(subfield=fields.StringField())
    outside = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        root = self.session_options["root_packages"][0]
        modules, inside, outside = _set(self.modules), _set(self.inside), _set(self.outside)
        return _verdict(
            (importer, imported)
            for importer, imported in _links(graph)
            if _matches(importer, modules)
            and not _matches(imported, inside)
            and (imported.startswith(f"{root}.") or imported.partition(".")[0] not in outside)
        )

    def render_broken_contract(self, check: ContractCheck) -> None:
        _render(check)


def _set(option: Any) -> set[str]:
    """An option declared as a field holds its parsed value once the contract is made."""
    return set(option)


def _links(graph: ImportGraph) -> Iterable[Link]:
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            yield importer, imported


def _package_of(module: str) -> str:
    return ".".join(module.split(".")[1:2])


def _kind_of(module: str) -> str:
    return ".".join(module.split(".")[2:3])


def _matches(module: str, patterns: Iterable[str]) -> bool:
    """The module, or what it contains; ``*`` is one step of the path."""
    steps = module.split(".")
    return any(
        len(steps) >= len(wanted) and all(map(fnmatchcase, steps, wanted))
        for wanted in (pattern.split(".") for pattern in patterns)
    )


def _verdict(broken: Iterable[Link]) -> ContractCheck:
    links = sorted(broken)
    return ContractCheck(kept=not links, metadata={"links": links})


def _render(check: ContractCheck) -> None:
    for importer, imported in check.metadata["links"]:
        output.print_error(f"- {importer} imports {imported}")
