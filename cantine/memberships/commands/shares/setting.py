"""Colleges, and the value of a share from a day on."""

from datetime import date, datetime

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.memberships import facts
from cantine.memberships.commands.passes import free_code
from cantine.memberships.models import College, ShareTerms
from cantine.memberships.rules import shares as rules
from cantine.places import queries as places
from cantine.places.queries import PlaceRef


def set_college(*, actor: Actor, now: datetime, place: PlaceRef, college: rules.College) -> str:
    """Write a college, in the place of the one of its code; without a code it is a new one. Returns its code. Records
    CollegeChanged. Refusals: college_name_missing, college_weight_wrong, shares_out_of_range."""
    authorize(actor, "shares.set", Target(place.organisation_id, place.id))
    if refusals := list(rules.check_college(college)):
        raise Refused(*refusals)
    with transaction.atomic():
        places.lock_house(place.id)
        codes = list(College.objects.filter(organisation_id=place.organisation_id).values_list("code", flat=True))
        code = college.code or free_code(codes, college.name_fr)
        columns = {
            "name_fr": college.name_fr.strip(), "name_en": college.name_en.strip() or college.name_fr.strip(),
            "weight": college.weight, "minimum": college.minimum,
        }  # fmt: skip
        new = {} if code in codes else {"position": len(codes)}
        College.objects.update_or_create(organisation_id=place.organisation_id, code=code, defaults={**columns, **new})
        fact = facts.CollegeChanged(organisation_id=place.organisation_id, place_id=place.id, code=code)
        record(fact, actor=actor, now=now)
    return code


def set_share_terms(
    *, actor: Actor, now: datetime, place: PlaceRef, first_day: date, cents: int, delay_months: int
) -> None:
    """The value of a share from a day on, and how many months a withdrawal waits. What was subscribed keeps its value. Records
    ShareTermsSet. Refusals: share_value_wrong, shares_delay_out_of_range."""
    authorize(actor, "shares.set", Target(place.organisation_id, place.id))
    if cents < 1:
        raise Refused(Refusal("share_value_wrong", field="cents"))
    if not 0 <= delay_months <= rules.DELAY_MONTHS_MOST:
        raise Refused(Refusal("shares_delay_out_of_range", {"most": rules.DELAY_MONTHS_MOST}, "delay_months"))
    with transaction.atomic():
        ShareTerms.objects.update_or_create(
            organisation_id=place.organisation_id, first_day=first_day,
            defaults={"cents": cents, "delay_months": delay_months},
        )  # fmt: skip
        record(facts.ShareTermsSet(organisation_id=place.organisation_id, place_id=place.id), actor=actor, now=now)
