"""The team and the house in a browser: every page without a fault of access, and each act by its buttons."""

from datetime import UTC, datetime, time, timedelta

import pytest

pytestmark = pytest.mark.journey


@pytest.fixture
def house(three, live_url, settings, at):
    """The three people with a volunteer, shifts of this week, a decision, a meeting and a notice."""
    from cantine.core import scoping
    from cantine.core.actor import system
    from cantine.people.testing import a_person
    from cantine.places import commands, queries
    from cantine.places.rules.house_life import Body
    from cantine.places.testing import give_role

    settings.CANTINE_MFA_REQUIRED = False  # a manager's second factor has journeys of its own
    now, volunteer = datetime(2027, 4, 12, 7, tzinfo=UTC), a_person("Ana")  # a Monday: Sunday is still to come
    at(now)
    give_role(volunteer, three.place, "volunteer")
    place = queries.find_place(slug=three.place.slug)
    acting = {"actor": system("test"), "now": now, "place": place}
    today = place.today(now)
    with scoping.scope([place.organisation_id]):
        sunday = today + timedelta(days=6 - today.weekday())
        commands.plan_shift(**acting, day=sunday, starts=time(8), ends=time(23, 30), duty="opening")
        commands.plan_shift(
            **acting, day=sunday, starts=time(13), ends=time(18), duty="welcome", person_id=three.manager.pk
        )
        meeting = commands.plan_meeting(**acting, fields={"title": "Réunion", "starts_at": now, "notes": "Le four"})
        first = commands.note_decision(
            **acting, words="Prix libre", decided_on=today, body=Body.MEETING, meeting=meeting
        )
        commands.note_decision(**acting, words="Un euro", decided_on=today, body=Body.TEAM, replaces=first)
        commands.set_remits(**acting, lines=[("Les prix", Body.MEETING, "à la majorité")])
        commands.post_notice(
            **acting, words_fr="Soupe à midi", words_en="Soup at noon", first_day=today, last_day=today
        )
    return place, volunteer, meeting


def test_a_volunteer_takes_the_shift_that_nobody_had(house, visit):
    place, volunteer, _ = house
    page = visit(volunteer, width=360)
    page.goto(f"/{place.slug}/equipe/planning/")
    page.get_by_role("button", name="Je prends").first.click()
    page.get_by_text("C’est à vous. Merci.").wait_for()


def test_the_manager_replaces_a_decision_and_members_read_both(house, three, visit):
    place, _, _ = house
    page = visit(three.manager)
    page.goto(f"/{place.slug}/vie-de-la-maison/")
    page.get_by_role("link", name="Inscrire une décision").click()
    page.get_by_label("Ce qui a été décidé").fill("Le café coûte deux euros.")
    page.get_by_label("Elle remplace").select_option(index=1)
    page.get_by_role("button", name="Inscrire au registre").click()
    reader = visit(three.member)
    reader.goto(f"/{place.slug}/vie-de-la-maison/")
    reader.get_by_text("remplacée par la décision 3").wait_for()
