"""Passes for tests, made through the commands as a treasurer would."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cantine.billing.rules import Method
from cantine.core import scoping
from cantine.core.actor import system
from cantine.memberships import commands, rules
from cantine.memberships.rules import dues as dues_rules
from cantine.places import commands as places
from cantine.places.testing import ref_of
from cantine.pricing.rules import Unit

ROBOT = system("a test sells passes")


def a_pass_kind(place: Any, *, now: datetime, **said: Any) -> str:
    """Ten days at 180 €, a year; returns its code."""
    usual: dict[str, Any] = {
        "code": "", "name_fr": "Carnet de 10 jours", "name_en": "Pass of 10 days", "use": rules.Use.SEAT,
        "unit": Unit.DAY, "quantity": Decimal(10), "cents": 18_000, "valid_days": 365,
    }  # fmt: skip
    ref = ref_of(place)
    with scoping.scope([ref.organisation_id]):
        return commands.set_pass_kind(actor=ROBOT, now=now, place=ref, kind=rules.PassKind(**{**usual, **said}))


def a_pass(place: Any, person: Any, *, now: datetime, **said: Any) -> Any:
    """A pass that the person bought at ``now``; returns the id of its allowance."""
    kind, ref = a_pass_kind(place, now=now, **said), ref_of(place)
    with scoping.scope([ref.organisation_id]):
        return commands.sell_pass(actor=ROBOT, now=now, place=ref, kind=kind, person_id=person.pk).uuid


def a_plan(place: Any, *, now: datetime, cents: int = 20_000, first_day: date | None = None, **said: Any) -> str:
    """“Résident” at 200 € a month, with ten hours of room; returns its code."""
    included = said.pop("included", (rules.Included(rules.Use.ROOM, Unit.HOUR, Decimal(10), overage_cents=1_500),))
    plan = rules.Plan(**{"code": "", "name_fr": "Résident", "name_en": "Resident", **said})
    ref = ref_of(place)
    terms = rules.Terms(first_day or date(2026, 1, 1), cents, included)
    with scoping.scope([ref.organisation_id]):
        return commands.set_plan(actor=ROBOT, now=now, place=ref, plan=plan, terms=terms)


def a_kind_of_dues(place: Any, *, now: datetime, cents: int = 2_000, free: bool = False, **said: Any) -> str:
    """Twenty euros a calendar year since 2020; returns its code."""
    kind = dues_rules.DuesKind(**{"code": "", "name_fr": "Adhésion", "name_en": "Membership", **said})
    terms = dues_rules.DuesTerms(date(2020, 1, 1), cents, free)
    ref = ref_of(place)
    with scoping.scope([ref.organisation_id]):
        return commands.set_dues_kind(actor=ROBOT, now=now, place=ref, kind=kind, terms=terms)


def paid_dues(place: Any, person: Any, *, kind: str, now: datetime, cents: int = 2_000) -> Any:
    """Asked for and paid at ``now``; returns their id."""
    ref = ref_of(place)
    with scoping.scope([ref.organisation_id]):
        places.note_contact(actor=ROBOT, now=now, place=ref, person_id=person.pk)
        dues = commands.call_dues(actor=ROBOT, now=now, place=ref, kind=kind, who=("person", person.pk), cents=cents)
        commands.record_dues(
            actor=ROBOT, now=now, place=ref, dues=dues, method=Method.CARD, cents=cents, received_on=ref.today(now)
        )
    return dues
