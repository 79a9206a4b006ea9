"""What is wrong with the shape of an input, as refusals: one sentence for each thing that pydantic can complain of."""

from collections.abc import Mapping
from typing import Any

from ninja.errors import ValidationError

from cantine.kernel import Refusal

_CODES = {
    "missing": "input_missing",
    "extra_forbidden": "input_unknown",
    "string_type": "input_not_text",
    "string_unicode": "input_not_text",
    "string_too_long": "input_too_long",
    "string_too_short": "input_too_short",
    "string_pattern_mismatch": "input_not_in_form",
    "int_type": "input_not_whole",
    "int_parsing": "input_not_whole",
    "int_parsing_size": "input_out_of_range",
    "int_from_float": "input_not_whole",
    "greater_than_equal": "input_out_of_range",
    "less_than_equal": "input_out_of_range",
    "bool_type": "input_not_yes_or_no",
    "bool_parsing": "input_not_yes_or_no",
    "list_type": "input_not_a_list",
    "too_long": "input_too_long",
    "too_short": "input_too_short",
    "literal_error": "input_not_in_list",
    "enum": "input_not_in_list",
    "uuid_parsing": "input_not_an_id",
    "uuid_type": "input_not_an_id",
}
_OF_LISTS = {"too_long": "input_too_many"}
_TOLD = {"max_length": "most", "min_length": "least", "ge": "least", "le": "most", "expected": "expected"}


def refusals_of(error: ValidationError) -> list[Refusal]:
    """Every fault, each with the field it is about: ``starts_at``, ``choices.2.date``."""
    return list(dict.fromkeys(_refusal(each) for each in error.errors))


def _refusal(error: Mapping[str, Any]) -> Refusal:
    kind, context = str(error["type"]), dict(error.get("ctx") or {})
    where = [str(part) for part in error["loc"][1:]]
    if error["loc"][0] == "body":
        where = where[1:]  # the name of the view's argument
    told = {_TOLD[key]: value for key, value in context.items() if key in _TOLD}
    if context.get("field_type") == "List":
        kind = _OF_LISTS.get(kind, kind)
    return Refusal(_CODES.get(kind, kind if kind.startswith("input_") else "input_wrong"), told, ".".join(where))
