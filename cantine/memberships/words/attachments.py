"""The paper that goes with a letter of dues."""

from uuid import UUID

from cantine.core.mail import Attachment, register_attachment


def paper_of(organisation_id: int, which: str) -> Attachment:
    """Made now where nobody has read it yet."""
    from cantine.core import clock, scoping
    from cantine.memberships import commands
    from cantine.memberships.commands.papers import PRINTER
    from cantine.memberships.queries.dues import paper_file

    with scoping.scope([organisation_id]):
        commands.make_paper(actor=PRINTER, now=clock.now(), paper=UUID(which))
        kept = paper_file(UUID(which), organisation_id=organisation_id)
    assert kept is not None
    assert kept[1] is not None
    return Attachment(f"{kept[0]}.pdf", kept[1], "application/pdf")


register_attachment("paper", paper_of)
