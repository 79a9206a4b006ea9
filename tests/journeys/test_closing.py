"""A manager closes a day over a booking, sees whose it is first, and cancels it with a word; by keyboard, on a phone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from cantine.places.testing import Three

pytestmark = pytest.mark.journey
MORNING = datetime(2027, 4, 12, 7, 0, tzinfo=UTC)  # Monday, 9:00 in Paris


def test_a_day_is_closed_over_a_booking_that_is_shown_first(
    visit: Callable[..., "Page"],
    three: "Three",
    at: Callable[[datetime], None],
    axe: Callable[..., None],
    settings: Any,
) -> None:
    from cantine.booking import commands
    from cantine.core import scoping
    from cantine.kernel import Interval
    from cantine.places import queries
    from cantine.places.testing import actor_for

    settings.CANTINE_MFA_REQUIRED = False  # a manager's second factor has journeys of its own
    at(MORNING)
    with scoping.scope([three.place.organisation_id]):
        place = queries.find_place(slug=three.place.slug)
        card = queries.find_resource(place_id=three.place.pk, slug=three.room.slug)
        assert place is not None
        assert card is not None
        start = MORNING + timedelta(days=2)
        commands.request_booking(
            actor=actor_for(three.member, now=MORNING), now=MORNING, place=place, resource=card,
            dates=[commands.DateWish(interval=Interval(start, start + timedelta(hours=2)))],
            details=commands.Details(title="Atelier"),
        )  # fmt: skip
    page = visit(three.manager, width=360)
    page.goto(f"/{three.place.slug}/reglages/horaires/fermer/")
    page.get_by_label("Premier jour").fill("2027-04-14")
    page.get_by_label("Pourquoi").fill("Travaux")
    page.get_by_role("button", name="Fermer", exact=True).press("Enter")
    page.get_by_text("1 réservation est là.").wait_for()
    assert page.get_by_text("Member").first.is_visible()
    axe(page)
    page.get_by_role("radio", name="Toutes les annuler").press("Space")
    page.get_by_label("Ce que dit le courriel").fill("La chaudière est remplacée.")
    page.get_by_role("button", name="Fermer", exact=True).press("Enter")
    page.get_by_text("1 réservation est annulée").wait_for()
