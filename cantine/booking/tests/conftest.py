"""What the tests of booking share: a house open in scope, and a way to book in it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cantine.kernel import Interval


@pytest.fixture
def book(three: Any, now: Any) -> Callable[..., Any]:
    """``book()`` → the member's hour in the red room, a week from now, 10:00 UTC, in a scope of its own."""

    def make(
        *, who: Any = None, room: Any = None, day: int = 7, hour: int = 10, hours: int = 1, days: Any = None,
        **details: Any,
    ) -> Any:  # fmt: skip
        from cantine.booking import commands
        from cantine.core import scoping
        from cantine.places import queries as places
        from cantine.places.testing import actor_for

        person, resource = who or three.member, room or three.room
        first = now.replace(hour=hour, minute=0)
        starts = [first + timedelta(days=number) for number in (days or [day])]
        with scoping.scope([three.place.organisation_id]):
            place, card = places.find_place(slug=three.place.slug), places.resource_by_id(resource.pk)
            assert place is not None
            assert card is not None
            return commands.request_booking(
                actor=actor_for(person, now=now), now=now, place=place, resource=card,
                dates=[commands.DateWish(interval=Interval(at, at + timedelta(hours=hours))) for at in starts],
                details=commands.Details(**details),
            )  # fmt: skip

    return make
