"""Trying a draft on the rules of electronic invoicing, those of Europe and of France, before it has a number."""

from collections.abc import Iterable
from contextlib import nullcontext
from datetime import datetime
from uuid import UUID

from cantine.billing.documents import Checker, Finding, Severity, xml_of
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

    Refusals: draft_unknown, what the law wants and that is missing, einvoice_rule. Records nothing.
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


def broken_rules(findings: Iterable[Finding]) -> list[Refusal]:
    """One refusal, which says each rule that is broken once; what only warns is let through."""
    broken = {each.rule: each.message for each in findings if each.severity is Severity.ERROR}
    said = " ".join(f"{message} ({rule})" for rule, message in broken.items())
    return [Refusal("einvoice_rule", {"rules": said})] if broken else []


def _broken(found: Draft, checker: Checker | None) -> list[Refusal]:
    with nullcontext(checker) if checker else Checker() as ready:
        return broken_rules(ready.check(xml_of(found.document)))
