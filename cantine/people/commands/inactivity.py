"""Two years without a sign: warned by letter thirty days and seven days before, then erased; any sign undoes it."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cantine.core import mail, scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.core.letters import Action, Sheet, letter_of
from cantine.people.facts import ErasureAsked, ErasureUndone
from cantine.people.models import Erasure, Person
from cantine.people.queries.inactivity import inactive_persons
from cantine.people.rules.erasure import FIRST_NOTICE

ABOVE = "a person is above every tenancy"


def warn_inactive(*, actor: Actor, now: datetime, person_id: int) -> None:
    """Say that the account goes in thirty days unless its person comes back. Records ErasureAsked. Refusals: none."""
    authorize(actor, "person.erase", Target(None, person_id=person_id))
    with scoping.unscoped(ABOVE):
        person = Person.objects.select_for_update().get(pk=person_id)
        if Erasure.objects.filter(person_id=person_id, undone_at=None, done_at=None).exists():
            return
        row = Erasure.objects.create(person=person, asked_at=now, due_at=now + FIRST_NOTICE, inactive=True)
        _write(person, row, which="first", now=now)
        record(ErasureAsked(organisation_id=None, person_id=person_id), actor=actor, now=now)


def remind_inactive(*, actor: Actor, now: datetime, person_id: int) -> None:
    """The same a week before, once. Records nothing. Refusals: none."""
    authorize(actor, "person.erase", Target(None, person_id=person_id))
    with scoping.unscoped(ABOVE):
        row = Erasure.objects.filter(person_id=person_id, inactive=True, undone_at=None, done_at=None).first()
        if row is not None:
            _write(row.person, row, which="last", now=now)


def keep_who_came_back(*, actor: Actor, now: datetime, person_id: int) -> None:
    """Nothing goes once the person gave a sign. Records ErasureUndone. Refusals: none."""
    authorize(actor, "person.erase", Target(None, person_id=person_id))
    with scoping.unscoped(ABOVE):
        if inactive_persons(now=now, among=[person_id]):
            return
        rows = Erasure.objects.filter(person_id=person_id, inactive=True, undone_at=None, done_at=None)
        if rows.update(undone_at=now):
            record(ErasureUndone(organisation_id=None, person_id=person_id), actor=actor, now=now)


def _write(person: Person, row: Erasure, *, which: str, now: datetime) -> None:
    with translation.override(person.language):
        day = date_format(row.due_at, "DATE_FORMAT")
        sheet = Sheet(
            subject=_("Your account is erased on %(day)s unless you come back") % {"day": day},
            hello=_("Hello %(name)s,") % {"name": person.name} if person.name else "",
            lead=_("Nobody has seen you here for two years, and what is not used is not kept."),
            body=(
                _("Sign in before %(day)s, and nothing changes. If you do nothing, your data are erased on that day.")
                % {"day": day},
            ),
            actions=(Action(label=_("Sign in"), href=settings.PUBLIC_URL + reverse("account_login")),),
        )
        letter = letter_of(sheet, to=person.email)
    once = f"inactive:{row.pk}:{which}"
    mail.post(letter, once=once, now=now, organisation_id=None, person_id=person.pk)
