"""The fixtures that every test leans on do what they say."""

from datetime import timedelta
from pathlib import Path

import pytest

from cantine.core import clock, scoping
from cantine.core.jobs import later
from cantine.core.mail import Letter, post
from cantine.places.testing import Three, actor_for
from tests.floor import template

HOUSE = Path(__file__).parents[2]


def a_letter_is_posted(now) -> None:
    with scoping.unscoped("the test posts a letter"):
        post(Letter("ada@cantine.example", "Bonjour", "…"), once="test", now=now, organisation_id=None)


@pytest.mark.django_db
def test_deferred_jobs_run_when_the_test_says_so(run_jobs, now, mailoutbox) -> None:
    a_letter_is_posted(now)
    assert mailoutbox == []
    assert run_jobs() == ["core.deliver_mail"]
    assert [message.to for message in mailoutbox] == [["ada@cantine.example"]]
    assert run_jobs() == []


@pytest.mark.django_db(transaction=True)
def test_deferred_jobs_run_in_transactional_tests_too(run_jobs, now, mailoutbox) -> None:
    a_letter_is_posted(now)
    assert run_jobs() == ["core.deliver_mail"]
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_a_job_that_raises_fails_the_test(run_jobs) -> None:
    with scoping.unscoped("the test defers a job"):
        later("core.react", journal_id=0, reaction="none")
    with pytest.raises(Exception, match="does not exist"):
        run_jobs()


def test_the_clock_reads_what_the_test_sets(at, now) -> None:
    at(now + timedelta(hours=1))
    assert clock.now() == now + timedelta(hours=1)


def test_the_three_people_hold_what_their_names_say(three: Three, now) -> None:
    held = [{grant.role for grant in actor_for(person, now=now).grants}
            for person in (three.manager, three.member, three.stranger)]  # fmt: skip
    assert held == [{"manager"}, {"member"}, set()]


def test_another_process_reaches_the_same_database_as_the_application(database_urls) -> None:
    import psycopg

    with psycopg.connect(database_urls.app) as other:
        row = other.execute("SELECT current_user, (SELECT count(*) > 0 FROM people_professionkind)").fetchone()
    assert row == (database_urls.role, True)


def test_the_statements_of_a_page_are_counted_without_session_person_and_scope(
    statements, three: Three, client
) -> None:
    client.force_login(three.member)
    with statements() as seen:
        with scoping.scope([three.place.organisation_id]):
            list(three.place.resources.all())
        client.get("/ui/")
    assert [text.split(" FROM ")[1].split()[0] for text in seen] == ['"places_resource"']


def test_a_test_is_marked_by_what_it_asks_for(request: pytest.FixtureRequest, three: Three) -> None:
    marks = {mark.name for mark in request.node.iter_markers()}
    assert marks & {"database", "journey", "programs"} == {"database"}


def test_a_test_that_asks_for_nothing_is_of_the_quick_loop(request: pytest.FixtureRequest) -> None:
    assert {mark.name for mark in request.node.iter_markers()} & {"database", "journey", "programs"} == set()


def test_the_database_is_migrated_anew_when_what_migrations_read_changes() -> None:
    read = {str(file.relative_to(HOUSE)) for file in template.migrations()}
    assert {"cantine/people/migrations/0001_initial.py", "cantine/core/rowsecurity.py"} <= read
