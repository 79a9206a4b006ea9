"""Who decides what, meetings, decisions, notices."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from cantine.core import scoping
from cantine.core.authorization import Denied
from cantine.kernel import Refused
from cantine.places import commands, queries
from cantine.places.models import Decision, Notice
from cantine.places.rules.house_life import Body
from cantine.places.testing import actor_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(three, now):
    with scoping.scope([three.place.organisation_id]):
        place = queries.find_place(slug=three.place.slug)
        yield {"actor": actor_for(three.manager, now=now), "now": now, "place": place}


def codes(error):
    return [refusal.code for refusal in error.value.refusals]


def decide(house, words="Le café est à prix libre.", **said):
    said = {"decided_on": house["now"].date(), "body": Body.MEETING, **said}
    return commands.note_decision(**house, words=words, **said)


def test_a_decision_replaces_another_which_stays_in_the_log(house):
    first = decide(house)
    second = decide(house, "Le café coûte un euro.", replaces=first)
    log = queries.decisions_of(house["place"])
    assert [(each.number, each.state.value, each.replaced_by) for each in log] == [
        (2, "in_force", None),
        (1, "replaced", 2),
    ]
    with pytest.raises(Refused) as error:
        decide(house, "Encore.", replaces=first)
    assert codes(error) == ["decision_already_replaced"]
    assert log[0].uuid == second


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"words": " "}, "decision_words_missing"),
        ({"replaces": uuid4()}, "decision_unknown"),
        ({"meeting": uuid4()}, "meeting_unknown"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(house, said, code):
    with pytest.raises(Refused) as error:
        decide(house, **said)
    assert codes(error) == [code]


def test_nothing_is_decided_tomorrow(house):
    with pytest.raises(Refused) as error:
        decide(house, decided_on=house["now"].date() + timedelta(days=1))
    assert codes(error) == ["decision_in_future"]


def test_a_replaced_decision_says_by_which_in_the_database_too(house):
    decide(house)
    with pytest.raises(IntegrityError, match="a_replaced_decision_says_by_which"), transaction.atomic():
        Decision.objects.update(state="replaced")


def test_a_meeting_is_called_then_written_down_with_its_decisions(house):
    meeting = commands.plan_meeting(**house, fields={"title": "Réunion d’avril", "starts_at": house["now"]})
    commands.note_meeting(**house, meeting=meeting, fields={"attendees": 14, "notes": "Le four est réparé."})
    decide(house, meeting=meeting)
    card = queries.meeting_by_uuid(house["place"], meeting)
    assert card is not None
    assert (card.attendees, card.notes) == (14, "Le four est réparé.")
    assert [each.number for each in queries.decisions_of(house["place"], meeting=meeting)] == [1]


def test_meetings_that_cannot_be_are_refused(house):
    with pytest.raises(Refused) as error:
        commands.plan_meeting(**house, fields={"title": "", "starts_at": house["now"]})
    assert codes(error) == ["meeting_title_missing"]
    with pytest.raises(Refused) as error:
        commands.note_meeting(**house, meeting=uuid4(), fields={"notes": "…"})
    assert codes(error) == ["meeting_unknown"]


def test_who_decides_what_is_one_table(house):
    commands.set_remits(
        **house, lines=[("Les prix", Body.MEETING, "à la majorité"), ("", Body.TEAM, ""), ("Le café", Body.TEAM, "")]
    )
    commands.set_remits(**house, lines=[("Le café", Body.COMMITTEE, "")])
    assert [(line.subject, line.body) for line in queries.remits_of(house["place"])] == [("Le café", Body.COMMITTEE)]
    with pytest.raises(Refused) as error:
        commands.set_remits(**house, lines=[("Le café", Body.TEAM, ""), ("Le café", Body.MANAGER, "")])
    assert codes(error) == ["remit_twice"]


def test_members_write_nothing_of_it(house, three):
    member = {**house, "actor": actor_for(three.member, now=house["now"])}
    with pytest.raises(Denied):
        decide(member)


def post(house, **said):
    today = house["now"].date()
    said = {
        "words_fr": "Le four est en panne.",
        "words_en": "The oven is broken.",
        "first_day": today,
        "last_day": today,
        **said,
    }
    return commands.post_notice(**house, **said)


def test_a_notice_is_shown_where_and_when_it_says(house):
    notice = post(house, on_wall=False)
    today = house["now"].date()

    def shown(spot, day=today):
        return [each.uuid for each in queries.notices_on(house["place"], spot=spot, today=day)]

    assert (shown("public"), shown("planning"), shown("wall")) == ([notice], [notice], [])
    assert shown("public", today + timedelta(days=1)) == []
    commands.withdraw_notice(**house, notice=notice)
    assert shown("public") == []
    with pytest.raises(Refused) as error:
        commands.withdraw_notice(**house, notice=notice)
    assert codes(error) == ["notice_unknown"]


def test_a_notice_that_says_nothing_nowhere_is_refused(house):
    today = house["now"].date()
    with pytest.raises(Refused) as error:
        post(house, words_fr="", last_day=today - timedelta(days=1), on_public=False, on_planning=False, on_wall=False)
    assert codes(error) == ["notice_words_missing", "notice_reversed", "notice_nowhere"]


def test_a_notice_shown_nowhere_is_refused_by_the_database_too(house):
    post(house)
    with pytest.raises(IntegrityError, match="a_notice_is_shown_somewhere"), transaction.atomic():
        Notice.objects.update(on_public=False, on_planning=False, on_wall=False)
