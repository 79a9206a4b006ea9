"""The signed link by which dues that are asked are paid, without an account: it opens these dues and no others."""

from uuid import UUID

from django.core import signing
from django.urls import reverse

from cantine.core import scoping
from cantine.memberships.models import Dues

SALT, SEPARATOR = "cantine.memberships.pay", "~"


def link_to_pay_dues(dues: UUID) -> str:
    """The secret end of the address."""
    return _signer().sign(dues.hex)


def path_to_pay_dues(dues: UUID) -> str:
    return reverse("memberships:pay_dues", args=[link_to_pay_dues(dues)])


def linked_dues(token: str) -> tuple[UUID, int, int] | None:
    """The dues of a link of ours, their tenancy and their place; nothing of their rows."""
    try:
        uuid = UUID(hex=_signer().unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    with scoping.unscoped("a signed link names its tenant"):
        row = Dues.objects.filter(uuid=uuid).values_list("organisation_id", "place_id").first()
    return (uuid, *row) if row else None


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=SEPARATOR)
