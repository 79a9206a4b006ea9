"""A person leaves: seven days to think again, then a tombstone; and before that, a copy of everything."""

from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from cantine.core import answers, clock, scoping
from cantine.core.actor import Actor, system
from cantine.core.authorization import Denied
from cantine.core.mail import Letter, post
from cantine.core.testing import journal, letters
from cantine.kernel import Refused
from cantine.people import commands, queries, tasks
from cantine.people.models import Person
from cantine.people.rules.consents import PURPOSES
from cantine.people.testing import a_person, an_organisation, belong

pytestmark = pytest.mark.django_db
CANARY = "canary"


@pytest.fixture
def ada(now: datetime) -> Person:
    """Somebody who left a trace in every table of people."""
    pk = commands.register_person(
        actor=system("test"), now=now, email=f"{CANARY}@example.org", name=f"Ada {CANARY}", password="x" * 14
    )
    person, me = Person.objects.get(pk=pk), Actor("person", pk, name=CANARY)
    commands.change_profile(actor=me, now=now, person_id=pk, name=person.name, phone=CANARY, profession="artist")
    purpose = PURPOSES["show_presence"]
    commands.give_consent(actor=me, now=now, person_id=pk, purpose=purpose.code, version=purpose.version)
    commands.make_token(actor=me, now=now, person_id=pk, name=CANARY)
    belong(person, an_organisation())
    Authenticator.objects.create(user=person, type="totp", data={"secret": CANARY})
    browser = Client()
    browser.force_login(person)
    key = str(browser.session.session_key)
    UserSession.objects.create(user=person, ip="127.0.0.1", session_key=key, user_agent=CANARY)
    with scoping.unscoped("a letter above tenants"):
        post(Letter(person.email, "Hello", CANARY), once="canary", now=now, organisation_id=None, person_id=pk)
    answers.begin(actor_key=f"person:{pk}", key="k", digest="d", now=now)
    answers.keep(actor_key=f"person:{pk}", key="k", answer=answers.Answer(201, {"title": CANARY}))
    return person


def me(person: Person) -> Actor:
    return Actor("person", person.pk)


def test_an_erasure_can_be_undone_for_seven_days(ada: Person, now: datetime) -> None:
    due = commands.ask_erasure(actor=me(ada), now=now, person_id=ada.pk)
    assert due == now + timedelta(days=7) == queries.erasure_due_at(ada.pk)
    with pytest.raises(Refused, match="erasure_under_way"):
        commands.ask_erasure(actor=me(ada), now=now, person_id=ada.pk)
    commands.undo_erasure(actor=me(ada), now=now, person_id=ada.pk)
    assert queries.erasure_due_at(ada.pk) is None
    with pytest.raises(Refused, match="no_erasure"):
        commands.undo_erasure(actor=me(ada), now=now, person_id=ada.pk)
    assert queries.due_erasures(now=due) == []


def test_the_job_erases_those_whose_days_are_over(ada: Person, now: datetime, at) -> None:
    due = commands.ask_erasure(actor=me(ada), now=now, person_id=ada.pk)
    at(due - timedelta(seconds=1))
    tasks.erase_due(0)
    assert Person.objects.get(pk=ada.pk).erased_at is None
    at(due)
    tasks.erase_due(0)
    assert Person.objects.get(pk=ada.pk).erased_at == due == clock.now()
    assert queries.due_erasures(now=due) == []


def test_only_the_program_erases_and_only_oneself_asks(ada: Person, now: datetime) -> None:
    with pytest.raises(Denied):
        commands.erase_person(actor=me(ada), now=now, person_id=ada.pk)
    with pytest.raises(Denied):
        commands.ask_erasure(actor=me(a_person()), now=now, person_id=ada.pk)


def test_nothing_personal_is_left_of_an_erased_person(ada: Person, now: datetime, django_db_blocker) -> None:
    """Every text of every table is searched, so a table added later is searched too."""
    from django.db import connection

    commands.erase_person(actor=system("test"), now=now, person_id=ada.pk)
    commands.erase_person(actor=system("test"), now=now, person_id=ada.pk)
    found = []
    with scoping.unscoped("the test reads every table"), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" AS row WHERE row::text ILIKE %s', [f"%{CANARY}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    assert found == []


def test_a_tombstone_stays_and_cannot_sign_in(ada: Person, now: datetime) -> None:
    commands.erase_person(actor=system("test"), now=now, person_id=ada.pk)
    row = Person.objects.get(pk=ada.pk)
    assert (row.name, row.is_active, row.has_usable_password()) == ("", False, False)
    assert row.email.endswith("@erased.invalid")
    assert queries.find_person_id(email=row.email) is None
    assert not EmailAddress.objects.filter(user=row).exists()
    assert not Session.objects.exists()
    [line] = queries.belongings_of(ada.pk, today=now.date())
    assert line.until == now.date()


def test_the_journal_keeps_the_facts_and_forgets_who_acted(ada: Person, now: datetime) -> None:
    commands.erase_person(actor=system("test"), now=now, person_id=ada.pk)
    assert not [entry for entry in journal() if entry.actor_person_id == ada.pk]
    assert [entry.data["person_id"] for entry in journal() if entry.name == "people.PersonErased"] == [ada.pk]
    assert letters() == []


def test_what_goes_and_what_stays_is_said_with_its_reason(ada: Person) -> None:
    fates = queries.fates_of(ada.pk)
    assert any(fate.goes for fate in fates)
    assert all(fate.why for fate in fates if not fate.goes)


def test_the_copy_holds_every_table_of_people(ada: Person) -> None:
    sections = {section.code: section for section in queries.sections_of(ada.pk)}
    assert {code for code in sections if code.startswith("people.")} == {
        "people.profile", "people.belongings", "people.consents", "people.tokens", "people.sessions",
    }  # fmt: skip
    assert all(section.rows for code, section in sections.items() if code.startswith("people."))
    assert all(len(row) == len(section.columns) for section in sections.values() for row in section.rows)


def test_the_copy_holds_nothing_of_somebody_else(ada: Person, now: datetime) -> None:
    eve = a_person("Eve")
    belong(eve, an_organisation("Secret of Eve"))
    assert "Eve" not in str(queries.sections_of(ada.pk))
