"""A member books, reads the letter, gives the date up by its link without signing in, and changes their mind."""

import pytest

from cantine.booking import commands
from cantine.core.testing import journal

pytestmark = pytest.mark.journey


def test_a_date_is_cancelled_from_its_letter_and_taken_back(visit, three, run_jobs, settings, axe) -> None:
    from datetime import timedelta

    from cantine.core import clock, scoping
    from cantine.kernel import Interval
    from cantine.places import queries as places
    from cantine.places.testing import actor_for

    settings.DEMO = True
    now = clock.now()
    start = (now + timedelta(days=3)).replace(hour=10, minute=0, second=0, microsecond=0)
    with scoping.scope([three.place.organisation_id]):
        place, card = places.find_place(slug=three.place.slug), places.resource_by_id(three.room.pk)
        assert place is not None
        assert card is not None
        commands.request_booking(
            actor=actor_for(three.member, now=now), now=now, place=place, resource=card, override=False,
            dates=[commands.DateWish(interval=Interval(start, start + timedelta(hours=1)))],
        )  # fmt: skip
    run_jobs()

    page = visit(width=360)
    page.goto("/boite-d-envoi/")
    axe(page)
    page.get_by_role("link", name="Confirmé").click()
    axe(page, context="#text")
    frame = page.frame_locator("iframe")
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="Annuler cette date").click()
    link = opened.value
    link.get_by_role("heading", name="Annuler cette date").wait_for()
    axe(link)
    link.get_by_role("button", name="Oui, l’annuler").click()
    link.get_by_role("heading", name="C’est annulé").wait_for()
    axe(link)
    link.get_by_role("button", name="J’ai changé d’avis").click()
    link.get_by_role("heading", name="Annuler cette date").wait_for()
    facts = [entry.name for entry in journal() if entry.name.startswith("booking.")]
    assert facts == ["booking.BookingConfirmed", "booking.DatesCancelled", "booking.BookingConfirmed"]
