"""Reads of what persons are entitled to."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cantine.core import sql
from cantine.memberships.models import Certification

_HELD = """
SELECT code, valid_until FROM memberships_certification
WHERE organisation_id = %s AND person_id = %s AND revoked_at IS NULL ORDER BY valid_until
"""


@dataclass(frozen=True)
class HeldCertification:
    code: str
    valid_until: date | None


def certifications_of(*, organisation_id: int, person_id: int) -> list[HeldCertification]:
    """The certifications that the person holds here, expired ones included: a refusal says until when they held."""
    return [HeldCertification(code, until) for code, until in sql.rows(_HELD, [organisation_id, person_id])]


@dataclass(frozen=True)
class CertificationLine:
    """A certification as the team reads it."""

    uuid: UUID
    person_id: int
    code: str
    valid_from: date
    valid_until: date | None


def certification_lines(*, organisation_id: int, person_id: int | None = None) -> list[CertificationLine]:
    """Those that were not taken back, of everybody or of one person, by code then by end."""
    rows = Certification.objects.filter(organisation_id=organisation_id, revoked_at__isnull=True)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    columns = ("uuid", "person_id", "code", "valid_from", "valid_until")
    return [CertificationLine(*row) for row in rows.order_by("code", "valid_until", "pk").values_list(*columns)]
