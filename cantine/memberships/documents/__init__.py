"""Papers of membership as files: from what was frozen of one to its page for people (PDF/A-3), in the language of whoever
receives it. It knows values only: no table, no clock, no network."""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils import translation

from cantine.billing.documents import ACCENT, typeset
from cantine.memberships.documents.domiciliation import attestation_page, contract_page, registry_page
from cantine.memberships.documents.dues import call_page, receipt_page
from cantine.memberships.documents.shares import bulletin_page, certificate_page
from cantine.memberships.rules.papers import PaperKind

TEMPLATE = Path(__file__).parents[1] / "templates" / "memberships" / "document" / "paper.typ"
PAGES = {
    PaperKind.DUES_CALL: call_page,
    PaperKind.DUES_RECEIPT: receipt_page,
    PaperKind.BULLETIN: bulletin_page,
    PaperKind.CERTIFICATE: certificate_page,
    PaperKind.CONTRACT: contract_page,
    PaperKind.ATTESTATION: attestation_page,
    PaperKind.REGISTRY: registry_page,
}


def paper_pdf(kind: PaperKind, content: dict[str, Any], *, accent: str = ACCENT) -> bytes:
    """Same content, same bytes: the day of issue is its only clock."""
    with translation.override(content["language"]):
        page = PAGES[kind](content)
    return typeset(page, day=date.fromisoformat(content["issued_on"]), accent=accent, template=TEMPLATE)
