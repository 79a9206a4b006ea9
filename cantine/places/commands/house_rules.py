"""House rules and insurance: published, accepted, seen."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.places import facts
from cantine.places.models import (
    Acceptance,
    HouseRules,
    Insurance,
    Place,
)
from cantine.places.queries import PlaceRef


def publish_house_rules(*, actor: Actor, now: datetime, place: PlaceRef, text: str) -> int:
    """Publish a new version of the house rules, to be accepted again; returns its number. Records PlaceChanged.

    Refusals: house_rules_missing.
    """
    authorize(actor, "place.change", Target(place.organisation_id, place.id))
    if not text.strip():
        raise Refused(Refusal("house_rules_missing", field="text"))
    with transaction.atomic():
        Place.objects.select_for_update().get(pk=place.id)
        latest = HouseRules.objects.filter(place_id=place.id).aggregate(latest=Max("version"))["latest"] or 0
        HouseRules.objects.create(
            organisation_id=place.organisation_id,
            place_id=place.id,
            version=latest + 1,
            text=text,
            published_at=now,
        )
        fact = facts.PlaceChanged(organisation_id=place.organisation_id, place_id=place.id, fields=("house_rules",))
        record(fact, actor=actor, now=now)
    return latest + 1


def accept_house_rules(*, actor: Actor, now: datetime, place: PlaceRef, person_id: int, version: int) -> None:
    """A person accepts one version, once. Refusals: house_rules_unknown. Records HouseRulesAccepted."""
    authorize(actor, "place.accept_rules", Target(place.organisation_id, place.id, person_id))
    with transaction.atomic():
        row = HouseRules.objects.filter(place_id=place.id, version=version).first()
        if row is None:
            raise Refused(Refusal("house_rules_unknown"))
        Acceptance.objects.bulk_create(
            [Acceptance(organisation_id=place.organisation_id, house_rules=row, person_id=person_id, accepted_at=now)],
            ignore_conflicts=True,
        )
        fact = facts.HouseRulesAccepted(
            organisation_id=place.organisation_id, place_id=place.id, person_id=person_id, version=version
        )
        record(fact, actor=actor, now=now)


def see_insurance(
    *, actor: Actor, now: datetime, place: PlaceRef, person_id: int, insurer: str, valid_until: date
) -> None:
    """The team has seen a person's insurance certificate. Records InsuranceSeen."""
    authorize(actor, "place.see_insurance", Target(place.organisation_id, place.id, person_id))
    with transaction.atomic():
        Insurance.objects.create(
            organisation_id=place.organisation_id,
            person_id=person_id,
            insurer=insurer,
            valid_until=valid_until,
            seen_by_id=actor.person_id,
            seen_at=now,
        )
        fact = facts.InsuranceSeen(organisation_id=place.organisation_id, place_id=place.id, person_id=person_id)
        record(fact, actor=actor, now=now)
