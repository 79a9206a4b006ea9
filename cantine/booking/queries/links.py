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
SEPARATOR = "~"


@dataclass(frozen=True)
class LinkedDate:
    """Where the date (or the line of the waiting list) of a link is."""

    uuid: UUID
    organisation_id: int
    place_id: int


def link_of(uuid: UUID, *, purpose: Purpose, person_id: int | None = None) -> str:
    """The secret end of the address; ``person_id`` is whose it is: given to somebody else, it opens nothing more."""
    return _signer(purpose, person_id).sign(uuid.hex)


def linked_date(token: str, *, purpose: Purpose) -> LinkedDate | None:
    """What a link of ours names, if the signature is ours and the thing still exists."""
    try:
        uuid = UUID(hex=token.partition(SEPARATOR)[0])
    except ValueError:
        return None
    with scoping.unscoped("a signed link names its tenant"):
        table = Occurrence if purpose == "cancel" else Waiting
        row = table.objects.filter(uuid=uuid).values_list("organisation_id", "place_id", "person_id").first()
    if row is None:
        return None
    organisation_id, place_id, person_id = row
    try:
        _signer(purpose, person_id if purpose == "cancel" else None).unsign(token)
    except signing.BadSignature:
        return None
    return LinkedDate(uuid, organisation_id, place_id)


def _signer(purpose: Purpose, person_id: int | None) -> signing.Signer:
    whose = f".{person_id}" if person_id is not None else ""
    return signing.Signer(salt=f"cantine.booking.{purpose}{whose}", sep=SEPARATOR)
