"""Give a certification, with an end; take it back."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import DateField, F, Q
from django.db.models.functions import Greatest

from cantine.core import scoping
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused, slug_of
from cantine.memberships.facts import CertificationGiven, CertificationRevoked
from cantine.memberships.models import (
    Certification,
    Dues,
    DuesPerson,
    DuesPriced,
    Paper,
    RightUser,
    ShareSubscription,
    Subscription,
)
from cantine.places.queries import PlaceRef


def give_certification(
    *, actor: Actor, now: datetime, place: PlaceRef, person_id: int, code: str, valid_until: date | None
) -> UUID:
    """Let a person use what asks for ``code``, from today to ``valid_until`` (included; None: without an end).

    One that is held already is replaced, so that a renewal is one act. Refusals: certification_unnamed,
    certification_over. Records CertificationGiven.
    """
    authorize(actor, "certification.give", Target(place.organisation_id, place.id))
    wanted, today = slug_of(code), place.today(now)
    if not wanted:
        raise Refused(Refusal("certification_unnamed", field="code"))
    if valid_until is not None and valid_until < today:
        raise Refused(Refusal("certification_over", {"day": valid_until}, "valid_until"))
    with transaction.atomic():
        held = Certification.objects.filter(
            organisation_id=place.organisation_id, person_id=person_id, code=wanted, revoked_at=None
        )
        held.update(revoked_at=now)
        row = Certification.objects.create(
            organisation_id=place.organisation_id,
            person_id=person_id,
            code=wanted,
            given_by_id=actor.person_id,
            valid_from=today,
            valid_until=valid_until,
        )
        fact = CertificationGiven(
            organisation_id=place.organisation_id, place_id=place.id, person_id=person_id, code=wanted
        )
        record(fact, actor=actor, now=now)
    return row.uuid


def forget_person(*, actor: Actor, now: datetime, person_id: int) -> None:
    """Somebody was erased: what they could do is not kept, nor that others pay for them; their plans end today. What they bought
    in advance is of the accounts, where their name is gone already. Records nothing. Refusals: none."""
    authorize(actor, "certification.forget", Target(None, person_id=person_id))
    with scoping.unscoped("an erased person leaves every tenancy"):
        Certification.objects.filter(person_id=person_id).delete()
        RightUser.objects.filter(person_id=person_id).delete()
        DuesPriced.objects.filter(person_id=person_id).delete()
        DuesPerson.objects.filter(person_id=person_id).delete()
        Dues.objects.filter(person_id=person_id).update(person=None)
        Paper.objects.filter(person_id=person_id).update(person=None)
        ShareSubscription.objects.filter(person_id=person_id).update(person=None)
        running = Subscription.objects.filter(Q(until=None) | Q(until__gt=now.date()), person_id=person_id)
        running.update(until=Greatest(F("since") - timedelta(days=1), now.date(), output_field=DateField()))


def revoke_certification(*, actor: Actor, now: datetime, place: PlaceRef, certification: UUID) -> None:
    """Take a certification back from now on; nothing happens when it is gone already. Records CertificationRevoked."""
    authorize(actor, "certification.revoke", Target(place.organisation_id, place.id))
    with transaction.atomic():
        row = Certification.objects.filter(
            uuid=certification, organisation_id=place.organisation_id, revoked_at=None
        ).first()
        if row is None:
            return
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        fact = CertificationRevoked(
            organisation_id=place.organisation_id, place_id=place.id, person_id=row.person_id, code=row.code
        )
        record(fact, actor=actor, now=now)
