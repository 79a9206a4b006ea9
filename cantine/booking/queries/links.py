"""Links that letters carry: signed, for one thing, without an account. They die with what they are for.

A link is the public id and a signature; nothing in it says whose it is. Reading one gives the tenancy to open, and
nothing of its rows.
"""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.core import signing

from cantine.booking.models import Occurrence, Waiting
from cantine.core import scoping

Purpose = Literal["cancel", "offer"]


@dataclass(frozen=True)
class LinkedDate:
    """Where the date (or the line of the waiting list) of a link is."""

    uuid: UUID
    organisation_id: int
    place_id: int


def link_of(uuid: UUID, *, purpose: Purpose) -> str:
    """The secret end of the address."""
    return _signer(purpose).sign(uuid.hex)


def linked_date(token: str, *, purpose: Purpose) -> LinkedDate | None:
    """What a link of ours names, if the signature is ours and the thing still exists."""
    try:
        uuid = UUID(hex=_signer(purpose).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    with scoping.unscoped("a signed link names its tenant"):
        table = Occurrence if purpose == "cancel" else Waiting
        row = table.objects.filter(uuid=uuid).values_list("organisation_id", "place_id").first()
    return LinkedDate(uuid, *row) if row else None


def _signer(purpose: Purpose) -> signing.Signer:
    return signing.Signer(salt=f"cantine.booking.{purpose}", sep="~")
