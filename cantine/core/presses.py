"""A form that is sent twice is done once: its ``key`` was made with the page, and what was typed in it says the rest, so
that the same page shown again and filled in another way is another press. Kept as long as the answers of the API are."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from cantine.core import answers
from cantine.core.actor import Actor
from cantine.core.answers import Answer, request_digest

DONE = 302
LONGEST = 60


def press_of(request: HttpRequest) -> str:
    """Which press this is; "" for a form without a key."""
    key = request.POST.get("key", "")[:LONGEST]
    typed = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    return f"{key}:{request_digest(request.path, typed)}" if key else ""


def done_before(*, actor: Actor, press: str, now: datetime) -> Answer | None:
    """What the same press made; None: go on with the work, then ``keep``. A second one in parallel waits for the first, whose
    transaction holds both: what is refused is kept by neither. Without a press, each time is its own."""
    if not press:
        return None
    return answers.begin(actor_key=_who(actor), key=f"press:{press}", digest="", now=now)


def keep(*, actor: Actor, press: str, made: Any = None) -> None:
    """The press is done; ``made`` is told to who sends it again."""
    if press:
        answers.keep(actor_key=_who(actor), key=f"press:{press}", answer=Answer(DONE, made))


def _who(actor: Actor) -> str:
    return f"person:{actor.person_id}"
