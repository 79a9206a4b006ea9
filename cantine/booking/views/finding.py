"""What is free during one slot, for so many people: the shortest way from a phone call to a room."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from cantine.booking.forms import FindForm
from cantine.booking.queries import FreeResource, free_during
from cantine.kernel import Interval
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

UNSIZED = 1_000_000


@dataclass(frozen=True)
class Found:
    """A room that is free and large enough, with the address that books it."""

    name: str
    people: int
    seats: int
    mode: str
    href: str


def find_form(request: PlaceRequest, day: date) -> FindForm:
    """The question as it was asked, or with nothing but its day."""
    asked = {"de", "a"} <= request.GET.keys()
    said = {**request.GET.dict(), "jour": request.GET.get("jour", str(day))}
    return FindForm(said if asked else None, place=request.place, initial={"jour": day})


def found(request: PlaceRequest, form: FindForm) -> list[Found] | None:
    """The rooms free all through, the best fit first; None when nothing is asked."""
    if not form.is_bound or not form.is_valid():
        return None
    free = free_during(actor=request.actor, place=request.place, slot=form.slot, quantity=form.people)
    large = [each for each in free if each.seats is not None or (each.capacity or UNSIZED) >= form.people]
    together = form.people > 1  # who comes with others wants a room before seats among strangers
    large.sort(key=lambda each: (together and each.seats is not None, each.capacity or each.seats_left or UNSIZED))
    return [_found(request, each, form.slot) for each in large]


def _found(request: PlaceRequest, each: FreeResource, slot: Interval) -> Found:
    zone = request.place.zone
    starts_at = slot.starts_at.astimezone(zone)
    said = {"debut": f"{starts_at:%Y-%m-%dT%H:%M}", "fin": formats.clock(slot.ends_at, zone)}
    address = reverse("booking:book", args=[request.place.slug, each.slug])
    return Found(each.name, each.capacity or 0, each.seats_left or 0, each.mode.value, f"{address}?{urlencode(said)}")
