"""What the pages of an account share: who is looking, and the answer to a form sent back for correction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cantine.core import clock
from cantine.core.actor import Actor
from cantine.core.authorization import Denied
from cantine.core.routes import actor_on
from cantine.ui import formats

Page = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Oneself:
    """The signed-in person, and the instant of their request."""

    id: int
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """An account has no place of its own: its day is that of most of them, not that of Greenwich."""
        return formats.day_of(self.now, "Europe/Paris")


def oneself(view: Page) -> Page:
    """Give the view the person who is looking. The route's policy already asked them to sign in."""

    @wraps(view)
    def looking(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actor = actor_on(request)
        if actor.person_id is None:
            raise Denied("sign in", actor)
        return view(request, Oneself(actor.person_id, actor, clock.now()), **kwargs)

    return looking


def answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page of a form; sent back for correction, it is a 422."""
    return render(request, template, context, status=422 if context["form"].errors else 200)
