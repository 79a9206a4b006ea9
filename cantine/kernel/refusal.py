"""A refusal is a value: why something the person asked for cannot be, as a code and its context.

Rules return all the refusals that apply, never only the first. The words shown to people are written where they
are shown (``cantine.core.refusals``), in their language; a rule never translates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Context = Mapping[str, object]


@dataclass(frozen=True)
class Refusal:
    """``code`` is stable and public (it stands in the API); ``context`` holds the values its sentence needs."""

    code: str
    context: Context = field(default_factory=lambda: MappingProxyType({}))
    field: str = ""

    def __hash__(self) -> int:
        return hash((self.code, self.field, tuple(sorted((k, str(v)) for k, v in self.context.items()))))


class Refused(Exception):
    """What was asked cannot be done, for the reasons in ``refusals``; nothing was written."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(", ".join(refusal.code for refusal in refusals))
        self.refusals = refusals
