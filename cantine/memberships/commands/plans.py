"""Plans: what each is, and its terms from a day on."""

from datetime import datetime

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.memberships import facts, rules
from cantine.memberships.commands.passes import free_code, priced
from cantine.memberships.models import Plan, PlanIncluded, PlanPrice, PlanTerms
from cantine.places import queries as places
from cantine.places.queries import PlaceRef


def set_plan(*, actor: Actor, now: datetime, place: PlaceRef, plan: rules.Plan, terms: rules.Terms) -> str:
    """Write a plan, in the place of the one of its code (without a code it is a new one), and its terms from their first day on. Who
    has it already pays no more than they said yes to. Returns its code. Records PlanChanged.

    Refusals: plan_name_missing, notice_out_of_range, commitment_out_of_range, people_out_of_range, allowance_unit_unfit,
    allowance_out_of_range, category_priced_twice, category_unknown.
    """
    authorize(actor, "place.change_plans", Target(place.organisation_id, place.id))
    refusals = list(rules.check_plan(plan, terms))
    if refusals:
        raise Refused(*refusals)
    with transaction.atomic():
        places.lock_house(place.id)
        codes = list(Plan.objects.filter(place_id=place.id).values_list("code", flat=True))
        code = plan.code or free_code(codes, plan.name_fr)
        columns = {
            "name_fr": plan.name_fr.strip(), "name_en": plan.name_en.strip() or plan.name_fr.strip(),
            "period": plan.period.value, "notice_days": plan.notice_days, "commitment_months": plan.commitment_months,
            "people_max": plan.people_max, "shared": plan.shared, "online": plan.online, "retired_at": None,
        }  # fmt: skip
        new = {} if code in codes else {"position": len(codes)}
        row, _made = Plan.objects.update_or_create(
            organisation_id=place.organisation_id, place_id=place.id, code=code, defaults={**columns, **new}
        )
        _write_terms(place, row, terms)
        _tell(place, code, actor, now)
    return code


def retire_plan(*, actor: Actor, now: datetime, place: PlaceRef, code: str) -> None:
    """Nobody takes it any more; who has it keeps it. Records PlanChanged. Refusals: plan_unknown."""
    authorize(actor, "place.change_plans", Target(place.organisation_id, place.id))
    with transaction.atomic():
        if not Plan.objects.filter(place_id=place.id, code=code, retired_at=None).update(retired_at=now):
            raise Refused(Refusal("plan_unknown", field="plan"))
        _tell(place, code, actor, now)


def _write_terms(place: PlaceRef, plan: Plan, terms: rules.Terms) -> None:
    row, _made = PlanTerms.objects.update_or_create(
        organisation_id=place.organisation_id, plan=plan, first_day=terms.first_day, defaults={"cents": terms.cents}
    )
    PlanPrice.objects.filter(terms=row).delete()
    PlanPrice.objects.bulk_create(
        PlanPrice(organisation_id=place.organisation_id, terms=row, category_id=key, cents=cents)
        for key, cents in priced(place, terms.prices)
    )
    PlanIncluded.objects.filter(terms=row).delete()
    PlanIncluded.objects.bulk_create(
        PlanIncluded(
            organisation_id=place.organisation_id, terms=row, use=each.use.value, unit=each.unit.value,
            quantity=each.quantity, every=each.every.value, rolls_over=each.rolls_over,
            overage_cents=each.overage_cents,
        )
        for each in terms.included
    )  # fmt: skip


def _tell(place: PlaceRef, code: str, actor: Actor, now: datetime) -> None:
    changed = facts.PlanChanged(organisation_id=place.organisation_id, place_id=place.id, code=code)
    record(changed, actor=actor, now=now)
