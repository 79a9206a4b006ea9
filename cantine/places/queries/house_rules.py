"""What persons accepted and showed."""

from dataclasses import dataclass
from datetime import date

from cantine.places.models import (
    Acceptance,
    HouseRules,
    Insurance,
)


@dataclass(frozen=True)
class HouseRulesInForce:
    id: int
    version: int
    text: str


def house_rules_in_force(*, place_id: int) -> HouseRulesInForce | None:
    row = HouseRules.objects.filter(place_id=place_id).order_by("-version").first()
    return HouseRulesInForce(row.pk, row.version, row.text) if row else None


def accepted_version(*, place_id: int, person_id: int) -> int | None:
    """The latest version of the house rules that this person accepted here."""
    return (
        Acceptance.objects.filter(house_rules__place_id=place_id, person_id=person_id)
        .order_by("-house_rules__version")
        .values_list("house_rules__version", flat=True)
        .first()
    )


def insured_until(*, organisation_id: int, person_id: int) -> date | None:
    return (
        Insurance.objects.filter(organisation_id=organisation_id, person_id=person_id)
        .order_by("-valid_until")
        .values_list("valid_until", flat=True)
        .first()
    )
