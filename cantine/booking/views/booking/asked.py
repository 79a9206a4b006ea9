"""What the address asks for: a day, an hour, how long."""

from datetime import date, datetime, timedelta

from django.utils.http import urlencode

from cantine.booking.views.planning import asked_day
from cantine.core import clock
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.places.queries import ResourceCard
from cantine.ui import formats


def day_to_book(request: PlaceRequest, hours: places.Hours, now: datetime, card: ResourceCard | None = None) -> date:
    """The day asked for; with none, today while the place is open or opens, else the next day that it does."""
    asked = asked_day(request)
    return (
        asked
        if {"jour", "date"} & request.GET.keys()
        else hours.next_open_day(asked, after=now, resource_id=card.id if card else None)
    )


def asked_start(request: PlaceRequest) -> datetime | None:
    """``?debut=2026-04-14T13:30``, on the clock of the place; None when absent or no date."""
    try:
        return datetime.strptime(request.GET.get("debut", "")[:16], "%Y-%m-%dT%H:%M")  # noqa: DTZ007  wall clock
    except ValueError:
        return None


def asked_length(request: PlaceRequest, card: ResourceCard) -> int:
    asked = request.GET.get("duree", "")
    minutes = int(asked) if asked.isdecimal() and len(asked) < 6 else 60
    return max(card.shortest_minutes, min(minutes, card.longest_minutes or minutes))


def day_links(request: PlaceRequest, day: date, address: str, **said: str) -> dict[str, str]:
    more = f"&{urlencode(said)}" if said else ""
    return {
        "title": formats.long_day(day),
        "here": address,
        "today": f"{address}?jour={request.place.today(clock.now())}{more}",
        "previous": f"{address}?jour={day - timedelta(days=1)}{more}",
        "next": f"{address}?jour={day + timedelta(days=1)}{more}",
        "date": day.isoformat(),
    }
