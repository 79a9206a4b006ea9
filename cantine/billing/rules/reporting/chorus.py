"""What Chorus Pro asks of an invoice to a public body, before it has a number."""

from collections.abc import Iterator

from cantine.billing.rules.documents import Document, Nature
from cantine.kernel.refusal import Refusal

LONGEST = 50
# The State is one customer of Chorus Pro: only the service and the engagement say which of its offices pays.
STATE = "110002011"


def check_public_buyer(document: Document) -> Iterator[Refusal]:
    """A SIRET always; of the State, the service and the engagement too. What else a body demands is said on its card. Refusals:
    public_siret_missing, public_service_missing, public_engagement_missing, public_field_too_long."""
    if document.buyer.nature is not Nature.PUBLIC:
        return
    said = {"name": document.buyer.name}
    if not document.buyer.siret:
        yield Refusal("public_siret_missing", said, "buyer")
    if document.buyer.siret.startswith(STATE) and not document.service_code:
        yield Refusal("public_service_missing", said, "buyer")
    if document.buyer.siret.startswith(STATE) and not document.engagement:
        yield Refusal("public_engagement_missing", said, "engagement")
    if max(len(document.service_code), len(document.engagement)) > LONGEST:
        yield Refusal("public_field_too_long", said, "buyer")
