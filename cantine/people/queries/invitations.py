"""Invitations that still open something, for whoever sent them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cantine.people.models import Invitation


@dataclass(frozen=True)
class InvitationLine:
    """``reference`` is the inviting domain's own word for what the invitation is to."""

    uuid: UUID
    email: str
    reference: str
    expires_at: datetime


def invitations_of(organisation_id: int, *, reference: str, now: datetime) -> list[InvitationLine]:
    """Those of an organisation whose reference begins so, the latest first. Needs its scope."""
    rows = Invitation.objects.filter(
        organisation_id=organisation_id,
        reference__startswith=reference,
        accepted_at=None,
        revoked_at=None,
        expires_at__gt=now,
    )
    lines = rows.order_by("-made_at", "-pk").values_list("uuid", "email", "reference", "expires_at")
    return [InvitationLine(*line) for line in lines]
