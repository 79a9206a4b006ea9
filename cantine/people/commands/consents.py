"""Agree to a purpose in the words that were read, and take it back at any time."""

from datetime import datetime

from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.people.facts import ConsentGiven, ConsentWithdrawn
from cantine.people.models import Consent, Person
from cantine.people.rules.consents import PURPOSES

ABOVE = "a consent is the person's, in every tenancy"


def give_consent(*, actor: Actor, now: datetime, person_id: int, purpose: str, version: str) -> None:
    """Agree to ``purpose`` in the words of ``version``. Given twice, it stands once. Records ConsentGiven.
    Refusals: people.purpose_unknown, people.words_changed (the person read older words)."""
    authorize(actor, "person.consent", Target(None, person_id=person_id))
    if purpose not in PURPOSES:
        raise Refused(Refusal("people.purpose_unknown", field="purpose"))
    if PURPOSES[purpose].version != version:
        raise Refused(Refusal("people.words_changed", field="purpose"))
    with scoping.unscoped(ABOVE):
        Person.objects.select_for_update().get(pk=person_id)
        live = Consent.objects.filter(person_id=person_id, purpose=purpose, withdrawn_at__isnull=True)
        if live.filter(version=version).exists():
            return
        live.update(withdrawn_at=now)
        Consent.objects.create(person_id=person_id, purpose=purpose, version=version, given_at=now)
        given = ConsentGiven(organisation_id=None, person_id=person_id, purpose=purpose, version=version)
        record(given, actor=actor, now=now)


def withdraw_consent(*, actor: Actor, now: datetime, person_id: int, purpose: str) -> None:
    """Take a consent back; nothing happens when there is none. Records ConsentWithdrawn. Refusals: none."""
    authorize(actor, "person.consent", Target(None, person_id=person_id))
    with scoping.unscoped(ABOVE):
        live = Consent.objects.filter(person_id=person_id, purpose=purpose, withdrawn_at__isnull=True)
        if live.update(withdrawn_at=now):
            withdrawn = ConsentWithdrawn(organisation_id=None, person_id=person_id, purpose=purpose)
            record(withdrawn, actor=actor, now=now)
