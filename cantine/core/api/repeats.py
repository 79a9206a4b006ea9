"""``Idempotency-Key``: a write sent twice, by a phone on a bad network or by fifty impatient clicks, is done once and
answered alike. The key belongs to its caller, and is kept in the transaction of the work: a refusal frees it."""

import json
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja.params.functions import Header
from pydantic import Field

from cantine.core import answers, clock
from cantine.core.answers import Answer
from cantine.core.api.callers import caller_of
from cantine.core.api.problems import answer, plain

# Taken as ``key: Key = None``.
Key = Annotated[
    str | None,
    Field(pattern=r"^[!-~]{1,200}$", description="Makes repeating safe: any text of 1 to 200 visible ASCII signs."),
    Header(None, alias="Idempotency-Key"),
]


def once(
    request: HttpRequest, key: str | None, asked: Any, work: Callable[[], Answer], *, at: str = ""
) -> HttpResponse:
    """Do ``work`` unless ``key`` was already used for what is ``asked`` here; raises KeyReused for anything else. A
    repeat is answered byte for byte. ``at`` is the address of what is made, with ``{id}`` for its id."""
    response = _once(request, key, asked, work)
    if at:
        made = at.format(id=json.loads(response.content)["id"])
        response.headers["Location"] = request.build_absolute_uri(made)
    return response


def _once(request: HttpRequest, key: str | None, asked: Any, work: Callable[[], Answer]) -> HttpResponse:
    if key is None:
        done = work()
        return answer(done.body, status=done.status)
    who = caller_of(request).key
    digest = answers.request_digest(request.method, request.path, plain(asked))
    done_before = answers.begin(actor_key=who, key=key, digest=digest, now=clock.now())
    if done_before is not None:
        response = answer(done_before.body, status=done_before.status)
        response.headers["Idempotency-Replayed"] = "true"
        return response
    done = work()
    response = answer(done.body, status=done.status)
    answers.keep(actor_key=who, key=key, answer=Answer(done.status, response.content.decode()))
    return response
