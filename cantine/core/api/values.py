"""The values that requests carry, checked before anything else looks at them: a text has no NUL, an instant says its
offset, a number is a number. What fails here is refused with a sentence (``core.words``)."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?([Zz]|[+\- ]\d\d:?\d\d)?")
_OFFSET = re.compile(r"([Zz]|[+\- ]\d\d:?\d\d)$")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Body(Schema):
    """A request's body: a field that is not known is refused, so that a typing mistake never passes for a default."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Out(Schema):
    """An answer, for the documentation: the JSON itself is made by hand or by PostgreSQL."""


def _clean(text: str) -> str:
    if _CONTROLS.search(text):
        raise PydanticCustomError("input_control_character", "control characters")
    return text.strip()


def _moment(value: Any) -> datetime:
    """RFC 3339. In an address an unescaped + arrives as a space: it is read as the + that was meant."""
    if not isinstance(value, str) or not _RFC3339.fullmatch(value):
        raise PydanticCustomError("input_not_an_instant", "not an instant")
    if not _OFFSET.search(value[10:]):
        raise PydanticCustomError("input_without_offset", "no offset")
    day, rest = value[:10], value[11:].upper().replace(",", ".").replace(" ", "+")
    try:
        return datetime.fromisoformat(f"{day}T{rest}").astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise PydanticCustomError("input_no_such_instant", "no such instant") from error


def _day(value: Any) -> date:
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise PydanticCustomError("input_not_a_day", "not a day")
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise PydanticCustomError("input_not_a_day", "not a day") from error
    if not 1970 <= day.year <= 2199:
        raise PydanticCustomError("input_not_a_day", "out of range")
    return day


Text = Annotated[str, AfterValidator(_clean)]
Name = Annotated[str, StringConstraints(max_length=120), AfterValidator(_clean)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-04-14T13:30:00+02:00"]}),
]
Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-04-14"]})
]
# What answers hold: always UTC, always with Z.
Instant = Annotated[
    str, WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-04-14T11:30:00Z"]})
]
