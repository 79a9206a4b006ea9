"""The link by which a quote is read and answered: its public id, signed; no account stands behind it."""

from uuid import UUID

from django.core import signing
from django.db.models import QuerySet

from cantine.billing.models import Quote
from cantine.billing.rules import Stage
from cantine.core import scoping

SEPARATOR = "~"


def link_of_quote(uuid: UUID) -> str:
    """The secret end of the address where a quote is read and answered."""
    return _signer().sign(uuid.hex)


def linked_quote(token: str) -> tuple[UUID, int, int] | None:
    """The quote of a link of ours, its tenancy and its place; nothing of its rows."""
    try:
        uuid = UUID(hex=_signer().unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    with scoping.unscoped("a signed link names its tenant"):
        rows: QuerySet[Quote] = Quote.objects.filter(uuid=uuid).exclude(state=Stage.DRAFT)
        row = rows.values_list("organisation_id", "place_id").first()
    return (uuid, *row) if row else None


def _signer() -> signing.Signer:
    return signing.Signer(salt="cantine.billing.quote", sep=SEPARATOR)
