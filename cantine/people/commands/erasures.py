"""Ask to be erased, undo it within seven days, and the erasure itself, which leaves a tombstone."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from cantine.core import answers, journal, mail, scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.people.facts import ErasureAsked, ErasureUndone, PersonErased
from cantine.people.models import ApiToken, Belonging, Consent, Erasure, Invitation, Person
from cantine.people.queries.ties import ties_of
from cantine.people.rules.erasure import due_at, tombstone_email

ABOVE = "a person is erased in every tenancy"


def ask_erasure(*, actor: Actor, now: datetime, person_id: int) -> datetime:
    """Ask that a person be erased; returns when it will be done. What nobody else could take up is handed over first.
    Records ErasureAsked. Refusals: people.erasure_under_way, those of the ties that block (sole_manager)."""
    authorize(actor, "person.ask_erasure", Target(None, person_id=person_id))
    with scoping.unscoped(ABOVE):
        Person.objects.select_for_update().get(pk=person_id)
        if _live(person_id).exists():
            raise Refused(Refusal("people.erasure_under_way"))
        held = [tie.why for tie in ties_of(person_id, now=now) if tie.blocks]
        if held:
            raise Refused(*held)
        row = Erasure.objects.create(person_id=person_id, asked_at=now, due_at=due_at(now))
        record(ErasureAsked(organisation_id=None, person_id=person_id), actor=actor, now=now)
    return row.due_at


def undo_erasure(*, actor: Actor, now: datetime, person_id: int) -> None:
    """Stay after all. Records ErasureUndone. Refusals: people.no_erasure."""
    authorize(actor, "person.ask_erasure", Target(None, person_id=person_id))
    with scoping.unscoped(ABOVE):
        if not _live(person_id).update(undone_at=now):
            raise Refused(Refusal("people.no_erasure"))
        record(ErasureUndone(organisation_id=None, person_id=person_id), actor=actor, now=now)


def erase_person(*, actor: Actor, now: datetime, person_id: int) -> int | None:
    """Turn a person into a tombstone, now; returns the entry of the Journal that says so. Records PersonErased, by
    nobody: each domain forgets what it alone held.

    Email, name, phone, profession, password, second factors, consents, tokens, sessions, invitations and letters go;
    belongings end; the journal forgets who acted. The row stays, so that bookings and counts still stand.
    Does nothing when it is done already. Refusals: none.
    """
    authorize(actor, "person.erase", Target(None, person_id=person_id))
    with scoping.unscoped(ABOVE):
        person = Person.objects.select_for_update().get(pk=person_id)
        if person.erased_at is not None:
            return None
        _forget_ways_in(person)
        _forget_traces(person, now=now)
        _bury(person, now=now)
        _live(person_id).update(done_at=now)
        return record(PersonErased(organisation_id=None, person_id=person_id), actor=actor, now=now).journal_id


def _live(person_id: int) -> "QuerySet[Erasure]":
    return Erasure.objects.filter(person_id=person_id, undone_at__isnull=True, done_at__isnull=True)


def _forget_ways_in(person: Person) -> None:
    keys = UserSession.objects.filter(user_id=person.pk).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=[str(key) for key in keys]).delete()
    for table in (UserSession, Authenticator, EmailAddress):
        table.objects.filter(user_id=person.pk).delete()
    tokens = ApiToken.objects.filter(person_id=person.pk)
    answers.forget_caller([f"person:{person.pk}", *(f"token:{pk}" for pk in tokens.values_list("pk", flat=True))])
    tokens.delete()


def _forget_traces(person: Person, *, now: datetime) -> None:
    Consent.objects.filter(person_id=person.pk).delete()
    Invitation.objects.filter(email__iexact=person.email).delete()
    Invitation.objects.filter(person_id=person.pk).delete()
    Belonging.objects.filter(person_id=person.pk, until__isnull=True, since__lte=now.date()).update(until=now.date())
    Belonging.objects.filter(person_id=person.pk, until__isnull=True).delete()
    mail.forget(person_id=person.pk, address=person.email)
    journal.forget_actor(person_id=person.pk)


def _bury(person: Person, *, now: datetime) -> None:
    person.email, person.name, person.sort_name = tombstone_email(person.uuid), "", ""
    person.phone, person.profession, person.last_login = "", None, None
    person.is_active = person.is_staff = person.is_superuser = False
    person.erased_at = now
    person.set_unusable_password()
    person.groups.clear()
    person.user_permissions.clear()
    person.save()
