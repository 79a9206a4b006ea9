"""Two years without a sign: a letter, another one, then the erasure; and any sign keeps the person."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from cantine.core.actor import system
from cantine.core.testing import letters
from cantine.people import commands, queries, tasks
from cantine.people.testing import Person, a_person

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=800)


@pytest.fixture(autouse=True)
def mail_leaves(settings: Any) -> None:
    settings.EMAIL_URL = "smtp://mail.example"


@pytest.fixture
def eve(now: datetime) -> Person:
    """Somebody who signed in once, long ago, and never did anything."""
    pk = commands.register_person(
        actor=system("test"), now=now - LONG_AGO, email="eve@example.org", name="Eve", password=None, replay=True
    )
    Person.objects.filter(pk=pk).update(last_login=now - LONG_AGO, language="en")
    return Person.objects.get(pk=pk)


def go_by(at: Any, moment: datetime) -> None:
    at(moment)
    tasks.mind_inactive(0)
    tasks.erase_due(0)


def test_somebody_inactive_is_warned_twice_then_erased(eve: Person, now: datetime, at: Any) -> None:
    for day in (0, 1, 22, 23, 24):
        go_by(at, now + timedelta(days=day))
    first, last = letters()
    assert (first.to, first.subject) == (
        "eve@example.org",
        "Your account is erased on April 9, 2026 unless you come back",
    )
    assert last.written_at == now + timedelta(days=23)
    assert queries.erasure_due_at(eve.pk) == now + timedelta(days=30)
    go_by(at, now + timedelta(days=30))
    eve.refresh_from_db()
    assert eve.erased_at is not None


def test_a_sign_in_keeps_everything(eve: Person, now: datetime, at: Any) -> None:
    go_by(at, now)
    Person.objects.filter(pk=eve.pk).update(last_login=now + timedelta(days=3))
    go_by(at, now + timedelta(days=31))
    eve.refresh_from_db()
    assert (eve.erased_at, queries.erasure_due_at(eve.pk)) == (None, None)


def test_who_holds_a_role_is_nobodys_to_warn(three: Any, now: datetime, at: Any) -> None:
    past = {"last_login": now - LONG_AGO, "joined_at": now - LONG_AGO}
    for person in (three.member, three.stranger):
        Person.objects.filter(pk=person.pk).update(**past)
    go_by(at, now)
    assert queries.erasure_due_at(three.member.pk) is None
    assert queries.erasure_due_at(three.stranger.pk) is not None


def test_where_no_letter_leaves_nobody_is_warned_and_nobody_goes(
    eve: Person, now: datetime, at: Any, settings: Any
) -> None:
    settings.EMAIL_URL = ""
    go_by(at, now)
    go_by(at, now + timedelta(days=60))
    eve.refresh_from_db()
    assert eve.erased_at is None


def test_an_account_of_last_year_is_left_alone(now: datetime, at: Any) -> None:
    person = a_person()
    Person.objects.filter(pk=person.pk).update(joined_at=now - timedelta(days=700), last_login=None)
    go_by(at, now)
    assert queries.erasure_due_at(person.pk) is None
