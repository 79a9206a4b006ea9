"""Many persons entered at once, as a file of members does: the same as one by one, in a few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models.functions import Upper

from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record_all
from cantine.kernel import Refused, folded
from cantine.people.commands.persons import ABOVE, LANGUAGES, check_name
from cantine.people.facts import PersonRegistered
from cantine.people.models import Person
from cantine.people.rules.organisations import check_email

AT_ONCE = 1_000


@dataclass(frozen=True, kw_only=True)
class Entry:
    email: str
    name: str = ""
    phone: str = ""
    language: str = "fr"


def register_persons(
    *, actor: Actor, now: datetime, entries: Sequence[Entry], organisation_id: int | None
) -> dict[str, int]:
    """Enter those who are not here yet, and return the id of each by address in lower case. Nobody is told.

    As with ``register_person``, what a manager enters is verified at the first sign-in. Records PersonRegistered.
    Refusals: people.email_wrong, people.too_long.
    """
    authorize(actor, "person.register", Target(organisation_id))
    wrong = [refusal for each in entries for refusal in (*check_email(each.email), *check_name(each.name))]
    if wrong:
        raise Refused(*wrong)
    wished = {each.email.strip().lower(): each for each in entries}
    with scoping.unscoped(ABOVE):
        found = _known(list(wished))
        made = [_person(email, each, now) for email, each in wished.items() if email not in found]
        Person.objects.bulk_create(made, batch_size=AT_ONCE)
        EmailAddress.objects.bulk_create(
            [EmailAddress(user=row, email=row.email, primary=True, verified=actor.kind == "system") for row in made],
            batch_size=AT_ONCE,
        )
        told = [PersonRegistered(organisation_id=None, person_id=row.pk) for row in made]
        record_all(told, actor=actor, now=now)
    return {**found, **{row.email: row.pk for row in made}}


def _known(emails: list[str]) -> dict[str, int]:
    rows = Person.objects.annotate(folded=Upper("email")).filter(folded__in=[email.upper() for email in emails])
    return {email.lower(): pk for email, pk in rows.values_list("email", "pk")}


def _person(email: str, entry: Entry, now: datetime) -> Person:
    language = entry.language if entry.language in LANGUAGES else "fr"
    person = Person(email=email, phone=entry.phone.strip()[:32], language=language, joined_at=now)
    person.name = " ".join(entry.name.split())
    person.sort_name = folded(person.name)[:120]
    person.set_password(None)
    return person
