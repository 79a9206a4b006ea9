"""Trying a draft on the rules of electronic invoicing, those of Europe and of France, before it has a number."""

from contextlib import nullcontext
from datetime import datetime
from uuid import UUID

from cantine.billing.documents import Checker, Severity, xml_of
from cantine.billing.models import Invoice
from cantine.billing.queries import Draft
from cantine.billing.queries.drafts import drafts_of
from cantine.core.actor import Actor
from cantine.core.authorization import Target, authorize
from cantine.kernel import Refusal, Refused
from cantine.places.queries import PlaceRef


def check_draft(*, actor: Actor, now: datetime, place: PlaceRef, invoice: UUID, checker: Checker | None = None) -> None:
    """What was tried once, and did not change, is not tried again: a second or less. A seller without a SIREN is outside
    electronic invoicing, and its documents are for people.

    Refusals: draft_unknown, what the law wants and that is missing, einvoice_rule for each rule that is broken. Records nothing.
    """
    authorize(actor, "invoice.issue", Target(place.organisation_id, place.id))
    row = Invoice.objects.filter(place_id=place.id, uuid=invoice, issued_at=None).first()
    if row is None:
        raise Refused(Refusal("draft_unknown"))
    found = drafts_of(place, [row], today=place.today(now))[0]
    if missing := found.missing(place.today(now)):
        raise Refused(*missing)
    if row.checked == found.seen or not found.document.seller.siren:
        return
    if broken := _broken(found, checker):
        raise Refused(*broken)
    Invoice.objects.filter(pk=row.pk, issued_at=None).update(checked=found.seen)


def _broken(found: Draft, checker: Checker | None) -> list[Refusal]:
    with nullcontext(checker) if checker else Checker() as ready:
        findings = ready.check(xml_of(found.document))
    return [
        Refusal("einvoice_rule", {"rule": each.rule, "message": each.message})
        for each in findings
        if each.severity is Severity.ERROR
    ]
