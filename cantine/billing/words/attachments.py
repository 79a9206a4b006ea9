"""The file that goes with a letter about a document."""

from cantine.core.mail import Attachment, register_attachment


def pdf_of(organisation_id: int, which: str) -> Attachment:
    """Made now where no worker has made it yet."""
    from cantine.billing import commands, queries
    from cantine.core import clock, scoping
    from cantine.core.actor import system

    with scoping.scope([organisation_id]):
        said = {"organisation_id": organisation_id, "invoice_id": int(which)}
        commands.make_files(actor=system("billing.letters"), now=clock.now(), **said)
        kept, reference = queries.file_of(int(which), kind="pdf"), queries.reference_of(int(which))
    assert kept is not None
    return Attachment(f"{reference}.pdf", kept[0], "application/pdf")


def quote_of(organisation_id: int, which: str) -> Attachment:
    """The page of a quote, as it was sent."""
    from cantine.billing import queries
    from cantine.core import scoping

    with scoping.scope([organisation_id]):
        kept, reference = queries.page_of_quote(int(which)), queries.reference_of_quote(int(which))
    assert kept is not None
    return Attachment(f"{reference}.pdf", kept[0], "application/pdf")


register_attachment("invoice", pdf_of)
register_attachment("quote", quote_of)
