"""Lists by pages: ``{"items": […], "next": address or null}``. A cursor is where the page before ended, written so
that nobody builds one by hand: it goes on from there whatever was added or removed meanwhile."""

import base64
import json
from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest
from pydantic import Field

from cantine.core.api.values import Out
from cantine.kernel import Refusal, Refused

Item = TypeVar("Item")
Key = tuple[Any, ...]


class Page(Out, Generic[Item]):
    """``next`` is the address of the page that follows; null on the last one."""

    items: list[Item]
    next: str | None


def read_cursor(text: str, *kinds: type) -> Key | None:
    """The key that a cursor holds, if its parts are of these kinds."""
    try:
        key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        return None
    if not isinstance(key, list) or [type(part) for part in key] != list(kinds):
        return None
    return None if any(isinstance(part, int) and abs(part) >= 2**63 for part in key) else tuple(key)


def write_cursor(key: Key) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def key_of(cursor: str | None, *kinds: type) -> Key | None:
    """The key that ``cursor`` holds, whose parts must be of these kinds. Raises Refused: input_cursor."""
    if cursor is None:
        return None
    key = read_cursor(cursor, *kinds)
    if key is None or any(isinstance(part, str) and "\x00" in part for part in key):
        raise Refused(Refusal("input_cursor", field="cursor"))
    return key


Cursor = Annotated[str | None, Field(max_length=400, description="Where the page before ended: follow `next` instead.")]
Limit = Annotated[int, Field(ge=1, le=500, description="How many at most.")]


def next_of(request: HttpRequest, key: Key | None) -> str | None:
    """The address of the page after ``key``."""
    if key is None:
        return None
    kept = [(name, value) for name, value in request.GET.items() if name != "cursor"]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*kept, ('cursor', write_cursor(key))])}")


def page_of(request: HttpRequest, items: Sequence[Any], *, key: Key | None) -> dict[str, Any]:
    return {"items": items, "next": next_of(request, key)}
