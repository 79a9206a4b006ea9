"""Reads of what persons are entitled to."""

from dataclasses import dataclass
from datetime import date

from cantine.memberships.models import Certification


@dataclass(frozen=True)
class Held:
    code: str
    valid_until: date | None


def certifications_of(*, organisation_id: int, person_id: int) -> list[Held]:
    """The certifications that the person holds here, expired ones included: a refusal says until when they held."""
    rows = Certification.objects.filter(
        organisation_id=organisation_id, person_id=person_id, revoked_at__isnull=True
    ).order_by("valid_until")
    return [Held(code, until) for code, until in rows.values_list("code", "valid_until")]
