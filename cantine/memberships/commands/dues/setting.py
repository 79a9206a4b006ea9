"""What an association asks of its members, and what dues open at a place."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.core.facts import record
from cantine.kernel import Refusal, Refused
from cantine.memberships import facts
from cantine.memberships.commands.dues.following import follow
from cantine.memberships.commands.passes import free_code
from cantine.memberships.models import DuesGate, DuesGateResource, DuesKind, DuesTerms
from cantine.memberships.rules import dues as rules
from cantine.places import queries as places
from cantine.places.queries import PlaceRef
from cantine.pricing import queries as prices


def set_dues_kind(*, actor: Actor, now: datetime, place: PlaceRef, kind: rules.DuesKind, terms: rules.DuesTerms) -> str:
    """Write a kind of dues, in the place of the one of its code (without a code it is a new one), and its terms from their
    first day on. What was asked for keeps its amount. Returns its code. Records DuesKindChanged.

    Refusals: dues_name_missing, dues_month_wrong, dues_too_much, dues_suggestion_low.
    """
    authorize(actor, "place.change_dues", Target(place.organisation_id, place.id))
    if refusals := list(rules.check_dues_kind(kind, terms)):
        raise Refused(*refusals)
    with transaction.atomic():
        places.lock_house(place.id)
        rows = DuesKind.objects.filter(organisation_id=place.organisation_id)
        codes = list(rows.values_list("code", flat=True))
        code = kind.code or free_code(codes, kind.name_fr)
        columns = {
            "name_fr": kind.name_fr.strip(), "name_en": kind.name_en.strip() or kind.name_fr.strip(),
            "who": kind.who.value, "period": kind.period.value, "next_from": kind.next_from,
            "counterpart": kind.counterpart, "online": kind.online, "retired_at": None,
        }  # fmt: skip
        new = {} if code in codes else {"position": len(codes)}
        row, _made = DuesKind.objects.update_or_create(
            organisation_id=place.organisation_id, code=code, defaults={**columns, **new}
        )
        DuesTerms.objects.update_or_create(
            organisation_id=place.organisation_id, kind=row, first_day=terms.first_day,
            defaults={"cents": terms.cents, "free": terms.free, "suggested": list(terms.suggested)},
        )  # fmt: skip
        _tell(place, code, actor, now)
    return code


def retire_dues_kind(*, actor: Actor, now: datetime, place: PlaceRef, code: str) -> None:
    """It is asked of nobody any more; who paid it stays a member. Records DuesKindChanged. Refusals: dues_kind_unknown."""
    authorize(actor, "place.change_dues", Target(place.organisation_id, place.id))
    with transaction.atomic():
        mine = DuesKind.objects.filter(organisation_id=place.organisation_id, code=code, retired_at=None)
        if not mine.update(retired_at=now):
            raise Refused(Refusal("dues_kind_unknown", field="kind"))
        _tell(place, code, actor, now)


def set_dues_gate(
    *, actor: Actor, now: datetime, place: PlaceRef, category: str, grace_days: int, everything: bool = False,
    resources: Iterable[int] = (),
) -> None:  # fmt: skip
    """Say what up-to-date dues open here: the prices of a category (``""``: none), and booking everything, or some
    resources. What was booked before stays. Records DuesGateSet and MemberPricesFollowed.

    Refusals: category_unknown, dues_grace_out_of_range, dues_resource_unknown.
    """
    authorize(actor, "place.change_dues", Target(place.organisation_id, place.id))
    if not 0 <= grace_days <= rules.MOST_GRACE_DAYS:
        raise Refused(Refusal("dues_grace_out_of_range", {"most": rules.MOST_GRACE_DAYS}, "grace_days"))
    key = prices.category_ids(place).get(category) if category else None
    if category and key is None:
        raise Refused(Refusal("category_unknown", {"category": category}, "category"))
    wanted, known = set(resources), {card.id for card in places.resource_cards(place_id=place.id)}
    if wanted - known:
        raise Refused(Refusal("dues_resource_unknown", field="resources"))
    with transaction.atomic():
        follow(place, now=now, leave=True)
        row, _made = DuesGate.objects.update_or_create(
            organisation_id=place.organisation_id, place_id=place.id,
            defaults={"category_id": key, "grace_days": grace_days, "everything": everything},
        )  # fmt: skip
        DuesGateResource.objects.filter(gate=row).delete()
        DuesGateResource.objects.bulk_create(
            DuesGateResource(organisation_id=place.organisation_id, gate=row, resource_id=each)
            for each in sorted(wanted)
        )
        record(facts.DuesGateSet(organisation_id=place.organisation_id, place_id=place.id), actor=actor, now=now)
        follow(place, now=now)


def _tell(place: PlaceRef, code: str, actor: Actor, now: datetime) -> None:
    changed = facts.DuesKindChanged(organisation_id=place.organisation_id, place_id=place.id, code=code)
    record(changed, actor=actor, now=now)
