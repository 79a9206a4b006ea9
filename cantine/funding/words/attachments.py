"""The tax receipt that goes with a letter to its donor."""

from uuid import UUID

from cantine.core.mail import Attachment, register_attachment


def receipt_of(organisation_id: int, which: str) -> Attachment:
    """The bytes that were kept."""
    from cantine.core import scoping
    from cantine.funding.queries.receipts import receipt_file

    with scoping.scope([organisation_id]):
        kept = receipt_file(organisation_id, uuid=UUID(which))
    assert kept is not None
    return Attachment(f"{kept[0]}.pdf", kept[1], "application/pdf")


register_attachment("receipt", receipt_of)
