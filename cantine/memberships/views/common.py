"""What every page of memberships says and does."""

from typing import Any

from django.http import HttpRequest

from cantine.core import clock
from cantine.places.policies import PlaceRequest

BEFORE = "avant"


def said(request: PlaceRequest, **more: Any) -> dict[str, Any]:
    """What every command is given."""
    return {"actor": request.actor, "now": clock.now(), "place": request.place, **more}


def asked_before(request: HttpRequest) -> int | None:
    """From which line a statement goes on; nonsense is from the latest."""
    asked = request.GET.get(BEFORE, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None
